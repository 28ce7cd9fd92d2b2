import { readFile } from 'node:fs/promises';
import { createDialer, createProbes } from '@stellwerk/probe';
import { createQueue } from '@stellwerk/queue';
import { createLog, createMetrics, createShutdown, startWatchdog, systemClock } from '@stellwerk/runtime';
import { createCheckpointSigner, createTokenDerivation, createVault, readKeyFile } from '@stellwerk/secrets';
import { nativeAddon, opensshClient } from '@stellwerk/ssh';
import { openStore } from '@stellwerk/store';
import { type Config, readConfig } from './config.js';
import { auditedOpener } from './credential-uses.js';
import { startMtlsDesk } from './checks/mtls-desk.js';
import { credentialOpener } from './credentials.js';
import { appender } from './jobs/checkpoint.js';
import { observe, serveHealth } from './observe.js';
import { soon } from './store-access.js';
import { mailDesk } from './mail-desk.js';
import { startWorker, type WorkerCounts } from './worker.js';

/** The worker process: every engine is made here, handed to the one that needs it, and closed in the opposite order. */
async function main(): Promise<void> {
  const config = readConfig();
  const { workerId, edgeId } = config;
  const log = createLog({ name: 'worker', level: config.logLevel }).child({ worker: workerId, edge: edgeId });
  const shutdown = createShutdown({ log });
  const watchdog = startWatchdog();
  shutdown.onShutdown('watchdog', () => watchdog.stop());

  const keks = await readKeyFile(config.keyFile);
  const vault = createVault(keks);
  const store = openStore({ appUrl: config.appUrl, systemUrl: config.systemUrl, log });
  shutdown.onShutdown('store', () => store.close(), 3_000);
  const queue = createQueue(config.redisUrl, log);
  shutdown.onShutdown('queue', () => queue.close(), 5_000);
  const metrics = createMetrics({ worker: workerId, edge: edgeId });
  const engines = { nativeAddon: nativeAddon(), openssh: await opensshClient() };
  if (!engines.nativeAddon) log.warn({}, 'ssh2 runs without its native addon: bulk data takes about twice the CPU');

  // The dialer's own limits are above the gate's: which handshake goes first is decided there, fairly.
  const dialer = createDialer({
    allowLoopback: config.allowLoopback,
    protectedEndpoints: config.protectedEndpoints,
    perTarget: 64,
    total: 1_024,
  });
  // What checks are told by their resolvers is what they connect to; SSH servers are found as this machine finds them.
  const lookout = createDialer({
    allowLoopback: config.allowLoopback,
    protectedEndpoints: config.protectedEndpoints,
    dnsServers: config.checkResolvers,
    perTarget: 64,
    total: 1_024,
  });
  const open = credentialOpener(vault, (id) =>
    soon(
      store.asSystem('data key', (tx) => tx.dataKeys.find(id)),
      'data key',
    ),
  );
  const mail = mailDesk(config, store, createTokenDerivation(keks));
  if (mail === null) log.info({}, 'MAIL_URL is not set: people are told in the portal only');
  else shutdown.onShutdown('mail', () => mail.mailer.close(), 1_000);
  let counts: WorkerCounts | null = null;
  const worker = startWorker({
    workerId,
    edgeId,
    store,
    queue,
    dialer,
    log,
    openCredential: auditedOpener((_tunnel, server) => open(server), {
      store,
      workerId,
      failed: (error) => log.warn({ err: error }, 'the use of a credential could not be audited yet'),
    }),
    checkpoints: { signer: createCheckpointSigner(keks), keep: appender(config.auditCheckpointFile), log },
    now: () => systemClock.now(),
    random: Math.random,
    mail,
    checks: {
      dialer: lookout,
      probes: createProbes({
        dialer: lookout,
        resolvers: config.checkResolvers,
        transparency: config.transparency,
        now: () => systemClock.now(),
      }),
      protectedEndpoints: config.protectedEndpoints,
      allowLoopback: config.allowLoopback,
    },
    counts: {
      corrected: (steps) => counts?.corrected(steps),
      schedulesCorrected: (schedules) => counts?.schedulesCorrected(schedules),
      checkRun: (run) => counts?.checkRun(run),
    },
  });
  shutdown.onShutdown('tunnels', () => worker.stop(), 8_000);
  counts = observe(metrics, worker.view);
  if (config.mtls) {
    const place = { ...config.mtls, certificate: await certificateOf(config.mtls) };
    const listener = await startMtlsDesk(place, { edgeId, store, log, now: () => systemClock.now() });
    shutdown.onShutdown('mtls listener', () => listener.close(), 2_000);
  }
  const health = await serveHealth({ port: config.metricsPort }, metrics, () => {
    const view = worker.view();
    return { ready: view.shards > 0 && !shutdown.ending, details: { ...view, ...engines, redis: queue.bus.listening() } };
  });
  shutdown.onShutdown('health', () => health.close(), 1_000);
  log.info({ metricsPort: health.port, ...engines }, 'the worker runs');
}

/** The listener's certificate as the operator gave it; null: it makes its own. */
async function certificateOf({ files }: NonNullable<Config['mtls']>): Promise<{ readonly cert: string; readonly key: string } | null> {
  return files && { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
