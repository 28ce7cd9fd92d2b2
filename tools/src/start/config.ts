/** What a person may set for a single machine. Everything else is found or made. */
export interface StartConfig {
  /** A database of one's own (owner's URL); null: PostgreSQL comes with Stellwerk. */
  readonly databaseUrl: string | null;
  /** A Redis of one's own; null: one is started. */
  readonly redisUrl: string | null;
  readonly demo: boolean;
  /** DNS servers for checks; empty: the machine's own. The demonstration's name server asks them about what is not its own. */
  readonly resolvers: readonly string[];
  /** Somebody listens for reverse MTLS tests as the environment says, not as the demonstration would. */
  readonly ownMtls: boolean;
  readonly logLevel: string;
  /** Started by npm: then npm's end is our end, even if nobody passes the signal on. */
  readonly underNpm: boolean;
}

export const readStartConfig = (env: NodeJS.ProcessEnv = process.env): StartConfig => ({
  databaseUrl: env['DATABASE_URL'] || null,
  redisUrl: env['REDIS_URL'] || null,
  demo: env['STELLWERK_DEMO'] !== '0',
  resolvers: (env['CHECK_RESOLVERS'] ?? '').split(',').flatMap((text) => text.trim() || []),
  ownMtls: Boolean(env['MTLS_LISTENER']),
  logLevel: env['LOG_LEVEL'] || 'info',
  underNpm: env['npm_lifecycle_event'] !== undefined,
});
