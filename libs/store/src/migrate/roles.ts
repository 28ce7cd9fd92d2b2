import pg from 'pg';

/** The roles of the two doors. They log in, own nothing, and cannot step around row-level security. */
export const APP_ROLE = 'stellwerk_app';
export const SYSTEM_ROLE = 'stellwerk_system';

export interface RolePasswords {
  readonly appPassword: string;
  readonly systemPassword: string;
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<boolean> {
  const secret = client.escapeLiteral(password);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount)
    await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT PASSWORD ${secret}`);
  else await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${secret}`);
  return !rowCount;
}

/** True when these credentials already open the database: then nobody needs the right to change them. */
async function opens(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same database under another role. */
export function urlAs(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}

/**
 * Makes the two roles, or gives them these passwords. Where they exist already and open the database nothing is changed, so an
 * owner without CREATEROLE can migrate once an administrator has made them. Returns the roles made.
 */
export async function ensureRoles(ownerUrl: string, passwords: RolePasswords): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'stellwerk-migrate' });
  await client.connect();
  try {
    // Two deployers at once would both find the role missing; roles belong to the whole server, hence a lock of its own.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', ['stellwerk-roles']);
    const made: string[] = [];
    for (const [role, password] of [
      [APP_ROLE, passwords.appPassword],
      [SYSTEM_ROLE, passwords.systemPassword],
    ] as const) {
      if (await opens(urlAs(ownerUrl, role, password))) continue;
      if (await ensureRole(client, role, password)) made.push(role);
    }
    return made;
  } finally {
    await client.end();
  }
}
