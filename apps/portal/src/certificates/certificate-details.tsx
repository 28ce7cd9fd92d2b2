'use client';

import { Text } from '@mantine/core';
import { type CertificateFacts, CertificateRole } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyLine } from '../ui/copy-line';
import { Sign } from '../ui/signal';
import { colons } from './names';
import { lackingFor, purposeName } from './purposes';

/** Everything a certificate says, readable; what one compares or pastes elsewhere can be copied. */
export function CertificateDetails({ facts, role }: { facts: CertificateFacts; role: CertificateRole }) {
  const t = useTranslations('certificate');
  return (
    <dl className="facts-list">
      <Fact term={t('subject')}>{facts.subject === '' ? <span className="dim">{t('noSubject')}</span> : <code>{facts.subject}</code>}</Fact>
      <Fact term={t('alternativeNames')}>
        <Names facts={facts} />
      </Fact>
      <Fact term={t('issuer')}>
        <code>{facts.issuer || '–'}</code>
        {facts.selfSigned && ` (${t('selfSigned')})`}
      </Fact>
      <Fact term={t('serial')}>
        <code>{facts.serial}</code>
      </Fact>
      <Fact term={t('key')}>
        {keyText(facts)}
        {facts.isCa && ` · ${t('isCa')}`}
      </Fact>
      <Fact term={t('signature')}>{facts.signatureAlgorithm}</Fact>
      <Fact term={t('purposes')}>
        {facts.extendedKeyUsage === null ? t('anyPurpose') : facts.extendedKeyUsage.map(purposeName).join(', ') || '–'}
      </Fact>
      <Fact term={t('fitFor')}>
        <Fitness facts={facts} role={role} />
      </Fact>
      <Fact term={t('keyUsage')}>{facts.keyUsage === null ? t('anyPurpose') : facts.keyUsage.join(', ') || '–'}</Fact>
      <Fact term={t('transparency')}>{t('scts', { count: facts.sctCount })}</Fact>
      <Fact term={t('revocation')}>
        <Urls urls={[...facts.crlUrls, ...facts.ocspUrls]} />
      </Fact>
      <Fact term={t('issuerUrls')}>
        <Urls urls={facts.issuerUrls} />
      </Fact>
      <Fact term={t('fingerprint')}>
        <CopyLine text={colons(facts.sha256)} testId="certificate-fingerprint" />
      </Fact>
      <Fact term={t('spki')}>
        <CopyLine text={colons(facts.spkiSha256)} />
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {term}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {children}
      </Text>
    </div>
  );
}

const keyText = ({ keyType, keyBits, curve }: CertificateFacts): string =>
  [keyType.toUpperCase(), curve, keyBits === null ? null : `${keyBits} bit`].filter(Boolean).join(' · ');

function Names({ facts }: { facts: CertificateFacts }) {
  const t = useTranslations('certificate');
  const names = [...facts.dnsNames, ...facts.ipAddresses];
  if (names.length === 0) return <span className="dim">{t('noNames')}</span>;
  const hidden = facts.subjectAltNameCount - names.length;
  return (
    <>
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <code>{name}</code>
        </span>
      ))}
      {hidden > 0 && ` ${t('moreNames', { count: hidden })}`}
    </>
  );
}

/** For which roles its purposes suffice: extended key usage is judged by role, never in general. */
function Fitness({ facts, role }: { facts: CertificateFacts; role: CertificateRole }) {
  const t = useTranslations('certificate');
  const c = useTranslations('certificates');
  return (
    <ul className="fitness" data-testid="certificate-fitness">
      {CertificateRole.options
        .filter((each) => each !== 'any-server' || role === 'any-server')
        .map((each) => {
          const lacking = lackingFor(each, facts);
          const fits = lacking.length === 0;
          return (
            <li key={each} data-role={each} data-fits={fits}>
              <span className={`signal tone-${fits ? 'up' : each === role ? 'down' : 'idle'}`}>
                <Sign glyph={fits ? 'proceed' : each === role ? 'halt' : 'skipped'} size={15} />
                {c(`role.${each}`)}
              </span>
              {!fits && <span className="dim"> {t('lacks', { purposes: lacking.map(purposeName).join(', ') })}</span>}
              {each === role && <span className="dim"> · {t('ownRole')}</span>}
            </li>
          );
        })}
    </ul>
  );
}

function Urls({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return <span className="dim">–</span>;
  // What a certificate names is somebody else's word: shown, never followed.
  return urls.map((url) => (
    <div key={url}>
      <code>{url}</code>
    </div>
  ));
}
