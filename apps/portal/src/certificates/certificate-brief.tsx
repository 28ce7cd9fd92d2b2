'use client';

import { Text } from '@mantine/core';
import type { CertificateFacts } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { DaysLeft } from '../ui/days';
import { namesOf } from './names';

/** A certificate in three lines: for whom, by whom, until when. */
export function CertificateBrief({ facts }: { facts: CertificateFacts }) {
  const t = useTranslations('certificate');
  return (
    <div className="certificate-brief">
      <Text size="sm" fw={600} component="div">
        {namesOf(facts)}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {facts.selfSigned ? t('selfSigned') : t('issuedBy', { issuer: facts.issuerCommonName ?? facts.issuer })}
        {facts.isCa && ` · ${t('isCa')}`}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {t('validUntil')} <DaysLeft at={facts.notAfter} />
      </Text>
      <Text size="xs" c="dimmed" component="div">
        SHA-256 <code>{facts.sha256.slice(0, 16)}…</code>
      </Text>
    </div>
  );
}
