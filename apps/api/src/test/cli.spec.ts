import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sshdMissing, startSshd, until } from '@stellwerk/testing';
import { createTunnel, type Customer, customer, mapping, type Party, startWorld, type World } from './world.js';

const MAIN = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url));
const missing = sshdMissing();

/** The built command line as a process of its own, against the API in this one. */
describe('stellwerk on the command line', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    at = await customer(north, { name: 'Bäckerei' });
  }, 60_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await world.stop();
  });

  function start(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'], STELLWERK_URL: world.url, STELLWERK_API_KEY: north.apiKey, LANG: 'C.UTF-8', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, said, code };
  }
  async function stellwerk(args: string[], options: { env?: Record<string, string>; input?: string } = {}) {
    const { child, said, code } = start(args, options.env);
    child.stdin.end(options.input ?? '');
    return { code: await code, ...said };
  }

  it('lists customers, PBXs and tunnels, as a table and as JSON', async () => {
    const tunnel = await createTunnel(north, at, { name: 'AD Sync' });
    expect((await stellwerk(['tenants', 'list'])).out).toMatch(/CUSTOMER\n.*Bäckerei/);
    expect((await stellwerk(['pbxs', 'list', '--tenant', at.tenantId])).out).toMatch(/starface +8\.1\.2\.4 +0\/1 +Zentrale/);
    const { code, out } = await stellwerk(['--json', 'tunnels', 'list']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ id: tunnel.id, name: 'AD Sync', status: { state: 'unknown' } }]);
    const shown = await stellwerk(['tunnels', 'show', 'AD Sync']);
    expect(shown.out).toMatch(/LDAP +outbound +1389 +389 +dc\.example/);
    expect((await stellwerk(['tunnels', 'show', tunnel.id, '--check'])).code).toBe(6);
  }, 30_000);

  it('speaks German where the terminal does', async () => {
    const { out } = await stellwerk(['tunnels', 'list'], { env: { LANG: 'de_DE.UTF-8' } });
    expect(out).toMatch(/ZUSTAND +SEIT/);
    const refused = await stellwerk(['tunnels', 'show', '00000000-0000-4000-8000-000000000000'], { env: { LC_ALL: 'de_DE.UTF-8' } });
    expect(refused).toMatchObject({ code: 5, out: '' });
    expect(refused.err).toContain('Hier ist nichts');
  }, 20_000);

  it('switches and restarts tunnels, and shows who did it', async () => {
    const { id } = await createTunnel(north, at, { name: 'Schalter', mappings: [mapping({ localPort: 2100 })] });
    expect(await stellwerk(['tunnels', 'disable', 'Schalter'])).toMatchObject({ code: 0, out: 'Schalter: disabled\n' });
    expect((await north.client.getTunnel({ params: { id } })).enabled).toBe(false);
    expect((await stellwerk(['tunnels', 'enable', id])).out).toBe('Schalter: enabled\n');
    expect((await stellwerk(['tunnels', 'restart', id])).out).toBe('Schalter: restarting\n');
    expect((await stellwerk(['tunnels', 'events', 'Schalter', '--limit', '2'])).out.trim().split('\n')).toHaveLength(3);
    expect((await stellwerk(['tunnels', 'restart', 'gibt-es-nicht'])).code).toBe(2);
  }, 30_000);

  it('takes address and key from a ready file, and exits with 3 for a key that is none', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stellwerk-cli-'));
    const path = join(directory, 'ready.json');
    await writeFile(path, JSON.stringify({ url: world.url, apiUrl: `${world.url}/api/v1`, apiKey: north.apiKey }));
    const bare = { STELLWERK_URL: '', STELLWERK_API_KEY: '' };
    expect((await stellwerk(['--ready-file', path, 'tenants', 'list'], { env: bare })).out).toContain('Bäckerei');
    expect((await stellwerk(['tenants', 'list'], { env: { STELLWERK_API_KEY: 'sw_live_wrong' } })).code).toBe(3);
    await rm(directory, { recursive: true });
  }, 20_000);

  it('watches until it is interrupted', async () => {
    const { child, said, code } = start(['tunnels', 'watch']);
    await until('the watch to begin', () => said.err.includes('Watching'));
    await until('an event to be told', async () => {
      const { items } = await north.client.listTunnels({});
      await north.client.restartTunnel({ params: { id: items[0]?.id ?? '' } });
      return said.out.includes('changed');
    });
    child.kill('SIGINT');
    expect(await code).toBe(0);
  }, 20_000);

  (missing === null ? it : it.skip)(
    `tests a server${missing === null ? '' : ` (${missing})`}`,
    async () => {
      const sshd = await startSshd();
      const base = [
        'ssh-servers',
        'test',
        '--tenant',
        at.tenantId,
        '--host',
        '127.0.0.1',
        '--port',
        String(sshd.port),
        '--user',
        sshd.username,
        '--key-file',
        sshd.userKey.path,
      ];
      const first = await stellwerk(base);
      expect(first.code).toBe(6);
      expect(first.out).toContain(sshd.hostKeys[0]?.fingerprint ?? '-');
      const second = await stellwerk([...base, '--fingerprint', sshd.hostKeys[0]?.fingerprint ?? '']);
      expect(second.out).toMatch(/✓ Forwarding/);
      expect(second.code).toBe(0);
      await sshd.stop();
    },
    30_000,
  );
});
