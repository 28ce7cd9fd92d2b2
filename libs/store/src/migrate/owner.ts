import { inTransaction, openPool } from '../connections.js';
import { prepare, rows } from '../db.js';
import { toTunnel, TUNNEL, type TunnelColumns } from '../repos/tunnel-sql.js';
import type { TunnelRow } from '../types/tunnel.js';

/** The owner's connection: behind no policy, outside of every door. For tools and tests, which make and look at what no app may. */
export interface Owner {
  /** Runs one statement with bound values and returns its rows. */
  query<T>(sql: string, ...values: unknown[]): Promise<T[]>;
  /** The first tunnels of a provider by the query of the tenant door, with the provider said instead of enforced: what policies cost. */
  tunnels(providerId: string, limit: number): Promise<TunnelRow[]>;
  close(): Promise<void>;
}

/** @param ownerUrl of the migration; apps are never given it */
export async function openOwner(ownerUrl: string): Promise<Owner> {
  // Its statements stand by themselves, and write.
  const options = '-c default_transaction_read_only=off';
  const pool = openPool({ connectionString: ownerUrl, application_name: 'stellwerk-owner', max: 2, options });
  // A server that stops takes idle connections with it; whoever needs one then is told by the query.
  pool.on('error', () => undefined);
  return {
    query: async <T>(sql: string, ...values: unknown[]) => (await pool.query(sql, values)).rows as T[],
    tunnels: (providerId, limit) =>
      inTransaction(pool, async (db) => {
        const found = await rows<TunnelColumns>(
          db,
          prepare(`${TUNNEL} WHERE t.provider_id = $1::uuid ORDER BY t.created_at, t.id LIMIT $2::int`),
          providerId,
          limit,
        );
        return found.map(toTunnel);
      }),
    close: () => pool.end(),
  };
}
