import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVault, makeKeyFile, parseKeks, readKeyFile } from '@stellwerk/secrets';
import { openStore, prepareDatabase, type Store } from '@stellwerk/store';
import { type Postgres, startPostgres } from '@stellwerk/testing';
import { compiled } from '../start/paths.js';

const MAIN = compiled('main.js', import.meta.url);

/** The command as a process of its own, on a real database with one sealed credential. */
describe('npm run keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-keys-'));
  const keyFile = join(folder, 'key');
  const place = { record: randomUUID(), field: 'ssh_server.credential' };
  let postgres: Postgres;
  let store: Store;
  let tenantId = '';
  let ownerId = '';

  beforeAll(async () => {
    await makeKeyFile(keyFile);
    postgres = await startPostgres();
    await prepareDatabase(postgres.ownerUrl, postgres);
    store = openStore({ ...postgres, log: { debug: () => undefined, warn: () => undefined } });
    const vault = createVault(await readKeyFile(keyFile));
    const provider = await store.asSystem('test', (tx) => tx.access.createProvider({ name: 'Anbieter' }));
    ownerId = provider.id;
    await store.asSystem('test', (tx) => tx.identityKeys.add(vault.newDataKey(ownerId, 1)));
    await store.forTenant({ providerId: provider.id, tenantIds: 'all' }, async (tx) => {
      tenantId = (await tx.tenants.create({ name: 'Kunde', customerNumber: null, allowedNetworks: [] })).id;
      const key = await tx.dataKeys.add(vault.newDataKey(tenantId, 1));
      if (!key) throw new Error('no key');
      const sealed = vault.seal(key, place, 'geheim');
      const values = { name: 's', host: 'ssh.example', port: 22, username: 'u', engine: 'auto' as const };
      await tx.sshServers.create({ ...values, id: place.record, tenantId, credential: { kind: 'password', sealed }, pinned: [] });
    });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  const keys = (...args: string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_SYSTEM_URL: postgres.systemUrl, STELLWERK_KEY_FILE: keyFile };
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { env, encoding: 'utf8', timeout: 30_000 });
    return { status, said: stdout + stderr };
  };
  /** What the credential opens to with the key file as it is now. */
  const opened = async (): Promise<string> => {
    const vault = createVault(await readKeyFile(keyFile));
    return store.forTenant({ providerId: ownerId, tenantIds: 'all' }, async (tx) => {
      const stored = await tx.sshServers.credential(place.record);
      const key = stored && (await tx.dataKeys.find(stored.sealed.keyId));
      const value = stored && key && vault.open(key, place, stored.sealed);
      return value?.ok ? value.value.toString() : 'closed';
    });
  };

  it('replaces the key-encryption key without losing what is sealed, people’s secrets included', async () => {
    expect(keys('add').status).toBe(0);
    const [added, first] = readFileSync(keyFile, 'utf8').trim().split('\n');
    const rewrapped = keys('rewrap');
    expect([rewrapped.status, rewrapped.said.trim()]).toEqual([0, '2 data keys wrapped anew']);
    writeFileSync(keyFile, `${added}\n`);
    expect(await opened()).toBe('geheim');
    const identity = await store.asSystem('test', (tx) => tx.identityKeys.current(ownerId));
    expect(identity?.kekId).toBe(parseKeks(added ?? '').current.id);
    expect(first).not.toBe(added);
    expect(keys('rewrap').said.trim()).toBe('0 data keys wrapped anew');
  });

  it('gives every customer a new data key', async () => {
    const before = await store.asSystem('test', (tx) => tx.dataKeys.current(tenantId));
    expect(keys('rotate')).toEqual({ status: 0, said: expect.stringContaining('1 new data keys, 1 credentials sealed anew') });
    expect((await store.asSystem('test', (tx) => tx.dataKeys.current(tenantId)))?.version).toBe((before?.version ?? 0) + 1);
    expect(await opened()).toBe('geheim');
  });

  it('names what it cannot open, and leaves it as it is', () => {
    const kept = readFileSync(keyFile, 'utf8');
    rmSync(keyFile);
    writeFileSync(keyFile, `${Buffer.alloc(32, 1).toString('base64')}\n`);
    const lost = keys('rewrap');
    expect([lost.status, lost.said]).toEqual([1, expect.stringContaining('cannot be opened with any key of the key file')]);
    writeFileSync(keyFile, kept);
    expect(keys('rewrap').status).toBe(0);
  });

  it('says how it is called', () => {
    for (const args of [[], ['delete'], ['rewrap', 'now']])
      expect(keys(...args)).toEqual({ status: 2, said: expect.stringContaining('npm run keys -- add | rewrap | rotate') });
  });
});
