import { join } from 'node:path';

/** Where everything lies. `root` is the checkout, `data` the folder of this installation. */
export interface Paths {
  readonly root: string;
  readonly data: string;
  readonly logs: string;
  readonly postgres: string;
  readonly redis: string;
  readonly demo: string;
  readonly keyFile: string;
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
  keyFile: join(data, 'key'),
  access: join(data, 'access.json'),
  ready: join(data, 'ready.json'),
});
