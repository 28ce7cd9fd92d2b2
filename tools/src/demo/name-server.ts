import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAddress, parseEndpoint } from '@stellwerk/domain';
import { available, freePort } from '@stellwerk/testing';
import type { ChildSpec } from '../start/child.js';
import { type DemoZone, ROOT_ZONE } from './federations.js';

/** The demonstration's name server. */
export interface DemoNameServer {
  readonly spec: ChildSpec;
  /** `ip:port`. */
  readonly address: string;
}

/** BIND listens only on addresses that a network interface names, and of loopback that is this one alone. */
const ADDRESS = '127.0.0.1';

/** Its port is not that of DNS, so nobody could ask it as the zones' own server: they name one without an address, and only the resolver is asked. */
const zoneFile = ({ name, records }: DemoZone): string =>
  [
    '$TTL 300',
    '@ IN SOA ns hostmaster 1 3600 600 86400 60',
    ...(name === ROOT_ZONE ? ['@ IN NS ns', `ns IN A ${ADDRESS}`] : [`@ IN NS none.${ROOT_ZONE}.`]),
    ...records,
    '',
  ].join('\n');

/** `192.0.2.53 port 53`, as BIND has it; null for what is no address. */
function forwarder(text: string): string | null {
  const bare = parseAddress(text.split('%')[0] ?? '');
  const at = bare === null ? parseEndpoint(text) : { address: bare, port: 53 };
  return at === null ? null : `${at.address.canonical} port ${at.port};`;
}

const configuration = (folder: string, port: number, zones: readonly DemoZone[], forwarders: readonly string[]) =>
  `options {
  directory "${folder}";
  managed-keys-directory "${folder}";
  listen-on port ${port} { ${ADDRESS}; };
  listen-on-v6 { none; };
  allow-query { 127.0.0.0/8; };
  pid-file none;
  session-keyfile none;
  notify no;
  dnssec-validation no;
  max-cache-size 16m;
  ${forwarders.length > 0 ? `recursion yes;\n  forward only;\n  forwarders { ${forwarders.join(' ')} };` : 'recursion no;'}
};
controls { };
${zones.map(({ name }) => `zone "${name}" { type primary; file "${name}.zone"; forwarders { }; };`).join('\n')}
`;

/** Debian's AppArmor profile confines /usr/sbin/named to its own folders, and a copy is not under it. */
async function program(installed: string, folder: string): Promise<string> {
  const confined = await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(() => 'N');
  if (!confined.startsWith('Y')) return installed;
  const copy = join(folder, 'named');
  await copyFile(installed, copy);
  return copy;
}

/**
 * A real BIND that knows the zones and asks `resolvers` about everything else, so that a newcomer's own customers resolve, too.
 * @returns null where this machine has none
 */
export async function demoNameServer(
  folder: string,
  { zones, resolvers }: { readonly zones: readonly DemoZone[]; readonly resolvers: readonly string[] },
): Promise<DemoNameServer | null> {
  const installed = available('named');
  if (installed === null) return null;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const forwarders = resolvers.flatMap((text) => forwarder(text) ?? []);
  const file = join(folder, 'named.conf');
  await Promise.all([
    writeFile(file, configuration(folder, port, zones, forwarders), { mode: 0o600 }),
    ...zones.map((zone) => writeFile(join(folder, `${zone.name}.zone`), zoneFile(zone))),
  ]);
  const command = await program(installed, folder);
  // -g: in the foreground, logging to stderr. One thread is plenty.
  return {
    address: `${ADDRESS}:${port}`,
    spec: { name: 'demo-named', command, args: ['-g', '-n', '1', '-c', file], graceMs: 2_000 },
  };
}
