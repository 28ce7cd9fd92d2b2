import { randomUUID } from 'node:crypto';
import { type CheckSpec, nextSlot, slotOffsetMs } from '@stellwerk/domain';
import type { Owner } from '@stellwerk/store';

/** A check of one customer, to be written straight into the tables. */
export interface SeededCheck {
  readonly id: string;
  readonly tenantId: string;
  readonly spec: CheckSpec;
  readonly intervalSeconds: number;
}

export const tcpSpec = (port: number): CheckSpec => ({
  kind: 'tcp-port',
  params: { host: '127.0.0.1', port, expect: 'open', purpose: '' },
});
export const tlsSpec = (port: number): CheckSpec => ({
  kind: 'tls-endpoint',
  params: { host: '127.0.0.1', port, serverName: null, startTls: 'none', optional: false, role: 'any-server' },
});

/** An id whose slot lies in this part of the interval: a schedule follows from ids alone. Milliseconds after its begin. */
export function idWithin(intervalSeconds: number, fromMs: number, toMs: number): string {
  for (;;) {
    const id = randomUUID();
    const offset = slotOffsetMs(id, intervalSeconds);
    if (offset >= fromMs && offset < toMs) return id;
  }
}

/** Customers of the installation's own provider. */
export const seedTenants = async (owner: Owner, count: number): Promise<readonly string[]> =>
  (
    await owner.query<{ id: string }>(
      `INSERT INTO tenant (provider_id, name, customer_number, allowed_networks)
       SELECT (SELECT id FROM provider), 'checked customer ' || n, 'C-' || n, '{}' FROM generate_series(1, $1::int) n RETURNING id`,
      count,
    )
  ).map(({ id }) => id);

/** Each is due in its next slot, as if it had run before. */
export async function seedChecks(owner: Owner, checks: readonly SeededCheck[]): Promise<void> {
  const rows = checks.map(({ id, tenantId, spec, intervalSeconds }) => ({
    ...spec,
    id,
    tenantId,
    intervalSeconds,
    nextRunAt: new Date(nextSlot(id, intervalSeconds, Date.now())),
  }));
  await owner.query(
    `INSERT INTO checks (id, provider_id, tenant_id, edge_id, origin, key, kind, name, params, interval_seconds, next_run_at)
     SELECT i.id, t.provider_id, t.id, 'local', 'free', i.id::text, i.kind, i.kind || ' ' || (i.params->>'port'), i.params, i."intervalSeconds", i."nextRunAt"
     FROM jsonb_to_recordset($1::jsonb) AS i(id uuid, "tenantId" uuid, kind text, params jsonb, "intervalSeconds" int, "nextRunAt" timestamptz)
     JOIN tenant t ON t.id = i."tenantId"`,
    JSON.stringify(rows),
  );
  // As if they had always been there: otherwise the database tidies up after this while it is measured.
  await owner.query('VACUUM ANALYZE');
}
