import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean),
  );

const splitAddress = (text: string): { readonly address: string; readonly port: number } => ({
  address: text.slice(0, text.lastIndexOf(':')).replace(/^\[|\]$/g, ''),
  port: Number(text.slice(text.lastIndexOf(':') + 1)),
});
const certificateFiles = (env: { readonly MTLS_CERTIFICATE_FILE: string; readonly MTLS_KEY_FILE: string }) =>
  env.MTLS_CERTIFICATE_FILE === '' ? null : { cert: env.MTLS_CERTIFICATE_FILE, key: env.MTLS_KEY_FILE };

/** Everything the worker is told from outside. Read once; nothing else looks at the environment. */
export const Config = z
  .object({
    DATABASE_SYSTEM_URL: z.string().min(1),
    DATABASE_APP_URL: z.string().min(1),
    REDIS_URL: z.string().min(1),
    STELLWERK_KEY_FILE: z.string().min(1),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    WORKER_ID: z.string().min(1).max(80).optional(),
    EDGE_ID: z.string().min(1).max(60).default('local'),
    METRICS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
    EGRESS_ALLOW_LOOPBACK: z
      .enum(['true', 'false'])
      .default('false')
      .transform((v) => v === 'true'),
    PROTECTED_ENDPOINTS: list,
    /** `address:port` where reverse MTLS tests are listened for; empty: nowhere. */
    MTLS_LISTENER: z
      .string()
      .regex(/^(.+:\d{1,5})?$/, 'address:port')
      .default(''),
    /** As the API has it: every name below it leads to that address. */
    MTLS_TEST_DOMAIN: z.string().trim().toLowerCase().default(''),
    /** PEM files; without them the listener shows a certificate of its own making. */
    MTLS_CERTIFICATE_FILE: z.string().default(''),
    MTLS_KEY_FILE: z.string().default(''),
    /** DNS servers that checks ask, `ip` or `ip:port`; empty: the machine's own. */
    CHECK_RESOLVERS: list,
    /** A source of certificate transparency; `{name}` and `{id}` are filled in. Both or neither. */
    TRANSPARENCY_SEARCH_URL: z.string().default(''),
    TRANSPARENCY_CERTIFICATE_URL: z.string().default(''),
    PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
    AUDIT_CHECKPOINT_FILE: z.string().default(''),
    MAIL_URL: z.string().default(''),
    MAIL_FROM: z
      .string()
      .default('')
      .transform((from) => from || 'Stellwerk <stellwerk@localhost>'),
  })
  .refine((env) => env.MTLS_LISTENER === '' || env.MTLS_TEST_DOMAIN !== '', {
    path: ['MTLS_TEST_DOMAIN'],
    message: 'belongs to MTLS_LISTENER',
  })
  .refine((env) => (env.MTLS_CERTIFICATE_FILE === '') === (env.MTLS_KEY_FILE === ''), {
    path: ['MTLS_KEY_FILE'],
    message: 'belongs to MTLS_CERTIFICATE_FILE',
  })
  .refine((env) => (env.TRANSPARENCY_SEARCH_URL === '') === (env.TRANSPARENCY_CERTIFICATE_URL === ''), {
    path: ['TRANSPARENCY_CERTIFICATE_URL'],
    message: 'belongs to TRANSPARENCY_SEARCH_URL',
  })
  .transform((env) => ({
    appUrl: env.DATABASE_APP_URL,
    systemUrl: env.DATABASE_SYSTEM_URL,
    redisUrl: env.REDIS_URL,
    keyFile: env.STELLWERK_KEY_FILE,
    logLevel: env.LOG_LEVEL,
    // A name given by the operator must be one process's at a time: restarted under it, a worker goes on with its own shards at once.
    workerId: env.WORKER_ID ?? `${hostname()}-${randomUUID().slice(0, 8)}`,
    edgeId: env.EDGE_ID,
    metricsPort: env.METRICS_PORT,
    allowLoopback: env.EGRESS_ALLOW_LOOPBACK,
    protectedEndpoints: env.PROTECTED_ENDPOINTS,
    publicUrl: env.PUBLIC_URL,
    /** Where signed places of the audit are kept outside the database; null: in the log only. */
    auditCheckpointFile: env.AUDIT_CHECKPOINT_FILE === '' ? null : env.AUDIT_CHECKPOINT_FILE,
    checkResolvers: env.CHECK_RESOLVERS,
    /** Null: logs of certificates are not asked. */
    transparency:
      env.TRANSPARENCY_SEARCH_URL === ''
        ? null
        : { searchUrl: env.TRANSPARENCY_SEARCH_URL, certificateUrl: env.TRANSPARENCY_CERTIFICATE_URL },
    /** Null: nobody listens for reverse MTLS tests here. */
    mtls:
      env.MTLS_LISTENER === '' ? null : { ...splitAddress(env.MTLS_LISTENER), domain: env.MTLS_TEST_DOMAIN, files: certificateFiles(env) },
    /** Null: no mail is sent. */
    mail: env.MAIL_URL === '' ? null : { url: env.MAIL_URL, from: env.MAIL_FROM },
  }));
export type Config = z.output<typeof Config>;

/** Reads the environment; throws with one line per wrong value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Config.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'));
  return parsed.data;
}
