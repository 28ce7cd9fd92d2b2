import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditEvent, systemDoer } from '@stellwerk/domain';
import { type Checkpoint, createCheckpointSigner, readKeyFile } from '@stellwerk/secrets';
import { openOwner, openStore, type Owner, prepareDatabase, type Store, verifyAudit } from '@stellwerk/store';
import { type Postgres, startPostgres } from '@stellwerk/testing';
import { compiled } from '../start/paths.js';

const MAIN = compiled('main.js', import.meta.url);

/** The command as a process of its own, on a real database that somebody altered. */
describe('npm run audit -- verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-audit-'));
  const [keyFile, checkpoints] = [join(folder, 'key'), join(folder, 'checkpoints.jsonl')];
  let postgres: Postgres;
  let store: Store;
  let owner: Owner;
  let providerId: string;
  beforeAll(async () => {
    writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`);
    writeFileSync(checkpoints, '');
    postgres = await startPostgres();
    await prepareDatabase(postgres.ownerUrl, postgres);
    store = openStore({ ...postgres, log: { debug: () => undefined, warn: () => undefined } });
    owner = await openOwner(postgres.ownerUrl);
    providerId = (await store.asSystem('test', (tx) => tx.access.createProvider({ name: 'Anbieter' }))).id;
    await append(5);
    await sign();
    await append(2);
  }, 60_000);
  afterAll(async () => {
    await owner.close();
    await store.close();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  const append = (count: number) =>
    store.asSystem('test', async (tx) => {
      for (let i = 0; i < count; i += 1) tx.audit.append(auditEvent(systemDoer('test'), { action: 'secrets.rotated', providerId }));
    });
  const lineOf = ({ seq, ...rest }: Checkpoint, signature: Uint8Array) =>
    `${JSON.stringify({ ...rest, seq: String(seq), signature: Buffer.from(signature).toString('base64') })}\n`;
  async function sign(): Promise<void> {
    const { place } = await verifyAudit(store, providerId);
    const checkpoint = { providerId, ...place, at: new Date('2026-11-23T10:00:00.000Z') };
    appendFileSync(checkpoints, lineOf(checkpoint, createCheckpointSigner(await readKeyFile(keyFile)).sign(checkpoint)));
  }
  function verify(args: string[] = ['--checkpoints', checkpoints], env: Record<string, string> = {}) {
    const done = spawnSync(process.execPath, [MAIN, 'verify', ...args], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', DATABASE_SYSTEM_URL: postgres.systemUrl, STELLWERK_KEY_FILE: keyFile, ...env },
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  }
  /** Alters the table, looks, and puts it back. */
  async function altered(...statements: string[]) {
    await owner.query('CREATE TABLE kept_event AS SELECT * FROM audit_event');
    await owner.query('CREATE TABLE kept_head AS SELECT * FROM audit_head');
    for (const statement of statements) await owner.query(statement);
    const found = verify();
    for (const table of ['event', 'head']) {
      await owner.query(`DELETE FROM audit_${table}`);
      await owner.query(`INSERT INTO audit_${table} SELECT * FROM kept_${table}`);
      await owner.query(`DROP TABLE kept_${table}`);
    }
    return found;
  }

  it('finds a chain sound that nobody touched, and says how far it is proven', () => {
    expect(verify()).toEqual({ code: 0, out: `✓ ${providerId}: 7 events, proven by a checkpoint up to event 5\n`, err: '' });
    expect(verify([]).out).toContain('nothing outside the database was compared');
  });

  it.each([
    [
      'a changed event',
      ["UPDATE audit_event SET record = replace(record, 'done', 'DONE') WHERE seq = 3"],
      'event 3: the event does not follow',
    ],
    ['a removed event', ['DELETE FROM audit_event WHERE seq = 4'], 'event 4: an event is missing'],
    ['a shortened chain', ['DELETE FROM audit_event WHERE seq > 4', 'UPDATE audit_head SET seq = 4'], 'event 5: the chain ends too early'],
    ['a chain that is gone', ['DELETE FROM audit_event', 'DELETE FROM audit_head'], 'event 1: the chain ends too early'],
  ])('names the first bad event and exits with 1: %s', async (_, statements, said) => {
    const { code, out } = await altered(...statements);
    expect([code, out]).toEqual([1, expect.stringContaining(said)]);
    expect(verify().code).toBe(0);
  });

  it('exits with 1 for a line that is no checkpoint of ours, and takes one that was being written when the power went', async () => {
    const whole = join(folder, 'whole.jsonl');
    const line = (hash: string) => lineOf({ providerId, seq: 5n, hash, at: new Date('2026-11-23T10:00:00.000Z') }, new Uint8Array(64));
    writeFileSync(whole, line('0'.repeat(64)));
    expect(verify(['--checkpoints', whole])).toMatchObject({ code: 1, out: expect.stringContaining(`whole.jsonl:1: ${'the signature'}`) });
    writeFileSync(whole, 'rubbish\n');
    expect(verify(['--checkpoints', whole])).toMatchObject({ code: 1, out: expect.stringContaining('whole.jsonl:1: no checkpoint') });
    writeFileSync(whole, line('0'.repeat(64)).slice(0, 40));
    expect(verify(['--checkpoints', whole]).code).toBe(0);
  });

  it('verifies with the public key of a key file that is gone', async () => {
    const other = join(folder, 'other');
    writeFileSync(other, `${randomBytes(32).toString('base64')}\n`);
    const { publicKey } = createCheckpointSigner(await readKeyFile(keyFile));
    expect(verify(undefined, { STELLWERK_KEY_FILE: other }).code).toBe(1);
    expect(verify(['--checkpoints', checkpoints, '--public-key', publicKey], { STELLWERK_KEY_FILE: other }).code).toBe(0);
  });

  it('tells a wrong call (2) and a database that is away (3) from an altered chain', () => {
    expect(verify(['--everything']).code).toBe(2);
    expect(verify([], { DATABASE_SYSTEM_URL: '' }).code).toBe(2);
    expect(verify([], { DATABASE_SYSTEM_URL: 'postgresql://stellwerk_system:x@127.0.0.1:1/stellwerk' }).code).toBe(3);
  });
});
