import pg from 'pg';

/** The owner's connection: behind no policy, outside of every door. For tools and tests, which make and look at what no app may. */
export interface Owner {
  /** Runs one statement with bound values and returns its rows. */
  query<T>(sql: string, ...values: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** @param ownerUrl of the migration; apps are never given it */
export async function openOwner(ownerUrl: string): Promise<Owner> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'stellwerk-owner' });
  await client.connect();
  return {
    query: async <T>(sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows as T[],
    close: () => client.end(),
  };
}
