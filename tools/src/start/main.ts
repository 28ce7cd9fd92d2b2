import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { createClient } from '@stellwerk/contracts';
import { makeKeyFile } from '@stellwerk/secrets';
import { APP_ROLE, prepareDatabase, SYSTEM_ROLE, urlAs } from '@stellwerk/store';
import { freePort, until } from '@stellwerk/testing';
import { nodeChild, type Child } from './child.js';
import { REQUESTER, TECHNICIAN } from '../demo/people.js';
import { readStartConfig } from './config.js';
import { startDemonstration } from './demonstration.js';
import { writeJson } from './files.js';
import { serve } from './gateway.js';
import { Household } from './household.js';
import { ensureIdentity, type SignInFacts } from './identity.js';
import { paths as pathsOf, type Paths } from './paths.js';
import { portalServer } from './portal.js';
import { embeddedPostgres } from './postgres.js';
import { localRedis } from './redis.js';
import { Refusal } from './refusal.js';
import { apiEnv, commonEnv, mtlsEnv, portalEnv, rolePasswords, workerEnv, type Endpoints } from './settings.js';

const WORKERS = 2;
const READY_TIMEOUT_MS = 90_000;

const note = (text: string): void => void process.stderr.write(`${text}\n`);
const endpointOf = (url: string, port: number): string => `${new URL(url).hostname}:${new URL(url).port || port}`;

