import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const Environment = z.object({
  DATABASE_APP_URL: z.string().min(1),
  DATABASE_SYSTEM_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  STELLWERK_KEY_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: z.coerce.number().int().min(0).max(65535).default(8081),
  PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(8).default(0),
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(600),
  EDGE_ID: z.string().min(1).default('local'),
  EGRESS_ALLOW_LOOPBACK: z.stringbool().default(false),
  PROTECTED_ENDPOINTS: list,
  OPENID_ALLOW_NETWORKS: list,
  OPENID_CA_FILE: z.string().min(1).optional(),
  MTLS_TEST_DOMAIN: z.string().trim().toLowerCase().min(1).optional(),
  MTLS_TEST_PORT: z.coerce.number().int().min(1).max(65535).default(5061),
  CHECK_RESOLVERS: list,
  TRANSPARENCY_SEARCH_URL: z.string().min(1).optional(),
  TRANSPARENCY_CERTIFICATE_URL: z.string().min(1).optional(),
});

/** Everything the operator can set. Read once, at the start; a missing or wrong value stops the process with its name. */
export interface Config {
  readonly databaseAppUrl: string;
  readonly databaseSystemUrl: string;
  readonly redisUrl: string;
  readonly keyFile: string;
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  readonly host: string;
  /** 0: any free port; the log line of the start says which. */
  readonly port: number;
  /** Where people reach the portal; https turns the session cookie into a `__Host-` one. */
  readonly publicUrl: string;
  /** How many proxies in front may name the caller's address (X-Forwarded-For). */
  readonly trustedProxies: number;
  /** Requests of one person or machine in a minute, all API processes together. */
  readonly requestsPerMinute: number;
  /** The edge that new PBXs belong to. */
  readonly edgeId: string;
  readonly allowLoopback: boolean;
  /** `ip:port` of our own database, Redis, API and portal: never dialled on a tenant's behalf. */
  readonly protectedEndpoints: readonly string[];
  /** Private networks (CIDR) that OpenID providers may stand in. */
  readonly openidAllowedNetworks: readonly string[];
  /** Certificates of further authorities for OpenID providers, PEM; null: the usual ones alone. */
  readonly openidCaFile: string | null;
  /** Every name below `domain` leads to the workers' listener for reverse MTLS tests, as seen from outside; null: there is none. */
  readonly mtlsTest: { readonly domain: string; readonly port: number } | null;
  /** DNS servers that previews ask; empty: the machine's own. */
  readonly checkResolvers: readonly string[];
  /** A source of certificate transparency; null: none is asked. */
  readonly transparency: { readonly searchUrl: string; readonly certificateUrl: string } | null;
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success)
    throw new Error(`configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  const e = parsed.data;
  return {
    databaseAppUrl: e.DATABASE_APP_URL,
    databaseSystemUrl: e.DATABASE_SYSTEM_URL,
    redisUrl: e.REDIS_URL,
    keyFile: e.STELLWERK_KEY_FILE,
    logLevel: e.LOG_LEVEL,
    host: e.API_HOST,
    port: e.API_PORT,
    publicUrl: e.PUBLIC_URL,
    trustedProxies: e.TRUST_PROXY,
    requestsPerMinute: e.API_REQUESTS_PER_MINUTE,
    edgeId: e.EDGE_ID,
    allowLoopback: e.EGRESS_ALLOW_LOOPBACK,
    protectedEndpoints: e.PROTECTED_ENDPOINTS,
    openidAllowedNetworks: e.OPENID_ALLOW_NETWORKS,
    openidCaFile: e.OPENID_CA_FILE ?? null,
    mtlsTest: e.MTLS_TEST_DOMAIN === undefined ? null : { domain: e.MTLS_TEST_DOMAIN, port: e.MTLS_TEST_PORT },
    checkResolvers: e.CHECK_RESOLVERS,
    transparency:
      e.TRANSPARENCY_SEARCH_URL === undefined || e.TRANSPARENCY_CERTIFICATE_URL === undefined
        ? null
        : { searchUrl: e.TRANSPARENCY_SEARCH_URL, certificateUrl: e.TRANSPARENCY_CERTIFICATE_URL },
  };
}
