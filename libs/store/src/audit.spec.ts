import { randomUUID } from 'node:crypto';
import { type Act, auditEvent, chainBegin, type ChainFaultCode, type ChainPlace, type Doer, linkText } from '@stellwerk/domain';
import fc from 'fast-check';
import { newProvider, startWorld, type World } from './test/world.js';
import type { Scope } from './types/common.js';
import { sha256, verifyAudit } from './verify-audit.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const person = (scope: Scope, more: Partial<Doer> = {}): Doer => ({
  actor: { kind: 'member', id: randomUUID(), providerId: scope.providerId, role: 'admin' },
  name: 'Anna Berg',
  email: 'anna@example.org',
  actingForTenantId: null,
  chainOf: scope.providerId,
  tenantId: null,
  request: { id: 'request-1', address: '192.0.2.7', userAgent: 'test' },
  ...more,
});
const act = (i: number): Act => ({
  action: i % 2 === 0 ? 'tunnel.created' : 'tunnel.replaced',
  tenantId: randomUUID(),
  target: { kind: 'tunnel', id: randomUUID(), name: `Tunnel ${i}` },
  before: { port: i },
  after: { port: i + 1 },
});
const append = (scope: Scope, ...acts: Act[]) =>
  world.store.asSystem('test', async (tx) => {
    for (const one of acts) tx.audit.append(auditEvent(person(scope), one));
  });
const verify = (scope: Scope, checkpoints: ChainPlace[] = []) => verifyAudit(world.store, scope.providerId, { checkpoints });
const sql = (text: string, ...values: unknown[]) => world.owner.query(text, values);

