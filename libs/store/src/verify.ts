import { type Db, row } from './db.js';
import { StoreMisconfigured } from './errors.js';
import { APP_ROLE, SYSTEM_ROLE } from './migrate/roles.js';

interface Rights {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypass: boolean;
  readonly owned: number;
}

/**
 * Refuses a connection that could step around row-level security: a superuser, a role with BYPASSRLS, an owner of tables, or a
 * member of a role that is one of these.
 */
export async function verifyRole(db: Db, expected: typeof APP_ROLE | typeof SYSTEM_ROLE): Promise<void> {
  const rights = await row<Rights>(
    db,
    `SELECT current_user::text AS name, bool_or(r.rolsuper) AS superuser, bool_or(r.rolbypassrls) AS bypass,
       (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v') AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owned
     FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')`,
  );
  if (rights?.name !== expected)
    throw new StoreMisconfigured(`this door connects as ${rights?.name ?? 'nobody'}, but must connect as ${expected}`);
  if (rights.superuser || rights.bypass) throw new StoreMisconfigured(`${expected} must neither be a superuser nor have BYPASSRLS`);
  if (rights.owned > 0)
    throw new StoreMisconfigured(`${expected} must not own tables: ${rights.owned} belong to it or to a role it is a member of`);
}
