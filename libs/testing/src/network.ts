import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { available } from './available.js';

/** Why this machine has no network namespaces for a test, or null: they are there. */
export function namespacesMissing(): string | null {
  const ip = available('ip');
  if (ip === null) return 'ip';
  const name = `stellwerk-${randomBytes(4).toString('hex')}`;
  if (spawnSync(ip, ['netns', 'add', name], { stdio: 'ignore' }).status !== 0) return 'network namespaces';
  const usable = spawnSync(ip, ['netns', 'exec', name, 'true'], { stdio: 'ignore' }).status === 0;
  spawnSync(ip, ['netns', 'delete', name], { stdio: 'ignore' });
  return usable ? null : 'network namespaces';
}

/** The internet, a router, and a network behind it, each with a kernel’s network of its own. */
export type Place = 'outside' | 'router' | 'inside';
export interface Knock {
  readonly protocol: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
}
/** `answered`: something that listens there said so; `refused`: somebody on the way or at the end refused; `silent`: nothing came back. */
export type Knocked = 'answered' | 'refused' | 'silent';

export interface TestNetwork {
  readonly addresses: { readonly outside: string; readonly router: string; readonly inside: string };
  /** Runs a program in a place; rejects, with what it said, when it fails. */
  run(place: Place, command: readonly string[], input?: string): Promise<string>;
  /** From now on these ports answer there, on every address. */
  listen(place: Place, ports: { readonly tcp: readonly number[]; readonly udp: readonly number[] }): Promise<void>;
  /** Real connections, all at once. */
  knock(place: Place, knocks: readonly Knock[]): Promise<readonly Knocked[]>;
  stop(): Promise<void>;
}

// One socket per address: what a wildcard one sends back comes from the first address of the machine, and is not taken for an answer.
const LISTENER = `
const { tcp, udp, addresses } = JSON.parse(process.argv[1]);
let open = (tcp.length + udp.length) * addresses.length;
const up = () => { if (--open === 0) console.log('up'); };
for (const address of addresses) {
  for (const port of tcp) require('node:net').createServer((s) => s.on('error', () => undefined).end('here')).listen(port, address, up);
  for (const port of udp) { const s = require('node:dgram').createSocket('udp4'); s.on('message', (_, from) => s.send('here', from.port, from.address)).bind(port, address, up); }
}
`;
/** A second without an answer is silence: everything here is on one machine. */
const KNOCKER = `
const knock = ({ protocol, host, port }) => new Promise((resolve) => {
  setTimeout(resolve, 1000, 'silent');
  if (protocol === 'tcp') {
    const socket = require('node:net').connect({ host, port });
    socket.on('error', (e) => resolve(e.code === 'ETIMEDOUT' ? 'silent' : 'refused')).on('data', () => resolve('answered'));
  } else {
    const socket = require('node:dgram').createSocket('udp4');
    socket.on('error', () => resolve('refused')).on('message', () => resolve('answered')).connect(port, host, () => socket.send('?'));
  }
});
Promise.all(JSON.parse(process.argv[1]).map(knock)).then((all) => { console.log(JSON.stringify(all)); process.exit(0); });
`;

/**
 * Three namespaces in a row. The router forwards both ways, without any rule of its own; the outside knows the way in, so that only rules keep it out.
 * @param hosts names that resolve on the router, with their addresses
 * @param further more addresses that the outside answers on
 */
export async function startNetwork({
  hosts = {},
  further = [],
}: { readonly hosts?: Readonly<Record<string, string>>; readonly further?: readonly string[] } = {}): Promise<TestNetwork> {
  const ip = available('ip');
  if (ip === null) throw new Error('ip is not installed (Debian: iproute2)');
  const id = randomBytes(3).toString('hex');
  const names: Record<Place, string> = { outside: `sw-${id}-outside`, router: `sw-${id}-router`, inside: `sw-${id}-inside` };
  const addresses = { outside: '198.51.100.77', router: '198.51.100.1', inside: '10.77.0.2' };
  const folder = join('/etc/netns', names.router);
  const children: ChildProcess[] = [];
  const execute = promisify(execFile);
  const own = (...args: string[]) => execute(ip, args);
  const at = (place: Place, ...args: string[]) => own('-n', names[place], ...args);
  const run: TestNetwork['run'] = (place, [command = '', ...args], input = '') =>
    new Promise((resolve, reject) => {
      const child = execFile(ip, ['netns', 'exec', names[place], command, ...args], (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`${command} failed: ${stderr}${stdout}`)),
      );
      child.stdin?.end(input);
    });
  const stop = async () => {
    for (const child of children) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill('SIGKILL')) await gone;
    }
    for (const name of Object.values(names)) await own('netns', 'delete', name).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'hosts'),
      Object.entries(hosts)
        .map(([name, address]) => `${address} ${name}\n`)
        .join(''),
    );
    await writeFile(join(folder, 'nsswitch.conf'), 'hosts: files\n');
    for (const name of Object.values(names)) await own('netns', 'add', name);
    await own('link', 'add', `o${id}`, 'netns', names.outside, 'type', 'veth', 'peer', 'name', `or${id}`, 'netns', names.router);
    await own('link', 'add', `i${id}`, 'netns', names.inside, 'type', 'veth', 'peer', 'name', `ir${id}`, 'netns', names.router);
    const links: readonly (readonly [Place, string, readonly string[]])[] = [
      ['outside', `o${id}`, [`${addresses.outside}/24`, ...further.map((address) => `${address}/32`)]],
      ['router', `or${id}`, [`${addresses.router}/24`]],
      ['router', `ir${id}`, ['10.77.0.1/24']],
      ['inside', `i${id}`, [`${addresses.inside}/24`]],
    ];
    for (const [place, link, own] of links) {
      for (const address of own) await at(place, 'address', 'add', address, 'dev', link);
      await at(place, 'link', 'set', link, 'up');
      await at(place, 'link', 'set', 'lo', 'up');
    }
    await at('inside', 'route', 'add', 'default', 'via', '10.77.0.1');
    await at('router', 'route', 'add', 'default', 'via', addresses.outside);
    await at('outside', 'route', 'add', '10.77.0.0/24', 'via', addresses.router);
    await run('router', ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses,
    run,
    stop,
    async listen(place, ports) {
      const child = spawn(
        ip,
        [
          'netns',
          'exec',
          names[place],
          process.execPath,
          '-e',
          LISTENER,
          JSON.stringify({ ...ports, addresses: place === 'outside' ? [addresses.outside, ...further] : [addresses[place]] }),
        ],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      children.push(child);
      const [line] = await Promise.race([
        new Promise<string[]>((resolve) => createInterface(child.stdout).once('line', (text) => resolve([text]))),
        new Promise<string[]>((resolve) => child.once('exit', () => resolve([]))),
      ]);
      if (line !== 'up') throw new Error(`nobody listens ${place}`);
    },
    knock: async (place, knocks) =>
      JSON.parse(await run(place, [process.execPath, '-e', KNOCKER, JSON.stringify(knocks)])) as readonly Knocked[],
  };
}
