import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Paths } from './paths.js';
import { keepText } from './files.js';

/** Passwords of the two database roles, made once. */
export async function rolePasswords(paths: Paths): Promise<{ appPassword: string; systemPassword: string }> {
  const make = (): string =>
    JSON.stringify({ appPassword: randomBytes(24).toString('hex'), systemPassword: randomBytes(24).toString('hex') });
  return JSON.parse(await keepText(`${paths.data}/roles.json`, make)) as { appPassword: string; systemPassword: string };
}

/** What checks ask and where they are met, when the demonstration plays the internet. */
export interface PlayedInternet {
  /** `ip:port` of its name server. */
  readonly resolver: string;
  readonly mtls: { readonly address: string; readonly port: number; readonly domain: string };
}

export interface Endpoints {
  readonly databaseAppUrl: string;
  readonly databaseSystemUrl: string;
  readonly redisUrl: string;
  readonly publicUrl: string;
  readonly apiPort: number;
  readonly portalPort: number;
  /** Null: the real one. */
  readonly internet: PlayedInternet | null;
  /** `ip:port` of everything that is ours and must never be dialled on a tenant's behalf. */
  readonly own: readonly string[];
}

/** The environment of API and workers. Loopback is open to tunnels here because operator and tenant are one machine. */
export const commonEnv = (paths: Paths, e: Endpoints, logLevel: string): Record<string, string> => ({
  NODE_ENV: 'production',
  DATABASE_APP_URL: e.databaseAppUrl,
  DATABASE_SYSTEM_URL: e.databaseSystemUrl,
  REDIS_URL: e.redisUrl,
  STELLWERK_KEY_FILE: paths.keyFile,
  LOG_LEVEL: logLevel,
  EDGE_ID: 'local',
  EGRESS_ALLOW_LOOPBACK: 'true',
  PROTECTED_ENDPOINTS: e.own.join(','),
  ...(e.internet ? { CHECK_RESOLVERS: e.internet.resolver } : {}),
});

/** One worker of the machine listens for reverse MTLS tests: two cannot have the same port. */
export const mtlsEnv = (e: Endpoints, worker: number, ownMtls: boolean): Record<string, string> => {
  if (worker > 1) return { MTLS_LISTENER: '' };
  if (ownMtls || e.internet === null) return {};
  const { address, port, domain } = e.internet.mtls;
  return { MTLS_LISTENER: `${address}:${port}`, MTLS_TEST_DOMAIN: domain };
};

/** Signed places of the audit lie beside the database, which is all that a single machine can do. Mail is written into files, unless MAIL_URL names a server: a single machine has none. */
export const workerEnv = (paths: Paths, e: Endpoints, env: NodeJS.ProcessEnv = process.env): Record<string, string> => ({
  PUBLIC_URL: e.publicUrl,
  AUDIT_CHECKPOINT_FILE: env['AUDIT_CHECKPOINT_FILE'] || paths.auditCheckpoints,
  MAIL_URL: env['MAIL_URL'] || pathToFileURL(paths.mail).href,
  ...(env['MAIL_FROM'] ? { MAIL_FROM: env['MAIL_FROM'] } : {}),
});

/**
 * Answers are large and short-lived: with the default nursery of 16 MiB they are copied by the garbage collector again and again. Measured on a
 * page of 50 tunnels: 8.8 ms of processor time with the default, 7.2 ms with this.
 */
export const API_NODE_OPTIONS = '--max-semi-space-size=64';

export const apiEnv = (e: Endpoints, ownMtls: boolean): Record<string, string> => ({
  NODE_OPTIONS: API_NODE_OPTIONS,
  API_HOST: '127.0.0.1',
  API_PORT: String(e.apiPort),
  PUBLIC_URL: e.publicUrl,
  TRUST_PROXY: '1',
  ...(e.internet && !ownMtls ? { MTLS_TEST_DOMAIN: e.internet.mtls.domain, MTLS_TEST_PORT: String(e.internet.mtls.port) } : {}),
});

export const portalEnv = (e: Endpoints): Record<string, string> => ({
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  HOSTNAME: '127.0.0.1',
  PORT: String(e.portalPort),
});
