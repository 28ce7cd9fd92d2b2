import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate with its key, as files and as text. */
export interface Issued {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: string;
  readonly der: Buffer;
}

export interface IssueOptions {
  /** Lines of an OpenSSL extension section: `crlDistributionPoints = URI:http://…`. The subject alternative name is added. */
  readonly extensions?: readonly string[];
  readonly days?: number;
}

export interface ListOptions {
  /** Lines of the list's extension section: `issuingDistributionPoint = critical, …`. */
  readonly extensions?: readonly string[];
  /** From now on; 3,600 unless told. */
  readonly seconds?: number;
}

/** A certificate authority of OpenSSL's own making (`openssl ca`), in a folder of its own. */
export interface Authority extends Issued {
  readonly directory: string;
  issue(name: string, options?: IssueOptions): Promise<Issued>;
  /** `reason` in OpenSSL's words: `keyCompromise`, `superseded`, … */
  revoke(certificate: Issued, reason?: string): Promise<void>;
  /** Its revocation list as it stands now, in DER. */
  list(options?: ListOptions): Promise<Buffer>;
  /** `openssl` in the authority's folder. */
  openssl(...args: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

export interface AuthorityOptions {
  readonly name?: string;
  /** As `openssl genpkey` has them: `EC`, `RSA`, `ED25519`. */
  readonly algorithm?: 'EC' | 'RSA' | 'ED25519';
  readonly keyUsage?: string;
  /** RSASSA-PSS instead of PKCS#1, for RSA. */
  readonly pss?: boolean;
}

const GENERATE = {
  EC: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  RSA: ['-algorithm', 'RSA'],
  ED25519: ['-algorithm', 'ED25519'],
} as const;
const derOf = (pem: string): Buffer => Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)/.exec(pem)?.[1] ?? '', 'base64');

/** Makes an authority. Needs `openssl`. */
export async function makeAuthority({
  name = 'Test CA',
  algorithm = 'EC',
  keyUsage = 'keyCertSign,cRLSign',
  pss = false,
}: AuthorityOptions = {}): Promise<Authority> {
  const directory = await mkdtemp(join(tmpdir(), 'stellwerk-ca-'));
  const at = (file: string): string => join(directory, file);
  const openssl = async (...args: readonly string[]): Promise<void> => void (await run('openssl', args, { cwd: directory }));
  const digest = algorithm === 'ED25519' ? 'default' : 'sha256';
  const signing = pss ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] : [];
  let serial = 0x1000;

  const config = async (file: string, extensions: readonly string[]): Promise<string> => {
    const ca = [
      '[ca]',
      'default_ca = own',
      '[own]',
      'database = index.txt',
      'certificate = ca.pem',
      'private_key = ca.key',
      `default_md = ${digest}`,
      'default_crl_days = 1',
    ];
    const requests = ['[req]', 'distinguished_name = dn', '[dn]'];
    await writeFile(at(file), [...ca, ...requests, '[extensions]', ...extensions, ''].join('\n'));
    return file;
  };
  const issued = async (stem: string): Promise<Issued> => {
    const cert = await readFile(at(`${stem}.pem`), 'utf8');
    return { certPath: at(`${stem}.pem`), keyPath: at(`${stem}.key`), cert, der: derOf(cert) };
  };

  await writeFile(at('index.txt'), '');
  await writeFile(at('index.txt.attr'), 'unique_subject = no\n');
  await config('ca.conf', []);
  await openssl('genpkey', ...GENERATE[algorithm], '-out', 'ca.key');
  const usage = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', `keyUsage=critical,${keyUsage}`];
  await openssl(
    'req',
    '-x509',
    '-new',
    '-config',
    'ca.conf',
    '-key',
    'ca.key',
    '-subj',
    `/CN=${name}`,
    '-days',
    '30',
    ...usage,
    ...signing,
    '-out',
    'ca.pem',
  );

  return {
    ...(await issued('ca')),
    directory,
    openssl,
    issue: async (host, { extensions = [], days = 10 } = {}) => {
      const number = (serial += 1);
      const stem = `cert${number}`;
      const file = await config(`${stem}.conf`, [`subjectAltName = DNS:${host}`, ...extensions]);
      await openssl('genpkey', ...GENERATE.EC, '-out', `${stem}.key`);
      await openssl('req', '-new', '-config', file, '-key', `${stem}.key`, '-subj', `/CN=${host}`, '-out', `${stem}.csr`);
      const signer = [
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-set_serial',
        String(number),
        '-extfile',
        file,
        '-extensions',
        'extensions',
        ...signing,
      ];
      await openssl('x509', '-req', '-in', `${stem}.csr`, '-days', String(days), ...signer, '-out', `${stem}.pem`);
      return issued(stem);
    },
    revoke: ({ certPath }, reason = 'keyCompromise') => openssl('ca', '-config', 'ca.conf', '-revoke', certPath, '-crl_reason', reason),
    list: async ({ extensions = [], seconds = 3_600 } = {}) => {
      const file = await config('list.conf', extensions);
      const more = extensions.length > 0 ? ['-crlexts', 'extensions'] : [];
      await openssl('ca', '-config', file, '-gencrl', '-crlsec', String(seconds), ...more, ...signing, '-out', 'list.pem');
      await openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.crl');
      return readFile(at('list.crl'));
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
