import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { available } from './available.js';
import { freePort } from './free-port.js';

const run = promisify(execFile);

/** A zone, as BIND is to serve it. */
export interface ZoneOptions {
  /** `acme.example`, directly below the root: zones of one another are not delegated. */
  readonly name: string;
  /** Lines of a master file; `$TTL`, SOA and the name server (`ns`, on the authoritative address) are added. `@` is the apex. */
  readonly records: readonly string[];
  /** `good`: signed, with its DS in the root. `broken`: signed, and an address changed afterwards. Default: not signed. */
  readonly signatures?: 'good' | 'broken';
  /** `broken`: the zone cannot be loaded (SERVFAIL). `closed`: nobody may ask (REFUSED). Default: served. */
  readonly state?: 'broken' | 'closed';
}

/** Three BINDs: the zones' own server, a resolver that validates from the root's key on, and one that does not. Each as `127.0.0.1:port`. */
export interface Named {
  readonly authoritative: string;
  readonly authoritativePort: number;
  readonly validating: string;
  readonly plain: string;
  /** What all of them logged, every question included. */
  log(): string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Debian keeps BIND's tools where an ordinary PATH does not lead. */
const ENV = { ...process.env, PATH: [process.env['PATH'] ?? '', '/usr/sbin', '/sbin', '/usr/local/sbin'].join(delimiter) };

const masterFile = (records: readonly string[]): string =>
  ['$TTL 300', `@ IN SOA ns hostmaster 1 3600 600 86400 60`, '@ IN NS ns', `ns IN A ${LOOPBACK}`, ...records, ''].join('\n');

/** Signs a zone in place. @returns its DS record and its key-signing key, both as lines */
async function sign(directory: string, zone: string, file: string): Promise<{ readonly ds: string; readonly key: string }> {
  const tool = async (command: string, args: readonly string[]): Promise<string> =>
    (await run(command, args, { cwd: directory, env: ENV })).stdout.trim();
  const [main, other] = await Promise.all([
    tool('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', zone]),
    tool('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', zone]),
  ]);
  const keys = await Promise.all([main, other].map((name) => readFile(join(directory, `${name}.key`), 'utf8')));
  await writeFile(join(directory, file), `${await readFile(join(directory, file), 'utf8')}${keys.join('')}`);
  await tool('dnssec-signzone', ['-q', '-o', zone, '-k', main, file, other]);
  const key = (keys[0] ?? '').split('\n').find((line) => /\sDNSKEY\s/.test(line)) ?? '';
  return { ds: await tool('dnssec-dsfromkey', ['-2', main]), key };
}

/** A signature holds for what was signed; another address in its place makes the zone a forgery. */
async function forge(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/(\sA\s+)(?!127\.)\d+\.\d+\.\d+\.\d+/g, `$1${'192.0.2.66'}`));
}

async function writeZones(directory: string, zones: readonly ZoneOptions[]): Promise<string> {
  const signed = await Promise.all(
    zones.map(async ({ name, records, signatures, state }) => {
      const file = `${name}.zone`;
      if (state === 'broken') return '';
      await writeFile(join(directory, file), masterFile(records));
      if (signatures === undefined) return '';
      const { ds } = await sign(directory, name, file);
      if (signatures === 'broken') await forge(join(directory, `${file}.signed`));
      return ds;
    }),
  );
  const delegations = zones.flatMap(({ name }) => [`${name}. IN NS ns.${name}.`, `ns.${name}. IN A ${LOOPBACK}`]);
  await writeFile(join(directory, 'root.zone'), masterFile([...delegations, ...signed.filter((line) => line !== '')]));
  return (await sign(directory, '.', 'root.zone')).key;
}

