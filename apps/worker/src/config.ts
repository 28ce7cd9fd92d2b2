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
    PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
    AUDIT_CHECKPOINT_FILE: z.string().default(''),
    MAIL_URL: z.string().default(''),
    MAIL_FROM: z
      .string()
      .default('')
      .transform((from) => from || 'Stellwerk <stellwerk@localhost>'),
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