/** Runs a step of the start-up and says how long it took. */
async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  note(`✓ ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

/** Waits for something a child does; a child that keeps dying is named with its log instead of waiting on. */
async function answering(what: string, child: Child | null, ready: () => Promise<boolean>): Promise<void> {
  await until(what, () => ready().catch(() => false), READY_TIMEOUT_MS).catch(() => {
    throw new Refusal(`${what} did not start${child?.trouble ? ` (${child.trouble})` : ''}. ${child ? `Its log: ${child.log}` : ''}`);
  });
}

const STARTING_UP = '57P03';

/** PostgreSQL listens before it lets anybody in: after a crash it first replays its log. */
async function onceAdmitted<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + READY_TIMEOUT_MS; ;) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== STARTING_UP || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** The stores: the machine's own, or those named by DATABASE_URL and REDIS_URL. */
async function stores(paths: Paths, household: Household): Promise<{ ownerUrl: string; redisUrl: string; own: string[] }> {
  const config = readStartConfig();
  const database = async (): Promise<{ url: string; endpoint: string }> => {
    if (config.databaseUrl) return { url: config.databaseUrl, endpoint: endpointOf(config.databaseUrl, 5432) };
    const postgres = await embeddedPostgres(paths.postgres);
    await answering('PostgreSQL', household.start(postgres.spec), postgres.ready);
    return postgres;
  };
  const jobs = async (): Promise<{ url: string; endpoint: string }> => {
    if (config.redisUrl) return { url: config.redisUrl, endpoint: endpointOf(config.redisUrl, 6379) };
    const redis = await localRedis(paths.redis, note);
    await answering('Redis', household.start(redis.spec), redis.ready);
    return redis;
  };
  const [postgres, redis] = await Promise.all([database(), jobs()]);
  return { ownerUrl: postgres.url, redisUrl: redis.url, own: [postgres.endpoint, redis.endpoint] };
}

/** API, workers, portal and the gateway in front; resolves when a person could sign in. */
async function serveAll(at: { paths: Paths; server: Server; household: Household; endpoints: Endpoints }): Promise<void> {
  const { paths, server, household, endpoints } = at;
  const { logLevel, ownMtls } = readStartConfig();
  const env = commonEnv(paths, endpoints, logLevel);
  const main = (app: string): string => join(paths.root, 'apps', app, 'dist', 'main.js');
  const api = household.start(nodeChild('api', main('api'), { ...env, ...apiEnv(endpoints, ownMtls) }));
  for (let n = 1; n <= WORKERS; n += 1)
    household.start(
      nodeChild(
        `worker-${n}`,
        main('worker'),
        { ...env, ...workerEnv(paths, endpoints), ...mtlsEnv(endpoints, n, ownMtls), METRICS_PORT: '0' },
        { graceMs: 7_000 },
      ),
    );
  const portal = household.start(nodeChild('portal', await portalServer(paths.root), portalEnv(endpoints)));
  serve(server, { api: endpoints.apiPort, portal: endpoints.portalPort });
  const fine = async (path: string): Promise<boolean> =>
    (await fetch(endpoints.publicUrl + path, { signal: AbortSignal.timeout(10_000) })).ok;
  await Promise.all([answering('The API', api, () => fine('/readyz')), answering('The portal', portal, () => fine('/'))]);
}

function welcome(url: string, facts: SignInFacts, demonstration: boolean): void {
  const others = demonstration ? `    with the same password: ${TECHNICIAN} (a technician), ${REQUESTER} (a customer)\n` : '';
  process.stdout.write(
    `\n  Stellwerk runs: ${url}\n\n    e-mail    ${facts.email}\n    password  ${facts.password}\n    API key   ${facts.apiKey}\n${others}\n  Ctrl-C stops it.\n\n`,
  );
}

/**
 * Everything between "the port and the data folder are ours, the build is fresh" and "a person can sign in". From its first
 * line on, Ctrl-C, SIGTERM, or the end of the npm that started us ends what was started, in order, and the process with 0.
 */
export async function start(given: { server: Server; data: string; root: string }): Promise<void> {
  const paths = pathsOf(given.root, given.data);
  const config = readStartConfig();
  await rm(paths.ready, { force: true });
  const household = new Household(paths.logs, paths.ready, note);
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    // A second Ctrl-C does not wait: the keeper ends the rest.
    if (stopping) process.exit(code);
    stopping = true;
    note('\n… stopping');
    await rm(paths.ready, { force: true });
    given.server.close();
    given.server.closeAllConnections();
    await household.stop();
    note('✓ stopped');
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const npm = process.ppid;
  if (config.underNpm) setInterval(() => process.ppid !== npm && !stopping && void stop(0), 1_000).unref();

  try {
    const publicUrl = `http://127.0.0.1:${(given.server.address() as AddressInfo).port}`;
    const store = await step('PostgreSQL and Redis', () => stores(paths, household));
    const passwords = await rolePasswords(paths);
    await makeKeyFile(paths.keyFile);
    const migrated = await step('database', () => onceAdmitted(() => prepareDatabase(store.ownerUrl, passwords)));
    for (const name of migrated.migrationsApplied) note(`  applied ${name}`);
    const [apiPort, portalPort] = [await freePort(), await freePort()];
    const demonstration = config.demo ? await startDemonstration(paths, household, config.resolvers, note) : null;
    const endpoints: Endpoints = {
      databaseAppUrl: urlAs(store.ownerUrl, APP_ROLE, passwords.appPassword),
      databaseSystemUrl: urlAs(store.ownerUrl, SYSTEM_ROLE, passwords.systemPassword),
      redisUrl: store.redisUrl,
      publicUrl,
      apiPort,
      portalPort,
      internet: demonstration?.internet ?? null,
      own: [...store.own, `127.0.0.1:${apiPort}`, `127.0.0.1:${portalPort}`, new URL(publicUrl).host],
    };
    await writeJson(paths.database, { systemUrl: endpoints.databaseSystemUrl });
    const facts = await ensureIdentity(paths.access, endpoints, note);
    await step('API, two workers and the portal', () => serveAll({ paths, server: given.server, household, endpoints }));
    const api = createClient({ baseUrl: publicUrl, headers: () => ({ authorization: `Bearer ${facts.apiKey}` }) });
    if (demonstration)
      await step('demonstration', () => demonstration.seed(api, { ...endpoints, url: publicUrl, owner: facts })).catch((error: Error) =>
        note(`  The demonstration is not complete: ${error.message}`),
      );
    await writeJson(paths.ready, { url: publicUrl, apiUrl: `${publicUrl}/api/v1`, ...facts });
    welcome(publicUrl, facts, demonstration !== null);
    void demonstration?.settle(api);
  } catch (error) {
    if (stopping) return;
    note(error instanceof Refusal ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
    await stop(1);
  }
}
