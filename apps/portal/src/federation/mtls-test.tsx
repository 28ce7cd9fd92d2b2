'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { MtlsTest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMtlsTest } from '../api/federation-queries';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { Answers } from '../checks/answers';
import { Ago } from '../ui/ago';
import { useNotify } from '../ui/confirm';
import { CopyLine } from '../ui/copy-line';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { useDay } from '../ui/use-day';

/** The test from the other side: the server connects to Stellwerk, and one sees which client certificate it presents. */
export function MtlsTestView({ pbxId }: { pbxId: string }) {
  const t = useTranslations('federation');
  const may = useMay('pbxs:write');
  const notify = useNotify();
  const test = useMtlsTest(pbxId);
  const start = useChange(() => api.startMtlsTest({ params: { id: pbxId } }));
  const end = useChange(() => api.endMtlsTest({ params: { id: pbxId } }));
  if (test.isError) return <PageProblem error={test.error} retry={() => void test.refetch()} />;
  if (test.data === undefined) return <Skeleton h={200} />;
  const running = test.data !== null;
  return (
    <>
      <Section title={t('mtls.title')} id="mtls">
        <Stack>
          <Text size="sm">{t('mtls.text')}</Text>
          {test.data && <Steps test={test.data} />}
          {may && (
            <Group gap="xs">
              <Button
                loading={start.isPending}
                variant={running ? 'default' : 'filled'}
                onClick={() => start.mutate(undefined, { onError: notify.failed })}
                data-testid="mtls-start"
              >
                {running ? t('mtls.prolong') : t('mtls.start')}
              </Button>
              {running && (
                <Button
                  variant="default"
                  loading={end.isPending}
                  onClick={() => end.mutate(undefined, { onError: notify.failed })}
                  data-testid="mtls-end"
                >
                  {t('mtls.end')}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Section>
      {test.data && <Sightings test={test.data} />}
    </>
  );
}

function Steps({ test }: { test: MtlsTest }) {
  const t = useTranslations('federation');
  const { moment } = useDay();
  return (
    <>
      {!test.listening && (
        <div className="notice tone-attention" role="alert">
          <Text size="sm">{t('mtls.notListening')}</Text>
        </div>
      )}
      <ol className="steps">
        <li>
          <Text size="sm">{t('mtls.stepRoute')}</Text>
          <Text size="xs" c="dimmed">
            {t('routeDomain')}
          </Text>
          <CopyLine text={test.domain} testId="mtls-domain" />
          <Text size="xs" c="dimmed">
            {t('routeHost')}
          </Text>
          <CopyLine text={test.host} testId="mtls-host" />
          <Text size="xs" c="dimmed">
            {t('port')}
          </Text>
          <CopyLine text={String(test.port)} />
        </li>
        <li>
          <Text size="sm">{t('mtls.stepChat', { address: `test@${test.domain}` })}</Text>
        </li>
        <li>
          <Text size="sm">{t('mtls.stepLook')}</Text>
        </li>
      </ol>
      <Text size="sm" c="dimmed">
        {t('mtls.until', { at: moment(test.expiresAt) })}
      </Text>
    </>
  );
}

function Sightings({ test }: { test: MtlsTest }) {
  const t = useTranslations('federation');
  return (
    <Section title={t('mtls.sightings')} id="sightings">
      <div aria-live="polite" data-testid="mtls-sightings">
        {test.sightings.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('mtls.waiting')}
          </Text>
        ) : (
          <Stack>
            {test.sightings.map((sighting) => (
              <section key={`${sighting.at} ${sighting.remoteAddress}`} data-testid="mtls-sighting" aria-label={sighting.remoteAddress}>
                <Text size="sm" fw={600} mb={4}>
                  <code>{sighting.remoteAddress}</code> · {sighting.protocol ?? '–'} · <Ago at={sighting.at} />
                </Text>
                <Answers answers={sighting.answers} />
              </section>
            ))}
          </Stack>
        )}
      </div>
    </Section>
  );
}
