import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditEvent, type Credential, ok, systemDoer } from '@stellwerk/domain';
import { createCheckpointSigner, parseKeks } from '@stellwerk/secrets';
import {
  type DesiredSshServer,
  type DesiredTunnel,
  openOwner,
  openStore,
  prepareDatabase,
  type Store,
  verifyAudit,
} from '@stellwerk/store';
import { type Postgres, startPostgres, until } from '@stellwerk/testing';
import { auditedOpener } from '../credential-uses.js';
import { appender, signCheckpoints } from './checkpoint.js';

const signer = createCheckpointSigner(parseKeks(randomBytes(32).toString('base64')));
const never = new AbortController().signal;

let postgres: Postgres;
let store: Store;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  await prepareDatabase(postgres.ownerUrl, postgres);
  store = openStore({ ...postgres, log: { debug: () => undefined, warn: () => undefined } });
  folder = await mkdtemp(join(tmpdir(), 'stellwerk-checkpoints-'));
}, 60_000);
afterAll(async () => {
  await store.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

const newProvider = async () => (await store.asSystem('test', (tx) => tx.access.createProvider({ name: 'Anbieter' }))).id;
const append = (providerId: string, count = 1) =>
  store.asSystem('test', async (tx) => {
    for (let i = 0; i < count; i += 1) tx.audit.append(auditEvent(systemDoer('test'), { action: 'secrets.rotated', providerId }));
  });

describe('checkpoints of the audit', () => {
  const said: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const log = {
    info: (fields: object, message: string) => void said.push({ level: 'info', fields: { ...fields }, message }),
    error: (fields: object, message: string) => void said.push({ level: 'error', fields: { ...fields }, message }),
  };
  const sign = async (file: string | null, now = 1_800_000_000_123) => {
    said.length = 0;
    await signCheckpoints(never, store, { signer, keep: appender(file), log }, () => now);
    return said;
  };
  const lines = async (file: string) => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');

  it('sign each chain that has grown, once, in the table, in the file and in the log', async () => {
    const providerId = await newProvider();
    const file = join(folder, 'grown.jsonl');
    await append(providerId, 3);
    await sign(file);
    await sign(file);
    await append(providerId);
    await sign(file);
    const kept = (await lines(file)).map(
      (line) => JSON.parse(line) as { providerId: string; seq: string; hash: string; at: string; signature: string },
    );
    expect(kept.map(({ providerId: of, seq }) => [of, seq])).toEqual([
      [providerId, '3'],
      [providerId, '4'],
    ]);
    const rows = await store.asSystem('test', (tx) => tx.audit.checkpoints(providerId));
    expect(rows.map(({ seq, hash }) => [seq.toString(), hash])).toEqual(kept.map(({ seq, hash }) => [seq, hash]));
    for (const row of rows) expect(signer.verify(row, row.signature)).toBe(true);
    for (const one of kept)
      expect(signer.verify({ ...one, seq: BigInt(one.seq), at: new Date(one.at) }, Buffer.from(one.signature, 'base64'))).toBe(true);
    expect((await verifyAudit(store, providerId, { checkpoints: rows })).fault).toBeNull();
    expect(said.map(({ message }) => message)).toEqual(['audit checkpoint']);
  });

  it('are not put under a chain that was altered since the last one, and the log names the event at every run', async () => {
    const providerId = await newProvider();
    await append(providerId, 2);
    await sign(null);
    await append(providerId, 3);
    const owner = await openOwner(postgres.ownerUrl);
    await owner.query(`UPDATE audit_event SET record = replace(record, 'rotated', 'kept') WHERE provider_id = $1 AND seq = 4`, providerId);
    for (let run = 0; run < 2; run += 1)
      expect(await sign(null)).toMatchObject([{ level: 'error', fields: { providerId, seq: '4', fault: 'altered' } }]);
    await owner.query('DELETE FROM audit_event WHERE provider_id = $1 AND seq > 1', providerId);
    await owner.query('UPDATE audit_head SET seq = 1 WHERE provider_id = $1', providerId);
    expect(await sign(null)).toMatchObject([{ level: 'error', fields: { seq: '2', fault: 'truncated' } }]);
    await owner.query('DELETE FROM audit_event WHERE provider_id = $1', providerId);
    await owner.query('DELETE FROM audit_checkpoint WHERE provider_id = $1', providerId);
    await owner.query('DELETE FROM audit_head WHERE provider_id = $1', providerId);
    await owner.close();
  });

  it('are not in the table when they could not be kept outside', async () => {
    const providerId = await newProvider();
    await append(providerId);
    await expect(sign(join(folder, 'no-such-folder', 'file'))).rejects.toThrow(/ENOENT/);
    expect(await store.asSystem('test', (tx) => tx.audit.lastCheckpoint(providerId))).toBeNull();
  });
});

describe('the use of a stored credential', () => {
  const server = (bytes: string): DesiredSshServer =>
    ({
      id: '6b1f0c3c-2b7e-4f0e-9c6e-0d4ff0d9b6a1',
      host: 'ssh.example',
      credential: { keyId: 'k', keyVersion: 2, bytes: Buffer.from(bytes) },
    }) as unknown as DesiredSshServer;
  const plain: Credential = { kind: 'password', password: 'streng geheim' };

  async function household() {
    const providerId = await newProvider();
    const tenant = await store.forTenant({ providerId, tenantIds: 'all' }, (tx) =>
      tx.tenants.create({ name: 'K', customerNumber: null, allowedNetworks: [] }),
    );
    const tunnel = { id: '0b7cbbd4-6a06-4a3c-9a8e-a7d5b83f40f5', providerId, tenantId: tenant.id } as unknown as DesiredTunnel;
    const events = async () =>
      (await store.asSystem('test', (tx) => tx.audit.list({ providerId, tenantIds: 'all', wholeProvider: true }, { limit: 100 }))).items;
    return { tunnel, events };
  }

  it('is written down once for each stored value, not once for each connection, and without the value', async () => {
    const { tunnel, events } = await household();
    let failed: unknown = null;
    const open = auditedOpener(async () => ok(plain), { store, workerId: 'w', failed: (e) => (failed = e) });
    for (let i = 0; i < 5; i += 1) expect(await open(tunnel, server('one'))).toEqual(ok(plain));
    await open(tunnel, server('two'));
    await until('both uses to be written', async () => (await events()).length === 2);
    await open(tunnel, server('one'));
    const found = await events();
    expect([failed, found.map(({ action, tenantId }) => [action, tenantId])]).toEqual([
      null,
      [
        ['ssh-server.credential-used', tunnel.tenantId],
        ['ssh-server.credential-used', tunnel.tenantId],
      ],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/geheim|b25l/);
  });

  it('never keeps a tunnel waiting: what cannot be written is written with the next use', async () => {
    const { tunnel, events } = await household();
    let away = true;
    let failures = 0;
    const shaky = {
      asSystem: (...call: Parameters<Store['asSystem']>) => (away ? Promise.reject(new Error('away')) : store.asSystem(...call)),
    } as unknown as Store;
    const open = auditedOpener(async () => ok(plain), { store: shaky, workerId: 'w', failed: () => (failures += 1) });
    expect(await open(tunnel, server('one'))).toEqual(ok(plain));
    await until('the writing to fail', () => failures === 1);
    expect([failures, await events()]).toEqual([1, []]);
    away = false;
    await open(tunnel, server('one'));
    await until('the use to be written', async () => (await events()).length === 1);
  });
});
