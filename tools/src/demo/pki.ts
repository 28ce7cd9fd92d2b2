import { join } from 'node:path';
import { type CertificateRequest, makeCertificate, pemOf, type TestCertificate } from '@stellwerk/testing';
import { readText, writeJson } from '../start/files.js';

const DAY_MS = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const BOTH = [SERVER_AUTH, CLIENT_AUTH];
const DIGITAL_SIGNATURE = 0b1000_0000;

interface Wanted {
  readonly names: readonly string[];
  /** Days from now. */
  readonly from: number;
  readonly until: number;
  readonly purposes: readonly string[];
  readonly key?: CertificateRequest['key'];
}

/** What each server of the demonstration shows, so that there is something to find. */
const WANTED = {
  /** Valid, and due: its successor lies beside it. */
  stadtwerke: { names: ['connect.stadtwerke-ahrental.example'], from: -64, until: 26, purposes: BOTH },
  'stadtwerke-renewed': { names: ['connect.stadtwerke-ahrental.example'], from: -4, until: 86, purposes: BOTH },
  klaerwerk: { names: ['sip.klaerwerk-bergen.example'], from: -20, until: 70, purposes: BOTH },
  klinikum: { names: ['procall.klinikum-st-georg.example'], from: -10, until: 80, purposes: [SERVER_AUTH] },
  /** A wildcard, for servers only, and nearly over. */
  hafenkante: { names: ['*.hafenkante-spedition.example'], from: -85, until: 5, purposes: [SERVER_AUTH], key: 'rsa-2048' },
  nordlogistik: { names: ['sip.nordlogistik.example'], from: -20, until: 70, purposes: BOTH },
  /** On no server: it is uploaded. */
  fax: { names: ['fax.autohaus-reinhardt.example'], from: -179, until: 20, purposes: [SERVER_AUTH] },
} as const satisfies Record<string, Wanted>;
export type CertificateName = keyof typeof WANTED;

/** PEM; the chain is the leaf with what stands above it. */
export interface DemoCertificate {
  readonly leaf: string;
  readonly chain: string;
  readonly key: string;
}
export type DemoPki = Readonly<Record<CertificateName, DemoCertificate>>;

interface KeptAuthority {
  readonly pem: string;
  readonly key: string;
  readonly subject: string;
}
interface Kept {
  readonly root: KeptAuthority;
  readonly issuing: KeptAuthority;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly certificates: DemoPki;
}

/** Older ones no longer tell the story they were made for: what is to expire in five days would have expired. */
const STALE_MS = 3 * DAY_MS;

const kept = ({ pem, key }: TestCertificate, subject: string): KeptAuthority => ({ pem, key, subject });
const again = ({ pem, key, subject }: KeptAuthority): TestCertificate => ({
  pem,
  key,
  subject: [['CN', subject]],
  der: Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'),
});

const ROOT = 'Stellwerk demonstration root (on no list)';
const ISSUING = 'Stellwerk demonstration CA';

function makeAuthorities(now: number): Pick<Kept, 'root' | 'issuing'> {
  const from = new Date(now - 365 * DAY_MS);
  const root = makeCertificate({ subject: ROOT, ca: true, notBefore: from, notAfter: new Date(now + 7_300 * DAY_MS) });
  const until = new Date(now + 3_650 * DAY_MS);
  const issuing = makeCertificate({ subject: ISSUING, ca: true, issuer: root, notBefore: from, notAfter: until });
  return { root: kept(root, ROOT), issuing: kept(issuing, ISSUING) };
}

function issue({ root, issuing }: Pick<Kept, 'root' | 'issuing'>, wanted: Wanted, now: number): DemoCertificate {
  const { pem, key, der } = makeCertificate({
    subject: wanted.names[0] ?? '',
    issuer: again(issuing),
    dnsNames: wanted.names,
    extendedKeyUsage: wanted.purposes,
    keyUsage: DIGITAL_SIGNATURE,
    notBefore: new Date(now + wanted.from * DAY_MS),
    notAfter: new Date(now + wanted.until * DAY_MS),
    key: wanted.key ?? 'P-256',
  });
  return { leaf: pemOf(der), chain: `${pem}${issuing.pem}${root.pem}`, key };
}

/**
 * The demonstration's certificates, kept in `folder`: authorities for good, the others until they are some days old.
 * @param now milliseconds since 1970
 */
export async function demoPki(folder: string, now: number): Promise<DemoPki> {
  const file = join(folder, 'pki.json');
  const before = JSON.parse((await readText(file)) ?? 'null') as Kept | null;
  if (before !== null && now - Date.parse(before.madeAt) < STALE_MS) return before.certificates;
  const authorities = before ?? makeAuthorities(now);
  const entries = Object.entries(WANTED).map(([name, wanted]) => [name, issue(authorities, wanted, now)] as const);
  const certificates = Object.fromEntries(entries) as unknown as DemoPki;
  const { root, issuing } = authorities;
  await writeJson(file, { root, issuing, madeAt: new Date(now).toISOString(), certificates } satisfies Kept);
  return certificates;
}
