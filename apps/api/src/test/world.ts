import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError, type Client, createClient, type Problem, type Tunnel } from '@stellwerk/contracts';
import { createDialer, createProbes } from '@stellwerk/probe';
import { createQueue, type Queue } from '@stellwerk/queue';
import { SCOPES } from '@stellwerk/domain';
import { createTokenDerivation, createVault, hashPassword, newApiKey, parseKeks, type TokenDerivation } from '@stellwerk/secrets';
import { nativeAddon } from '@stellwerk/ssh';
import { openOwner, openStore, type Owner, prepareDatabase, type Store } from '@stellwerk/store';
import { type Postgres, type RedisServer, startPostgres, startRedis, until } from '@stellwerk/testing';
import { createApi } from '../app.js';
import type { Settings } from '../services.js';

export const PASSWORD = 'correct horse battery staple';

/** A provider that can sign in and has an API key. */
export interface Party {
  readonly providerId: string;
  readonly email: string;
  readonly apiKey: string;
  /** The typed client with the API key. */
  readonly client: Client;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed when it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever came over the wire
  readonly body: any;
}

export interface World {
  readonly url: string;
  readonly store: Store;
  readonly queue: Queue;
  /** Of mailed links. */
  readonly tokens: TokenDerivation;
  readonly redis: RedisServer;
  readonly postgres: Postgres;
  /** Behind the policies: to look at rows, and to make what only a crash would leave behind. */
  readonly sql: Owner['query'];
  /** Errors that became internal-error: a test that causes one fails at the end. */
  readonly unforeseen: unknown[];
  party(name: string, tenantIds?: 'all' | readonly string[], of?: string): Promise<Party>;
  request(method: string, path: string, options?: { headers?: Record<string, string>; body?: unknown; raw?: string }): Promise<Answer>;
  /** A second API over the same databases, as another process would be. */
  another(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  stop(): Promise<void>;
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The API in this process over a real PostgreSQL and a real Redis, on a free port. */
export async function startWorld(settings: Partial<Settings> = {}, resolvers: readonly string[] = []): Promise<World> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  await prepareDatabase(postgres.ownerUrl, postgres);
  const store = openStore({ appUrl: postgres.appUrl, systemUrl: postgres.systemUrl, log: quiet });
  const queue = createQueue(redis.url, quiet);
  const owner = await openOwner(postgres.ownerUrl);
  const protectedEndpoints = [`127.0.0.1:${redis.port}`];
  const passwordHash = await hashPassword(PASSWORD);
  const unforeseen: unknown[] = [];
  const keks = parseKeks(randomBytes(32).toString('base64'));
  const tokens = createTokenDerivation(keks);
  const dialer = createDialer({ allowLoopback: settings.allowLoopback ?? true, protectedEndpoints });
  const apiOver = (engines: Pick<World, 'store' | 'queue'>) =>
    createApi({
      ...engines,
      dialer,
      lookout: dialer,
      probes: createProbes({ dialer, resolvers, now: Date.now }),
      vault: createVault(keks),
      tokens,
      health: {
        migrationsPending: () => store.asSystem('look for pending migrations', async (tx) => (await tx.migrations.pending()).length > 0),
        nativeAddon,
      },
      settings: {
        version: '0.0.0-test',
        publicUrl: 'http://127.0.0.1',
        trustedProxies: 0,
        edgeId: 'local',
        allowLoopback: true,
        protectedEndpoints,
        mtlsTest: { domain: 'mtls.stellwerk.example', port: 5061 },
        ...settings,
        limits: { requestsPerMinute: 1_000_000, ...settings.limits },
      },
      report: (error) => void unforeseen.push(error),
    });
  const api = await apiOver({ store, queue });
  const url = await api.listen('127.0.0.1', 0);
  await until('the bus to listen', () => queue.bus.listening());

  return {
    url,
    store,
    queue,
    tokens,
    redis,
    postgres,
    sql: (text, ...values) => owner.query(text, ...values),
    unforeseen,
    party: async (name, tenantIds = 'all', of) => {
      const key = newApiKey();
      const email = `${name}-${randomUUID()}@example.org`;
      const providerId = await store.asSystem('test', async (tx) => {
        const id = of ?? (await tx.access.createProvider({ name })).id;
        await tx.access.createMember({ providerId: id, role: 'owner', email, name, passwordHash });
        await tx.access.createApiKey({ providerId: id, name, prefix: key.prefix, hash: key.hash, scopes: SCOPES, tenantIds });
        return id;
      });
      return {
        providerId,
        email,
        apiKey: key.key,
        client: createClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key.key}` }) }),
      };
    },
    request: async (method, path, { headers = {}, body, raw } = {}) => {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(url + path, {
        method,
        headers: { ...(sent === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const text = await response.text();
      const json = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : null };
    },
    another: async () => {
      const own = {
        store: openStore({ appUrl: postgres.appUrl, systemUrl: postgres.systemUrl, log: quiet }),
        queue: createQueue(redis.url, quiet),
      };
      const second = await apiOver(own);
      return {
        url: await second.listen('127.0.0.1', 0),
        stop: async () => {
          await second.close();
          await Promise.all([own.queue.close(), own.store.close()]);
        },
      };
    },
    stop: async () => {
      await api.close();
      await queue.close();
      await store.close();
      await owner.close();
      await Promise.all([postgres.stop(), redis.stop()]);
      if (unforeseen.length > 0) throw new AggregateError(unforeseen, 'requests ended as internal-error');
    },
  };
}

export const bearer = (party: Pick<Party, 'apiKey'>): Record<string, string> => ({ authorization: `Bearer ${party.apiKey}` });

/** The problem a call is refused with; fails when it is not refused. */
export async function refusal(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if ((error as Error).name === 'ApiError' && (error as ApiError).problem !== null) return (error as ApiError).problem as Problem;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}

export interface Customer {
  readonly tenantId: string;
  readonly pbxId: string;
  readonly sshServerId: string;
}

export const mapping = (values: object = {}) => ({
  name: 'LDAP',
  direction: 'outbound' as const,
  localPort: 1389,
  remotePort: 389,
  targetHost: 'dc.example',
  ...values,
});

/** A customer with a PBX on an address of its own (so that tests do not collide) and an SSH server that nobody dials. */
export async function customer(
  { client }: Pick<Party, 'client'>,
  values: { name?: string; listenAddress?: string } = {},
): Promise<Customer> {
  const tenant = await client.createTenant({ body: { name: values.name ?? 'Hansen GmbH', allowedNetworks: ['10.0.0.0/8'] } });
  const pbx = await client.createPbx({
    body: {
      tenantId: tenant.id,
      name: 'Zentrale',
      product: 'starface',
      version: '8.1.2.4',
      address: '10.1.2.3',
      listenAddress: values.listenAddress ?? `127.${randomBytes(1)[0] ?? 1}.${randomBytes(1)[0] ?? 1}.9`,
    },
  });
  const server = await client.createSshServer({
    body: {
      tenantId: tenant.id,
      name: 'Gateway',
      host: '10.9.9.9',
      username: 'tunnel',
      credential: { kind: 'password', password: 'geheim' },
    },
  });
  return { tenantId: tenant.id, pbxId: pbx.id, sshServerId: server.id };
}

export const tunnelOf = (at: Customer, values: object = {}) => ({
  pbxId: at.pbxId,
  sshServerId: at.sshServerId,
  name: 'AD',
  mappings: [mapping()],
  ...values,
});

export const createTunnel = (party: Pick<Party, 'client'>, at: Customer, values: object = {}): Promise<Tunnel> =>
  party.client.createTunnel({ body: tunnelOf(at, values) });
