import type { CertificateFacts } from '@stellwerk/domain';

const MOST = 3;

/** For whom a certificate is: its alternative names, which alone count (RFC 9525), else its subject. */
export function namesOf({ dnsNames, ipAddresses, subjectCommonName, subject }: CertificateFacts): string {
  const names = [...dnsNames, ...ipAddresses];
  if (names.length === 0) return subjectCommonName ?? (subject || '–');
  return names.length > MOST ? `${names.slice(0, MOST).join(', ')} +${names.length - MOST}` : names.join(', ');
}

/** Hexadecimal as tools print it: `AB:CD:…`. */
export const colons = (hex: string): string =>
  hex
    .toUpperCase()
    .match(/.{1,2}/g)
    ?.join(':') ?? '';

/** PEM of several certificates as a file name: what is safe everywhere. */
export const fileNameOf = (name: string): string =>
  `${
    name
      .replace(/[^a-z0-9.-]+/gi, '_')
      .replace(/^[_.]+|_+$/g, '')
      .slice(0, 80) || 'certificate'
  }.pem`;