/** `. 300 IN DNSKEY 257 3 13 base64` as a trust anchor. */
function anchorOf(key: string): string {
  const [, flags, protocol, algorithm, data = ''] = /DNSKEY\s+(\d+)\s+(\d+)\s+(\d+)\s+(.+)$/.exec(key) ?? [];
  return `trust-anchors { "." static-key ${flags} ${protocol} ${algorithm} "${data.replace(/\s/g, '')}"; };`;
}

const OPTIONS = `listen-on-v6 { none; };
    pid-file none;
    session-keyfile none;
    empty-zones-enable no;
    notify no;
    querylog yes;
    max-cache-size 16m;`;

const authoritative = (zones: readonly ZoneOptions[]): string => `
    recursion no;
    dnssec-validation no;
  };
  zone "." { type primary; file "root.zone.signed"; };
  ${zones.map(zoneClause).join('\n  ')}`;

const zoneClause = ({ name, signatures, state }: ZoneOptions): string =>
  `zone "${name}" { type primary; file "${name}.zone${signatures ? '.signed' : ''}";${state === 'closed' ? ' allow-query { none; };' : ''} };`;

/** Asks the zones' own server for everything: nothing of the internet can come in. */
const resolver = (port: number, anchor: string | null): string => `
    recursion yes;
    dnssec-validation ${anchor === null ? 'no' : 'yes'};
    resolver-query-timeout 3000;
    forward only;
    forwarders { ${LOOPBACK} port ${port}; };
  };
  ${anchor ?? ''}`;

interface Running {
  readonly port: number;
  log(): string;
  stop(): Promise<void>;
}

/** Starts one BIND with the rest of its options and its zones; rejects when it does not come up. */
async function launch(directory: string, name: string, rest: string): Promise<Running> {
  const port = await freePort();
  const file = join(directory, `${name}.conf`);
  const own = await mkdtemp(join(directory, `${name}-`));
  await writeFile(
    file,
    `options {\n    directory "${directory}";\n    managed-keys-directory "${own}";\n    listen-on port ${port} { ${LOOPBACK}; };\n    ${OPTIONS}${rest}\ncontrols { };\n`,
  );
  // -g: in the foreground, logging to stderr. One thread is plenty.
  const child: ChildProcess = spawn(await program(own), ['-g', '-n', '1', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'], env: ENV });
  let log = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const running = new Promise<void>((resolve) =>
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (/ running$/m.test(log)) resolve();
    }),
  );
  const up = await Promise.race([running.then(() => true), gone.then(() => false)]);
  if (!up) throw new Error(`named did not start:\n${log}`);
  return {
    port,
    log: () => log,
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Debian's AppArmor profile confines /usr/sbin/named to its own folders, and a copy is not under it. */
async function program(directory: string): Promise<string> {
  const installed = available('named');
  if (installed === null) throw new Error('named is not installed (Debian: bind9)');
  const confined = await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(() => 'N');
  if (!confined.startsWith('Y')) return installed;
  const copy = join(directory, 'named');
  await copyFile(installed, copy);
  return copy;
}

/** Starts real BINDs on loopback with their own zones, their own signed root and nothing of the internet. Throws when one does not come up. */
export async function startNamed(zones: readonly ZoneOptions[]): Promise<Named> {
  const directory = await mkdtemp(join(tmpdir(), 'stellwerk-named-'));
  const started: Running[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  const start = async (name: string, rest: string): Promise<Running> => {
    const one = await launch(directory, name, rest);
    started.push(one);
    return one;
  };
  try {
    const anchor = anchorOf(await writeZones(directory, zones));
    const own = await start('authoritative', authoritative(zones));
    const [validating, plain] = await Promise.all([
      start('validating', resolver(own.port, anchor)),
      start('plain', resolver(own.port, null)),
    ]);
    return {
      authoritative: `${LOOPBACK}:${own.port}`,
      authoritativePort: own.port,
      validating: `${LOOPBACK}:${validating.port}`,
      plain: `${LOOPBACK}:${plain.port}`,
      log: () => started.map((one) => one.log()).join(''),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
