import { destination as toStream, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
export type Fields = Record<string, unknown>;

/** One line of JSON per message on standard output. Fields first, then a sentence that is always the same, so that it can be searched for. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** The same log with these fields in every line. */
  child(fields: Fields): Log;
}

export interface LogOptions {
  readonly name: string;
  readonly level: Level;
  /** Standard output unless told. */
  readonly destination?: DestinationStream;
}

/** Never in a log, wherever a caller lets them slip in. Depth two covers `{ credential: { password } }` and `{ err: { config: … } }`. */
const SECRETS = [
  'password',
  'passphrase',
  'privateKey',
  'credential',
  'certificate',
  'authorization',
  'cookie',
  'token',
  'apiKey',
  'secret',
  'passwordHash',
  'csrfToken',
];
const paths = [
  ...SECRETS,
  ...SECRETS.map((s) => `*.${s}`),
  ...SECRETS.map((s) => `*.*.${s}`),
  'headers["set-cookie"]',
  '*.headers["set-cookie"]',
];

/** `error` and `err` may be an Error: it is written with type, message and stack. */
export function createLog({ name, level, destination }: LogOptions): Log {
  const logger: Logger = pino(
    {
      name,
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err, error: (e: unknown) => (e instanceof Error ? pino.stdSerializers.err(e) : e) },
      redact: { paths, censor: '[redacted]' },
    },
    destination ?? toStream({ fd: 1, sync: true }),
  );
  return logger;
}
