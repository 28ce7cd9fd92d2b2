import { readFile } from 'node:fs/promises';
import { createDialer, createProbes } from '@stellwerk/probe';
import { createQueue } from '@stellwerk/queue';
import { createLog, createShutdown } from '@stellwerk/runtime';
import { createTokenDerivation, createVault, readKeyFile } from '@stellwerk/secrets';
import { nativeAddon } from '@stellwerk/ssh';
import { openStore } from '@stellwerk/store';
import { createApi } from './app.js';
import { readConfig } from './config.js';

const VERSION = '0.1.0';

/** The composition root: opens the engines, hands them to the API, and closes them in reverse when the process is told to end. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog({ name: 'api', level: config.logLevel });
  const shutdown = createShutdown({ log });
  const keks = await readKeyFile(config.keyFile);
  const vault = createVault(keks);

  const store = openStore({ appUrl: config.databaseAppUrl, systemUrl: config.databaseSystemUrl, log });
  shutdown.onShutdown('store', () => store.close());
  const queue = createQueue(config.redisUrl, log);
  shutdown.onShutdown('queue', () => queue.close());
  const { allowLoopback, protectedEndpoints, edgeId, publicUrl, trustedProxies } = config;
  const dialer = createDialer({ allowLoopback, protectedEndpoints });
  // What checks are told by their resolvers is what they connect to; everything else is found as this machine finds it.
  const lookout = createDialer({ allowLoopback, protectedEndpoints, dnsServers: config.checkResolvers });

  const trusted = config.openidCaFile === null ? [] : [await readFile(config.openidCaFile, 'utf8')];

  const api = await createApi({
    store,
    queue,
    dialer,
    lookout,
    probes: createProbes({ dialer: lookout, resolvers: config.checkResolvers, transparency: config.transparency, now: Date.now }),
    vault,
    tokens: createTokenDerivation(keks),
    health: {
      nativeAddon,
      migrationsPending: () => store.asSystem('look for pending migrations', async (tx) => (await tx.migrations.pending()).length > 0),
    },
    settings: {
      version: VERSION,
      publicUrl,
      trustedProxies,
      edgeId,
      allowLoopback,
      protectedEndpoints,
      mtlsTest: config.mtlsTest,
      openid: { allowedNetworks: config.openidAllowedNetworks, trusted },
      limits: { requestsPerMinute: config.requestsPerMinute },
    },
    report: (error, requestId) => log.error({ error, requestId }, 'a request failed unexpectedly'),
  });
  shutdown.onShutdown('api', () => api.close());
  const url = await api.listen(config.host, config.port);
  log.info({ url, ssh2NativeAddon: nativeAddon() }, 'ready');
  process.send?.({ type: 'ready', url });
}

try {
  await main();
} catch (error) {
  // Before there is a log there is a line of it all the same.
  process.stderr.write(`${JSON.stringify({ level: 'fatal', name: 'api', msg: error instanceof Error ? error.message : String(error) })}\n`);
  process.exit(1);
}
