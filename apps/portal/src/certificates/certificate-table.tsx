'use client';

import { Badge } from '@mantine/core';
import type { Certificate } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { isCertificate } from '../checks/facts/shape';
import { DaysLeft } from '../ui/days';
import { ScrollBox } from '../ui/scroll-box';
import { LevelSignal, RemainingBar } from './level-signal';

/** Certificates as rows; on a phone each becomes a card. */
export function CertificateTable({ certificates }: { certificates: readonly Certificate[] }) {
  const t = useTranslations('certificates');
  const provider = useSide() === 'provider';
  return (
    <ScrollBox label={t('title')}>
      <table className="dense stack" data-testid="certificate-table">
        <thead>
          <tr>
            <th scope="col">{t('levelHead')}</th>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('issuer')}</th>
            <th scope="col">{t('remaining')}</th>
            <th scope="col">{t('seen')}</th>
            <th scope="col">{provider ? t('customerPbx') : t('pbx')}</th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((certificate) => (
            <tr key={certificate.id} data-testid="certificate-row" data-certificate={certificate.id}>
              <td>
                <LevelSignal level={certificate.level} />
              </td>
              <td className="wide">
                <Link className="row-link" href={`/certificates/${certificate.id}`}>
                  {certificate.name}
                </Link>{' '}
                {certificate.superseded && <Mark text={t('superseded')} />}
                <span className="second-line">{t(`role.${certificate.role}`)}</span>
              </td>
              <td className="short" data-label={t('issuer')}>
                {issuerOf(certificate)}
              </td>
              <td data-label={t('remaining')}>
                <span className="remaining-cell">
                  <RemainingBar certificate={certificate} />
                  <DaysLeft at={certificate.notAfter} as="cell" />
                </span>
              </td>
              <td className="short" data-label={t('seen')}>
                <Seen certificate={certificate} />
              </td>
              <td className="short" data-label={provider ? t('customerPbx') : t('pbx')}>
                <Place certificate={certificate} provider={provider} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const Mark = ({ text }: { text: string }) => (
  <Badge component="span" size="sm" variant="default" style={{ textTransform: 'none' }}>
    {text}
  </Badge>
);

export const issuerOf = ({ facts }: Certificate): string =>
  isCertificate(facts) ? (facts.issuerCommonName ?? facts.issuerOrganization ?? facts.issuer) || '–' : '–';

/** Where it was seen: the first endpoint and how many more. */
function Seen({ certificate }: { certificate: Certificate }) {
  const t = useTranslations('certificates');
  const [first] = certificate.seenAt;
  // Several checks may look at one endpoint.
  const more = new Set(certificate.seenAt.map(({ endpoint }) => endpoint)).size - 1;
  if (first === undefined) return <>{t(certificate.source === 'uploaded' ? 'sources.uploaded' : 'nowhere')}</>;
  return (
    <div style={{ minWidth: 0 }}>
      <Link className="row-link quiet" href={`/checks/${first.checkId}`}>
        {first.endpoint}
      </Link>
      {more > 0 && <span className="second-line">{t('moreEndpoints', { count: more })}</span>}
    </div>
  );
}

function Place({ certificate, provider }: { certificate: Certificate; provider: boolean }) {
  const pbx = certificate.pbxId !== null && (
    <Link className={`row-link quiet${provider ? ' second-line' : ''}`} href={`/pbxs/${certificate.pbxId}`}>
      {certificate.pbxName}
    </Link>
  );
  if (!provider) return pbx || '–';
  return (
    <div style={{ minWidth: 0 }}>
      <Link className="row-link quiet" href={`/customers/${certificate.tenantId}`}>
        {certificate.tenantName}
      </Link>
      {pbx}
    </div>
  );
}