describe('the audit chain', () => {
  it('is sound when nobody touched it, also with many events in one transaction and an empty beginning', async () => {
    const scope = await newProvider(world.store);
    expect(await verify(scope)).toMatchObject({ fault: null, place: { seq: 0n } });
    await append(scope, ...Array.from({ length: 7 }, (_, i) => act(i)));
    await append(scope, act(8));
    expect(await verify(scope)).toMatchObject({ fault: null, place: { seq: 8n }, erased: 0 });
  });

  it('has no gap and no fork when many transactions write at once, and one that fails leaves no hole', async () => {
    const scope = await newProvider(world.store);
    const results = await Promise.allSettled(
      Array.from({ length: 120 }, (_, i) =>
        world.store.forTenant(scope, async (tx) => {
          tx.audit.append(auditEvent(person(scope), act(i)));
          if (i % 5 === 0) {
            await tx.tenants.create({ name: 'never', customerNumber: null, allowedNetworks: [] });
            throw new Error('the work fails');
          }
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(24);
    expect(await verify(scope)).toMatchObject({ fault: null, place: { seq: 96n } });
  }, 30_000);

  it('neither deadlocks nor forks when transactions write to the same two chains in both orders', async () => {
    const [one, two] = [await newProvider(world.store), await newProvider(world.store)];
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        world.store.asSystem('test', async (tx) => {
          for (const scope of i % 2 === 0 ? [one, two] : [two, one]) tx.audit.append(auditEvent(person(scope), act(i)));
        }),
      ),
    );
    for (const scope of [one, two]) expect(await verify(scope)).toMatchObject({ fault: null, place: { seq: 60n } });
  }, 30_000);

  it('gets nothing from a rehearsal', async () => {
    const scope = await newProvider(world.store);
    await world.store.forTenant(scope, async (tx) => tx.audit.append(auditEvent(person(scope), act(0))), { rollback: true });
    expect((await verify(scope)).place.seq).toBe(0n);
  });

  it('writes what a provider’s member does in another provider’s customer to both chains', async () => {
    const [home, other] = [await newProvider(world.store), await newProvider(world.store)];
    const tenant = await world.store.forTenant(home, (tx) =>
      tx.tenants.create({ name: 'Kunde', customerNumber: null, allowedNetworks: [] }),
    );
    const guest = person(home, { actor: { kind: 'member', id: randomUUID(), providerId: other.providerId, role: 'technician' } });
    const visit = (): Promise<void> =>
      world.store.forTenant({ providerId: home.providerId, tenantIds: [tenant.id] }, async (tx) =>
        tx.audit.append(auditEvent(guest, { action: 'tunnel.restarted', tenantId: tenant.id })),
      );
    // Without access given, the tenant door writes into no other chain.
    await expect(visit()).rejects.toThrow(/not a chain of this scope/);
    await sql(
      `INSERT INTO delegation (provider_id, tenant_id, grantee_id, roles, status) VALUES ($1, $2, $3, '{technician}', 'active')`,
      home.providerId,
      tenant.id,
      other.providerId,
    );
    await visit();
    for (const scope of [home, other]) {
      expect(await verify(scope)).toMatchObject({ fault: null, place: { seq: 1n } });
      const { items } = await world.store.asSystem('test', (tx) =>
        tx.audit.list({ providerId: scope.providerId, tenantIds: 'all', wholeProvider: true }, { limit: 10 }),
      );
      expect(items).toMatchObject([{ action: 'tunnel.restarted', tenantId: tenant.id, actorProviderName: 'Anbieter' }]);
    }
  });

  it('takes nothing from the tenant door for a customer or a provider out of its scope', async () => {
    const [mine, foreign] = [await newProvider(world.store), await newProvider(world.store)];
    const attempt = (scope: Scope, event: ReturnType<typeof auditEvent>) =>
      world.store.forTenant(scope, async (tx) => tx.audit.append(event));
    await expect(attempt(mine, auditEvent(person(foreign), act(0)))).rejects.toThrow(/not a chain of this scope/);
    await expect(attempt({ ...mine, tenantIds: [randomUUID()] }, auditEvent(person(mine), act(0)))).rejects.toThrow(
      /not a chain of this scope/,
    );
  });

  it('cannot be written, changed or emptied by either role of the application; only personal data can be erased', async () => {
    const scope = await newProvider(world.store);
    await append(scope, act(0));
    for (const role of ['stellwerk_app', 'stellwerk_system'])
      for (const attempt of [
        `UPDATE audit_event SET record = '{}'`,
        `UPDATE audit_event SET hash = ''`,
        'DELETE FROM audit_event',
        'TRUNCATE audit_event',
        `INSERT INTO audit_event (provider_id, seq, at, action, actor_kind, outcome, record, hash) VALUES ('${scope.providerId}', 9, now(), 'x', 'system', 'done', '{}', '')`,
        'UPDATE audit_head SET seq = 0',
        'DELETE FROM audit_head',
        `UPDATE audit_checkpoint SET hash = ''`,
        'DELETE FROM audit_checkpoint',
        ...(role === 'stellwerk_app' ? ['UPDATE audit_event SET personal = NULL'] : []),
      ]) {
        await sql('BEGIN');
        await sql(`SET LOCAL ROLE ${role}`);
        expect([role, attempt, await sql(attempt).catch((e: { code: string }) => e.code)]).toEqual([role, attempt, '42501']);
        await sql('ROLLBACK');
      }
  });
});

describe('whoever alters the table behind our back', () => {
  const LENGTH = 12n;
  /** The last event but two is proven by a checkpoint. */
  const SIGNED = LENGTH - 2n;
  let scope: Scope;
  let checkpoint: ChainPlace;
  beforeAll(async () => {
    scope = await newProvider(world.store);
    await append(scope, ...Array.from({ length: Number(SIGNED) }, (_, i) => act(i)));
    checkpoint = (await verify(scope)).place;
    await append(scope, act(100), act(101));
    await sql('CREATE TABLE kept_event AS SELECT * FROM audit_event WHERE provider_id = $1', scope.providerId);
    await sql('CREATE TABLE kept_head AS SELECT * FROM audit_head WHERE provider_id = $1', scope.providerId);
  });

  const mine = () => [scope.providerId];
  async function restore(): Promise<void> {
    await sql('DELETE FROM audit_event WHERE provider_id = $1', ...mine());
    await sql('DELETE FROM audit_head WHERE provider_id = $1', ...mine());
    await sql('INSERT INTO audit_event SELECT * FROM kept_event');
    await sql('INSERT INTO audit_head SELECT * FROM kept_head');
  }
  /** Chains every event from `seq` on anew, head included: what somebody does who knows how it works. */
  async function rechain(seq: bigint): Promise<void> {
    const { rows } = await sql(
      'SELECT e.seq::text, e.at, e.record, e.hash FROM audit_event e WHERE e.provider_id = $1 ORDER BY e.seq',
      ...mine(),
    );
    let place = chainBegin(scope.providerId, sha256);
    for (const row of rows as { seq: string; at: Date; record: string; hash: Buffer }[]) {
      const at = BigInt(row.seq);
      const hash = at < seq ? row.hash.toString('hex') : sha256(place.hash, linkText(at, row.at.toISOString(), row.record));
      place = { seq: at, hash };
      await sql(`UPDATE audit_event SET hash = decode($3, 'hex') WHERE provider_id = $1 AND seq = $2`, scope.providerId, row.seq, hash);
    }
    await sql(`UPDATE audit_head SET seq = $2, hash = decode($3, 'hex') WHERE provider_id = $1`, scope.providerId, place.seq, place.hash);
  }
  /** Moves all from `from` on by one place; by way of negative numbers, because the key is checked row by row. */
  async function renumber(from: bigint, by: -1 | 1): Promise<void> {
    await sql('UPDATE audit_event SET seq = -seq WHERE provider_id = $1 AND seq >= $2', scope.providerId, from);
    await sql('UPDATE audit_event SET seq = -seq + $2 WHERE provider_id = $1 AND seq < 0', scope.providerId, by);
  }
  /** Puts a copy of the event `other` into the place `at`. */
  const copy = (other: bigint, at: bigint) =>
    sql(
      `INSERT INTO audit_event SELECT provider_id, $1, tenant_id, at, action, actor_kind, actor_id, actor_provider_id, target_kind, target_id,
         outcome, request_id, record, personal, salt, hash FROM kept_event WHERE seq = $2`,
      at,
      other,
    );

  interface Caught {
    readonly codes: readonly ChainFaultCode[];
    readonly seq: bigint;
  }
  type Crime = (at: bigint, other: bigint) => Promise<Caught | null>;

  const setting =
    (assignment: string, code: ChainFaultCode): Crime =>
    async (at) => {
      const changed = await sql(`UPDATE audit_event SET ${assignment} WHERE provider_id = $1 AND seq = $2`, scope.providerId, at);
      return changed.rowCount === 1 ? { codes: [code], seq: at } : null;
    };
  const CRIMES: Record<string, Crime> = {
    'another record': setting(`record = replace(record, 'Tunnel', 'Tunne1')`, 'altered'),
    'a blank in the record': setting(`record = record || ' '`, 'altered'),
    'another time': setting(`at = at + interval '1 millisecond'`, 'altered'),
    'another hash': setting(`hash = sha256(hash)`, 'altered'),
    'another customer, so that its own no longer sees it': setting(`tenant_id = gen_random_uuid()`, 'columns'),
    'no customer': setting(`tenant_id = NULL`, 'columns'),
    'another action': setting(`action = 'tunnel.restarted'`, 'columns'),
    'another actor': setting(`actor_id = gen_random_uuid()`, 'columns'),
    'another kind of actor': setting(`actor_kind = 'system'`, 'columns'),
    'another provider of the actor': setting(`actor_provider_id = NULL`, 'columns'),
    'another target': setting(`target_id = 'x'`, 'columns'),
    'another kind of target': setting(`target_kind = 'pbx'`, 'columns'),
    'another outcome': setting(`outcome = 'refused'`, 'columns'),
    'another request': setting(`request_id = NULL`, 'columns'),
    'another name': setting(`personal = replace(personal, 'Anna', 'Otto')`, 'personal'),
    'another salt': setting(`salt = sha256(salt)`, 'personal'),
    'half an erasure': setting(`personal = NULL`, 'personal'),
    'the other half': setting(`salt = NULL`, 'personal'),
    removal: async (at) => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1 AND seq = $2', scope.providerId, at);
      return { codes: at === LENGTH ? ['truncated'] : ['removed'], seq: at };
    },
    'removal, with the rest moved up': async (at) => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1 AND seq = $2', scope.providerId, at);
      await renumber(at + 1n, -1);
      return { codes: at === LENGTH ? ['truncated'] : ['altered'], seq: at };
    },
    'removal, with everything chained anew': async (at) => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1 AND seq = $2', scope.providerId, at);
      await renumber(at + 1n, -1);
      await rechain(at);
      // Behind the last checkpoint nothing proves it: that is why there is one every minute.
      return at <= SIGNED ? { codes: ['rewritten'], seq: SIGNED } : null;
    },
    insertion: async (at, other) => {
      await renumber(at, 1);
      await copy(other, at);
      // A copy of the event in its own place moves only those behind it.
      return { codes: at === other && at === LENGTH ? ['altered', 'inserted'] : ['altered'], seq: at === other ? at + 1n : at };
    },
    'insertion, with everything chained anew': async (at, other) => {
      await renumber(at, 1);
      await copy(other, at);
      await rechain(at);
      if (at > SIGNED || (at === SIGNED && other === SIGNED)) return null;
      return { codes: ['rewritten'], seq: SIGNED };
    },
    'another order': async (at, other) => {
      if (at === other) return null;
      await sql('UPDATE audit_event SET seq = -seq WHERE provider_id = $1 AND seq IN ($2, $3)', scope.providerId, at, other);
      await sql(
        'UPDATE audit_event SET seq = CASE -seq WHEN $2::bigint THEN $3::bigint ELSE $2::bigint END WHERE provider_id = $1 AND seq < 0',
        scope.providerId,
        at,
        other,
      );
      return { codes: ['altered'], seq: at < other ? at : other };
    },
    'a shorter chain': async (at) => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1 AND seq >= $2', scope.providerId, at);
      return { codes: ['truncated'], seq: at };
    },
    'a shorter chain with an end to match': async (at) => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1 AND seq >= $2', scope.providerId, at);
      await rechain(LENGTH + 1n);
      return at <= SIGNED ? { codes: ['truncated'], seq: at } : null;
    },
    'no chain at all': async () => {
      await sql('DELETE FROM audit_event WHERE provider_id = $1', ...mine());
      await sql('DELETE FROM audit_head WHERE provider_id = $1', ...mine());
      return { codes: ['truncated'], seq: 1n };
    },
    'no noted end': async () => {
      await sql('DELETE FROM audit_head WHERE provider_id = $1', ...mine());
      return { codes: ['inserted'], seq: 1n };
    },
    'another noted end': async () => {
      await sql('UPDATE audit_head SET hash = sha256(hash) WHERE provider_id = $1', ...mine());
      return { codes: ['head'], seq: LENGTH };
    },
    'one more behind the end': async () => {
      await copy(LENGTH, LENGTH + 1n);
      return { codes: ['altered'], seq: 13n };
    },
  };

  it.each(Object.entries(CRIMES))(
    'is caught: %s',
    async (_, crime) => {
      const place = fc.bigInt({ min: 1n, max: LENGTH });
      await fc.assert(
        fc.asyncProperty(place, place, async (at, other) => {
          await restore();
          const caught = await crime(at, other);
          const { fault } = await verify(scope, [checkpoint]);
          if (caught === null) return;
          expect([at, other, fault?.seq, caught.codes.includes(fault?.code as ChainFaultCode), fault?.code]).toEqual([
            at,
            other,
            caught.seq,
            true,
            fault?.code,
          ]);
        }),
        {
          numRuns: 8,
          seed: 4711,
          examples: [
            [1n, 2n],
            [LENGTH, 1n],
            [SIGNED, LENGTH],
          ],
        },
      );
      await restore();
      expect((await verify(scope, [checkpoint])).fault).toBeNull();
    },
    30_000,
  );

  it('is nobody who only erases personal data', async () => {
    await restore();
    await sql('UPDATE audit_event SET personal = NULL, salt = NULL WHERE provider_id = $1 AND seq IN (3, 12)', ...mine());
    expect(await verify(scope, [checkpoint])).toMatchObject({ fault: null, erased: 2 });
    const { rows } = await sql('SELECT record FROM audit_event WHERE provider_id = $1 AND seq = 3', ...mine());
    expect(JSON.stringify(rows)).not.toMatch(/Anna|anna@|192\.0\.2/);
  });
});
