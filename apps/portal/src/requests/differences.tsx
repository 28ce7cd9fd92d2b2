'use client';

import { Text } from '@mantine/core';
import type { Difference } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useMoment } from '../ui/countdown';

/** What differs, line by line: what goes, struck through, and what comes. Marked by words as well as by looks. */
export function DifferenceList({
  differences,
  labels,
}: {
  differences: readonly Difference[];
  labels?: { before: string; after: string };
}) {
  const t = useTranslations('requests');
  const moment = useMoment();
  // Where there was nothing before, everything is new: marking each line would say nothing.
  const fresh = differences.every((d) => d.before === null);
  const said = (d: Difference, text: string): string => (d.path === '/endsAt' && !Number.isNaN(Date.parse(text)) ? moment(text) : text);
  return (
    <dl className={`difference-list${fresh ? ' difference-fresh' : ''}`} data-testid="differences">
      {differences.map((d) => (
        <div key={`${d.path} ${d.label}`} data-testid="difference" data-path={d.path}>
          <Text component="dt" size="xs" c="dimmed">
            {d.label}
          </Text>
          <dd>
            {d.before !== null && (
              <del>
                <span className="sr-only">{labels?.before ?? t('before')}: </span>
                {said(d, d.before)}
              </del>
            )}
            {d.after !== null && (
              <ins>
                <span className="sr-only">{labels?.after ?? t('after')}: </span>
                {said(d, d.after)}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
