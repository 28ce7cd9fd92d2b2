'use client';

import { Button, Text } from '@mantine/core';
import type { Pbx } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFederation } from '../api/federation-queries';
import { useMay } from '../api/may';
import { Empty } from '../ui/empty';
import { FactList } from '../ui/fact-list';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';

/** The federation on a PBX's page: its main values and the way in. Only XPhone Connect Servers have one. */
export function PbxFederation({ pbx }: { pbx: Pbx }) {
  const t = useTranslations('federation');
  const may = useMay('pbxs:write');
  const federation = useFederation(pbx.id, pbx.product === 'xphone-connect');
  if (pbx.product !== 'xphone-connect') return null;
  const href = `/pbxs/${pbx.id}/federation`;
  const open = federation.data && (
    <Button component={Link} href={href} size="xs" variant="light" data-testid="federation-open">
      {t('openPage')}
    </Button>
  );
  return (
    <Section title={t('title')} id="federation" actions={open}>
      {federation.isError && <ProblemNotice error={federation.error} retry={() => void federation.refetch()} />}
      {federation.data === null && (
        <Empty
          title={t('noneTitle')}
          action={
            may && (
              <Button component={Link} href={`${href}/edit`} data-testid="federation-set-up">
                {t('setUp')}
              </Button>
            )
          }
        >
          {t('noneText')}
        </Empty>
      )}
      {federation.data && (
        <FactList
          facts={[
            [t('domain'), <code key="d">{federation.data.domain}</code>],
            [t('fqdn'), <code key="f">{federation.data.fqdn}</code>],
            [t('openFederation'), federation.data.openFederation ? t('on') : t('off')],
            [
              t('routes'),
              <Text key="r" span>
                {t('routeCount', { on: federation.data.routes.filter((r) => r.enabled).length, all: federation.data.routes.length })}
              </Text>,
            ],
          ]}
        />
      )}
    </Section>
  );
}
