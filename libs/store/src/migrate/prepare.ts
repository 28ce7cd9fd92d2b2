import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { deploy } from './deploy.js';
import { ensureRoles, type RolePasswords } from './roles.js';

/** Tunnels of an edge are hashed into this many shards. */
export const SHARDS = 256;

/** The migrations that belong to this version. */
export const MIGRATIONS = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

export interface Prepared {
  readonly databaseMade: boolean;
  readonly rolesMade: string[];
  readonly migrationsApplied: string[];
  /** Edges made, each with all its shards. */
  readonly edgesMade: string[];
}

const NO_SUCH_DATABASE = '3D000';
const EXISTS_ALREADY = ['42P04', '23505'];
const codeOf = (e: unknown): string => (e as NodeJS.ErrnoException).code ?? '';

/** Makes the database when the server does not have it. Returns whether it did. */
async function ensureDatabase(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  try {
    await client.connect();
    return false;
  } catch (e) {
    if (codeOf(e) !== NO_SUCH_DATABASE) throw e;
  } finally {
    await client.end().catch(() => undefined);
  }
  const server = new URL(ownerUrl);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: server.toString() });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`);
    return true;
  } catch (e) {
    if (EXISTS_ALREADY.includes(codeOf(e))) return false;
    throw e;
  } finally {
    await admin.end();
  }
}

async function seedEdges(ownerUrl: string, edges: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const made = await client.query<{ id: string }>(
      'INSERT INTO edge (id, name) SELECT id, id FROM unnest($1::text[]) id ON CONFLICT DO NOTHING RETURNING id',
      [edges],
    );
    await client.query(
      'INSERT INTO shard (edge_id, id) SELECT e, s FROM unnest($1::text[]) e, generate_series(0, $2::int - 1) s ON CONFLICT DO NOTHING',
      [edges, SHARDS],
    );
    return made.rows.map((r) => r.id);
  } finally {
    await client.end();
  }
}

/**
 * Brings a database to this version: the database itself, the two roles, the migrations, the edges with their shards. Safe to call
 * at any time and by several at once; does nothing where nothing is missing. `ownerUrl` must not be a door's role.
 */
export async function prepareDatabase(
  ownerUrl: string,
  options: RolePasswords & { readonly edges?: readonly string[] },
): Promise<Prepared> {
  const databaseMade = await ensureDatabase(ownerUrl);
  const rolesMade = await ensureRoles(ownerUrl, options);
  const migrationsApplied = await deploy(ownerUrl, MIGRATIONS);
  const edgesMade = await seedEdges(ownerUrl, options.edges ?? ['local']);
  return { databaseMade, rolesMade, migrationsApplied, edgesMade };
}
