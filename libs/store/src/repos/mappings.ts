import { attempt, type Db, rows, run, UNIQUE_VIOLATION } from '../db.js';
import type { Outcome, Refusal } from '../types/common.js';
import type { MappingRow, MappingValues, Tunnels } from '../types/tunnel.js';
import { mappingChanges } from './mapping-changes.js';

type PortTaken = Extract<Refusal, { code: 'port-taken' }>;

const taken = (m: { listenKey: string; listenPort: number }, mapping: number): { ok: false; refusal: PortTaken } => ({
  ok: false,
  refusal: { code: 'port-taken', listenKey: m.listenKey, listenPort: m.listenPort, mapping },
});

/** Inserts in the order of listeners, so that two who want the same ports wait for each other instead of locking up. Returns the positions inserted. */
async function insert(db: Db, tunnelId: string, positions: readonly number[], wanted: readonly MappingValues[]): Promise<Set<number>> {
  const inserted = await rows<{ position: number }>(
    db,
    `INSERT INTO mapping (provider_id, tenant_id, tunnel_id, position, name, direction, exposure, local_port, remote_port, target_host, allow_from, protocol, listen_key, listen_port)
     SELECT t.provider_id, t.tenant_id, t.id, m.position, m.name, m.direction, m.exposure, m."localPort", m."remotePort", m."targetHost", m."allowFrom", m.protocol, m."listenKey", m."listenPort"
     FROM tunnel t, jsonb_to_recordset($2::jsonb) AS m(position int, name text, direction text, exposure text, "localPort" int, "remotePort" int, "targetHost" text,
       "allowFrom" text[], protocol text, "listenKey" text, "listenPort" int)
     WHERE t.id = $1::uuid ORDER BY m."listenKey", m."listenPort", m.position
     ON CONFLICT (listen_key, listen_port) DO NOTHING RETURNING position`,
    tunnelId,
    JSON.stringify(positions.map((position) => ({ ...wanted[position], position }))),
  );
  return new Set(inserted.map((r) => r.position));
}

/**
 * Makes a tunnel's mappings the wanted ones, or refuses with the first whose port somebody else holds. Call it inside `attempt`:
 * what was written before the refusal has to be undone.
 */
export async function writeMappings(
  db: Db,
  tunnelId: string,
  stored: readonly MappingRow[],
  wanted: readonly MappingValues[],
): Promise<PortTaken | null> {
  const { remove, keep, add } = mappingChanges(stored, wanted);
  if (remove.length > 0) await run(db, 'DELETE FROM mapping WHERE id = ANY ($1::uuid[])', remove);
  if (keep.length > 0) {
    await run(
      db,
      `UPDATE mapping SET position = k.position, name = k.name, protocol = k.protocol FROM jsonb_to_recordset($1::jsonb) AS k(id uuid, position int, name text, protocol text) WHERE mapping.id = k.id`,
      JSON.stringify(keep.map((k) => ({ ...k, name: wanted[k.position]?.name, protocol: wanted[k.position]?.protocol }))),
    );
  }
  const inserted = add.length > 0 ? await insert(db, tunnelId, add, wanted) : new Set<number>();
  const refused = add.find((position) => !inserted.has(position));
  const mapping = refused === undefined ? undefined : wanted[refused];
  return refused === undefined || mapping === undefined ? null : taken(mapping, refused).refusal;
}

/** Ports taken at some listeners, by anybody. */
export const takenPorts = (db: Db, listenKeys: readonly string[]) =>
  rows<{ listenKey: string; listenPort: number }>(
    db,
    'SELECT listen_key AS "listenKey", listen_port AS "listenPort" FROM taken_ports($1::text[])',
    listenKeys,
  );

export async function rekey(db: Db, moves: Parameters<Tunnels['rekey']>[0]): Promise<Outcome<null, PortTaken>> {
  if (moves.length === 0) return { ok: true, value: null };
  const tried = await attempt(db, [UNIQUE_VIOLATION], async () => ({
    keep: await run(
      db,
      `WITH moved AS (UPDATE mapping SET listen_key = m."listenKey", listen_port = m."listenPort"
         FROM jsonb_to_recordset($1::jsonb) AS m("mappingId" uuid, "listenKey" text, "listenPort" int) WHERE mapping.id = m."mappingId" RETURNING mapping.tunnel_id)
       UPDATE tunnel SET generation = generation + 1, updated_at = now() WHERE id IN (SELECT tunnel_id FROM moved)`,
      JSON.stringify(moves),
    ),
  }));
  if (tried.ok) return { ok: true, value: null };
  const held = new Set(
    (
      await takenPorts(
        db,
        moves.map((m) => m.listenKey),
      )
    ).map((t) => `${t.listenKey} ${t.listenPort}`),
  );
  const index = Math.max(
    0,
    moves.findIndex((m) => held.has(`${m.listenKey} ${m.listenPort}`)),
  );
  return taken(moves[index] ?? { listenKey: '', listenPort: 0 }, index);
}
