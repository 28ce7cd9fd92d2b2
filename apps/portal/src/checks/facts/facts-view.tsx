'use client';

import { Button, Text } from '@mantine/core';
import { useLocale, useMessages, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { CertificateBrief } from '../../certificates/certificate-brief';
import { CopyLine } from '../../ui/copy-line';
import { useDay } from '../../ui/use-day';
import { DnsTable } from './dns-table';
import { type Dict, inOrder, isCertificate, isDict, isDnsQuestion, isPlain } from './shape';

const DEEPEST = 6;

/** What a probe saw: readable, and as it is kept. Names without a translation are shown as they are kept. */
export function FactsView({ facts }: { facts: unknown }) {
  const t = useTranslations('facts');
  const [raw, setRaw] = useState(false);
  return (
    <div data-testid="facts">
      <Value name="" value={facts} depth={0} />
      <Button size="compact-xs" variant="subtle" mt="xs" aria-expanded={raw} onClick={() => setRaw(!raw)} data-testid="facts-raw">
        {raw ? t('hideRaw') : t('showRaw')}
      </Button>
      {raw && <CopyLine text={JSON.stringify(facts, null, 2)} testId="facts-json" />}
    </div>
  );
}

function Value({ name, value, depth }: { name: string; value: unknown; depth: number }): ReactNode {
  const word = useWord();
  if (value === undefined || isPlain(value)) {
    const text = word(name, value ?? null);
    return text === null ? <span className="dim">–</span> : text === value ? <code>{text}</code> : <>{text}</>;
  }
  if (isCertificate(value)) return <CertificateBrief facts={value} />;
  if (isDnsQuestion(value)) return <DnsTable question={value} />;
  if (Array.isArray(value)) return <List name={name} items={value} depth={depth} />;
  if (isDict(value) && depth < DEEPEST) return <Entries entries={value} depth={depth} />;
  return <code>{JSON.stringify(value)}</code>;
}

function List({ name, items, depth }: { name: string; items: readonly unknown[]; depth: number }) {
  const t = useTranslations('facts');
  const word = useWord();
  if (items.length === 0) return <span className="dim">{t('nothing')}</span>;
  if (items.every(isPlain)) return <code>{items.map((item) => word(name, item) ?? '–').join(', ')}</code>;
  return (
    <ol className="fact-items">
      {items.map((item, index) => (
        <li key={index}>
          <Value name={name} value={item} depth={depth + 1} />
        </li>
      ))}
    </ol>
  );
}

function Entries({ entries, depth }: { entries: Dict; depth: number }) {
  const t = useTranslations('facts');
  const label = (key: string): string => (t.has(`key.${key}` as 'key.tcp') ? t(`key.${key}` as 'key.tcp') : key);
  return (
    <dl className={`facts-list${depth > 0 ? ' nested' : ''}`}>
      {inOrder(entries, Object.keys(useMessages().facts.key)).map(([key, value]) => (
        <div key={key}>
          <Text component="dt" size="sm" c="dimmed">
            {label(key)}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            <Value name={key} value={value} depth={depth + 1} />
          </Text>
        </div>
      ))}
    </dl>
  );
}

/** A value as a word of the page's language where it has one; null for nothing. */
function useWord(): (name: string, value: string | number | boolean | null) => string | null {
  const t = useTranslations('facts');
  const locale = useLocale();
  const { moment } = useDay();
  return (name, value) => {
    if (value === null || value === '') return null;
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false }).format(value);
    if (MOMENT.test(value)) return moment(value);
    const known = `value.${value}` as 'value.open';
    return WITH_WORDS.has(name) && t.has(known) ? t(known) : value;
  };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Facts whose values are words of our own, not something that was read. */
const WITH_WORDS: ReadonlySet<string> = new Set([
  'verdict',
  'handshake',
  'clientCertificate',
  'status',
  'problem',
  'dnssec',
  'source',
  'programme',
  'expect',
  'role',
  'policy',
  'startTls',
  'SSLv3',
  'TLSv1',
  'TLSv1.1',
  'TLSv1.2',
  'TLSv1.3',
]);
