import type { CertificateFacts, DnsQuestion } from '@stellwerk/domain';

/** Facts of a stored run are whatever the probe of that day wrote: shapes are recognised, never assumed. */
export type Dict = Readonly<Record<string, unknown>>;

export const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);
const strings = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
const text = (value: Dict, ...names: readonly string[]): boolean => names.every((name) => typeof value[name] === 'string');

export const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** Everything a page reads of a certificate is there. */
export const isCertificate = (value: unknown): value is CertificateFacts =>
  isDict(value) &&
  text(value, 'sha256', 'spkiSha256', 'subject', 'issuer', 'serial', 'notBefore', 'notAfter', 'signatureAlgorithm', 'keyType') &&
  strings(value['dnsNames']) &&
  strings(value['ipAddresses']) &&
  (value['extendedKeyUsage'] === null || strings(value['extendedKeyUsage'])) &&
  (value['keyUsage'] === null || strings(value['keyUsage'])) &&
  ['crlUrls', 'ocspUrls', 'issuerUrls'].every((name) => strings(value[name]));

/** One question to several resolvers. */
export const isDnsQuestion = (value: unknown): value is DnsQuestion =>
  isDict(value) &&
  text(value, 'name', 'type') &&
  Array.isArray(value['answers']) &&
  value['answers'].every(
    (answer) =>
      isDict(answer) &&
      text(answer, 'resolver', 'rcode') &&
      strings(answer['aliases']) &&
      Array.isArray(answer['records']) &&
      answer['records'].every((record) => isDict(record) && text(record, 'type', 'value')),
  );

/** The certificates of a chain as it was sent, wherever in the facts it stands first; empty when there is none. */
export function chainIn(facts: unknown, depth = 4): readonly CertificateFacts[] {
  if (!isDict(facts) || depth === 0) return [];
  const chain = facts['chain'];
  if (Array.isArray(chain) && chain.length > 0 && chain.every(isCertificate)) return chain;
  for (const value of Object.values(facts)) {
    const found = chainIn(value, depth - 1);
    if (found.length > 0) return found;
  }
  return [];
}

/** Entries in the order in which people read them, as the words for them are listed; what has no word comes last, as it was kept. */
export const inOrder = (entries: Dict, words: readonly string[]): readonly (readonly [string, unknown])[] => {
  const place = (key: string): number => (words.includes(key) ? words.indexOf(key) : words.length);
  return Object.entries(entries).sort(([a], [b]) => place(a) - place(b));
};
