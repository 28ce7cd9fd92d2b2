'use client';

import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import type { Certificate } from '@stellwerk/contracts';
import { IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCertificate, useCheckRuns } from '../api/check-queries';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { chainIn, isCertificate } from '../checks/facts/shape';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { CopyLine } from '../ui/copy-line';
import { DaysLeft } from '../ui/days';
import { FactList } from '../ui/fact-list';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { saveText } from '../ui/save-file';
import { Section } from '../ui/section';
import { CertificateBrief } from './certificate-brief';
import { CertificateDetails } from './certificate-details';
import { LevelSignal, RemainingBar } from './level-signal';
import { fileNameOf } from './names';

/** One certificate: how long it lasts, where it is shown, everything it says, and the certificate itself. */
export function CertificatePage({ id }: { id: string }) {
  const certificate = useCertificate(id);
  if (certificate.isError && !certificate.data) return <PageProblem error={certificate.error} retry={() => void certificate.refetch()} />;
  if (!certificate.data) return <Skeleton h={320} />;
  return <Loaded certificate={certificate.data} />;
}

function Loaded({ certificate }: { certificate: Certificate }) {
  const t = useTranslations('certificate');
  const c = useTranslations('certificates');
  const provider = useSide() === 'provider';
  const { facts } = certificate;
  return (
    <>
      <PageHead
        title={certificate.name}
        crumbs={[{ label: c('title'), href: '/certificates' }]}
        subtitle={
          <span className="subtitle-line">
            <LevelSignal level={certificate.level} pill />{' '}
            {[provider ? certificate.tenantName : null, certificate.pbxName, c(`sources.${certificate.source}`)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        }
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              onClick={() => saveText(fileNameOf(certificate.name), certificate.pem, 'application/x-pem-file')}
              data-testid="certificate-download"
            >
              {t('download')}
            </Button>
            {certificate.source === 'uploaded' && <DeleteButton certificate={certificate} />}
          </>
        }
      />
      <Section title={t('validity')} id="validity">
        <Validity certificate={certificate} />
      </Section>
      <Section title={c('seen')} id="seen">
        <SeenAt certificate={certificate} />
      </Section>
      <Section title={t('details')} id="details">
        {isCertificate(facts) ? (
          <CertificateDetails facts={facts} role={certificate.role} />
        ) : (
          <CopyLine text={JSON.stringify(facts, null, 2)} />
        )}
      </Section>
      <Section title="PEM" id="pem">
        <CopyLine text={certificate.pem} testId="certificate-pem" />
      </Section>
    </>
  );
}

function Validity({ certificate }: { certificate: Certificate }) {
  const t = useTranslations('certificate');
  const c = useTranslations('certificates');
  const provider = useSide() === 'provider';
  return (
    <>
      <div className="remaining-wide">
        <RemainingBar certificate={certificate} />
      </div>
      <FactList
        facts={[
          [t('validFrom'), <DaysLeft key="f" at={certificate.notBefore} />],
          [t('validUntil'), <DaysLeft key="u" at={certificate.notAfter} />],
          [t('judgedAs'), c(`role.${certificate.role}`)],
          [t('firstSeen'), <Ago key="s" at={certificate.firstSeenAt} />],
          ...(provider
            ? [
                [
                  t('customer'),
                  <Anchor key="c" component={Link} href={`/customers/${certificate.tenantId}`} size="sm" underline="always">
                    {certificate.tenantName}
                  </Anchor>,
                ] as const,
              ]
            : []),
          ...(certificate.pbxId === null
            ? []
            : [
                [
                  t('pbx'),
                  <Anchor key="p" component={Link} href={`/pbxs/${certificate.pbxId}`} size="sm" underline="always">
                    {certificate.pbxName}
                  </Anchor>,
                ] as const,
              ]),
        ]}
      />
    </>
  );
}

/** Every endpoint that showed it, with the chain it was sent in. */
function SeenAt({ certificate }: { certificate: Certificate }) {
  const t = useTranslations('certificate');
  const first = certificate.seenAt[0];
  if (first === undefined)
    return (
      <Text size="sm" c="dimmed">
        {t('seenNowhere')}
      </Text>
    );
  return (
    <>
      {certificate.superseded && (
        <Text size="sm" mb="xs">
          {t('supersededText')}
        </Text>
      )}
      <ul className="rows" data-testid="certificate-seen">
        {certificate.seenAt.map((seen) => (
          <li key={`${seen.checkId} ${seen.endpoint}`}>
            <Anchor component={Link} href={`/checks/${seen.checkId}`} size="sm" underline="always">
              {seen.endpoint}
            </Anchor>
            <Text size="xs" c="dimmed">
              <Ago at={seen.lastSeenAt} />
            </Text>
          </li>
        ))}
      </ul>
      {!certificate.superseded && <Chain checkId={first.checkId} sha256={certificate.sha256} />}
    </>
  );
}

/** The chain as the endpoint sent it in the last run, as long as it still shows this certificate. */
function Chain({ checkId, sha256 }: { checkId: string; sha256: string }) {
  const t = useTranslations('certificate');
  const runs = useCheckRuns(checkId, { limit: 1 });
  const chain = chainIn(runs.data?.pages[0]?.items[0]?.facts);
  if (chain[0]?.sha256 !== sha256) return null;
  return (
    <>
      <Text size="sm" fw={650} mt="md" mb="xs" component="h3">
        {t('chain')}
      </Text>
      <ol className="chain" data-testid="certificate-chain">
        {chain.map((one) => (
          <li key={one.sha256}>
            <CertificateBrief facts={one} />
          </li>
        ))}
      </ol>
    </>
  );
}

function DeleteButton({ certificate }: { certificate: Certificate }) {
  const t = useTranslations('certificate');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const may = useMay('checks:write');
  const remove = useChange(() => api.deleteCertificate({ params: { id: certificate.id }, ifMatch: certificate.version }));
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('deleted', { name: certificate.name }));
        router.push('/certificates');
      },
      onError: notify.failed,
    });
  if (!may) return null;
  return (
    <Button
      variant="default"
      className="danger-outline"
      loading={remove.isPending}
      onClick={() =>
        confirm({ title: t('deleteTitle', { name: certificate.name }), text: t('deleteText'), confirm: c('delete'), onConfirm })
      }
      data-testid="certificate-delete"
    >
      {c('delete')}
    </Button>
  );
}
