import type { Output, routes } from '@stellwerk/contracts';
import { certificateLevel } from '@stellwerk/domain';
import type { CertificateRow } from '@stellwerk/store';

const PEM_LINE = /.{1,64}/g;

/** RFC 7468: one certificate as text. */
export const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${(Buffer.from(der).toString('base64').match(PEM_LINE) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;

export const certificateView = (row: CertificateRow, now: number): Output<typeof routes.getCertificate> => ({
  ...row,
  notBefore: row.notBefore.toISOString(),
  notAfter: row.notAfter.toISOString(),
  level: certificateLevel(row.facts, now),
  seenAt: row.seenAt.map((seen) => ({ ...seen, lastSeenAt: seen.lastSeenAt.toISOString() })),
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  pem: [row.der, ...row.chain].map(pemOf).join(''),
});
