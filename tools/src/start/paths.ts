import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where everything lies. `root` is the checkout, `data` the folder of this installation. */
export interface Paths {
  readonly root: string;
  readonly data: string;
  readonly logs: string;
  readonly postgres: string;
  readonly redis: string;
  readonly demo: string;
  /** Where mail lies when no mail server is named. */
  readonly mail: string;
  readonly keyFile: string;
  /** Signed places of the audit. */
  readonly auditCheckpoints: string;
  /** How commands reach the database of this installation; readable by its owner only. */
  readonly database: string;
  readonly access: string;
  readonly ready: string;
}

export const paths = (root: string, data: string): Paths => ({
  root,
  data,
  logs: join(data, 'logs'),
  postgres: join(data, 'postgres'),
  redis: join(data, 'redis'),
  demo: join(data, 'demo'),
  mail: join(data, 'mail'),
  keyFile: join(data, 'key'),
  auditCheckpoints: join(data, 'audit-checkpoints.jsonl'),
  database: join(data, 'database.json'),
  access: join(data, 'access.json'),
  ready: join(data, 'ready.json'),
});

/** The compiled script beside a module, also where the module itself runs from its source (in a test). */
export const compiled = (name: string, moduleUrl: string): string =>
  fileURLToPath(new URL(name, moduleUrl)).replace(`${sep}tools${sep}src${sep}`, `${sep}tools${sep}dist${sep}`);
