import { routes } from '@stellwerk/contracts';
import { openOwner, openStore, type Owner, type Store } from '@stellwerk/store';
import { seedProvider, type Seeded } from '../api-seed.js';
import { type Bench, pause, type Stoppable } from '../context.js';
import { type Http, openHttp } from '../http.js';
import { type Installation, startInstallation } from '../installation.js';
import { cpuSeconds } from '../procfs.js';
import { atMost, type Measure, type Row, untargeted } from '../row.js';
import { median, quantile, ratios, shown, single, spread } from '../statistics.js';

const PAGE = 50;
const PER_SECOND = 50;
const LISTEN = '127.9.9.9';

interface Site {
  readonly installation: Installation;
  readonly http: Http;
  readonly owner: Owner;
  readonly store: Store;
  readonly seeded: Seeded;
}

/** Stops whatever `things` hold by then, last first. */
const all = (things: Stoppable[]): Stoppable => ({
  stop: async () => {
    for (const thing of things.splice(0).reverse()) await thing.stop();
  },
});

async function startSite(bench: Bench): Promise<Site> {
  const things: Stoppable[] = [];
  bench.using(all(things));
  const installation = await startInstallation(things);
  const { postgres, baseUrl, apiKey } = installation;
  const owner = await openOwner(postgres.ownerUrl);
  things.push({ stop: () => owner.close() });
  const store = openStore({
    appUrl: postgres.appUrl,
    systemUrl: postgres.systemUrl,
    maxConnections: 2,
    log: { debug: () => undefined, warn: () => undefined },
  });
  things.push({ stop: () => store.close() });
  const http = openHttp(baseUrl, apiKey);
  things.push(http);
  const [own] = await owner.query<{ id: string }>('SELECT id FROM provider');
  const other = await store.asSystem('bench', (tx) => tx.access.createProvider({ name: 'Nachbar' }));
  const [tenants, tunnelsEach] = bench.quick ? [50, 10] : [500, 20];
  const seeded = await seedProvider(owner, own?.id ?? '', { tenants, tunnelsEach, name: 'Own', listenAddress: LISTEN });
  // Somebody from whom the policies have to keep us apart.
  await seedProvider(owner, other.id, { tenants: tenants / 10, tunnelsEach, name: 'Other', listenAddress: '127.9.9.8' });
  return { installation, http, owner, store, seeded };
}

const page = (cursor: string | null): string => `/api/v1/tunnels?limit=${PAGE}${cursor === null ? '' : `&cursor=${cursor}`}`;

/** Cursors of pages all over the list: the first and the last must cost the same. */
async function cursorsOf(http: Http, most: number): Promise<(string | null)[]> {
  const cursors: (string | null)[] = [null];
  while (cursors.length < most) {
    const { text } = await http.send('GET', page(cursors.at(-1) ?? null));
    const { nextCursor } = JSON.parse(text) as { nextCursor: string | null };
    if (nextCursor === null) break;
    cursors.push(nextCursor);
  }
  return cursors;
}

/** Sends at fixed moments, whether or not earlier requests are answered; times count from the moment a request was due. */
async function openLoop(count: number, perSecond: number, send: (i: number) => Promise<unknown>): Promise<number[]> {
  const began = performance.now();
  const times: number[] = [];
  const running: Promise<void>[] = [];
  for (let i = 0; i < count; i += 1) {
    const due = began + (i * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await pause(wait);
    const answered = send(i).then(() => void times.push(performance.now() - due));
    // Waited for at the end; until then a failure must not count as one that nobody looks at.
    answered.catch(() => undefined);
    running.push(answered);
  }
  await Promise.all(running);
  return times;
}

async function listing(bench: Bench, { http, installation }: Site): Promise<Measure[]> {
  const cursors = await cursorsOf(http, 200);
  const wrong = new Map<string, number>();
  const ask = async (i: number): Promise<void> => {
    const { status, text } = await http.send('GET', page(cursors[(i * 7919) % cursors.length] ?? null));
    if (status === 200) return;
    const said = `${status} ${(JSON.parse(text) as { code?: string }).code ?? ''}`;
    wrong.set(said, (wrong.get(said) ?? 0) + 1);
  };
  await openLoop(PER_SECOND * (bench.quick ? 2 : 20), PER_SECOND, ask);
  const pid = installation.api.child.pid ?? 0;
  const before = cpuSeconds(pid);
  const times = await openLoop(PER_SECOND * (bench.quick ? 5 : 60), PER_SECOND, ask);
  const cpu = ((cpuSeconds(pid) - before) / times.length) * 1000;
  if (wrong.size > 0) throw new Error(`pages were refused: ${[...wrong].map(([said, count]) => `${count} × ${said}`).join(', ')}`);
  const [half, p99, longest] = [median(times), quantile(times, 0.99), Math.max(...times)];
  bench.say(`  a page of ${PAGE}: median ${shown(half)} ms, p99 ${shown(p99)} ms, ${shown(cpu)} ms of the API's processor time each`);
  return [
    {
      name: `page of ${PAGE} tunnels at ${PER_SECOND} requests/s, p99`,
      target: atMost(25),
      unit: 'ms',
      value: single(p99),
      detail: `${times.length} requests all over the list; median ${shown(half)} ms, longest ${shown(longest)} ms`,
    },
    { name: 'processor time of the API per page', target: untargeted, unit: 'ms', value: single(cpu), detail: 'its database not included' },
  ];
}

/** The page as the API reads it, with policies and the contract's schema, against the same query by the owner of the tables without either. */
async function overhead(bench: Bench, { http, owner, store, seeded }: Site): Promise<Measure> {
  const reply = JSON.parse((await http.send('GET', page(null))).text) as unknown;
  const scope = { providerId: seeded.providerId, tenantIds: 'all' } as const;
  const guarded = async (): Promise<number> => {
    const began = performance.now();
    const { items } = await store.forTenant(scope, (tx) => tx.tunnels.list({ limit: PAGE }));
    JSON.stringify(routes.listTunnels.reply.parse(reply));
    if (items.length !== PAGE) throw new Error('the page is short');
    return performance.now() - began;
  };
  const plain = async (): Promise<number> => {
    const began = performance.now();
    const items = await owner.tunnels(seeded.providerId, PAGE);
    JSON.stringify(reply);
    if (items.length !== PAGE) throw new Error('the page is short');
    return performance.now() - began;
  };
  const pairs: { ours: number; peer: number }[] = [];
  const count = bench.quick ? 40 : 400;
  // The first ones are compiled while they run.
  for (let round = -150; round < count; round += 1) {
    const first = round % 2 === 0;
    const one = first ? await guarded() : await plain();
    const two = first ? await plain() : await guarded();
    if (round >= 0) pairs.push(first ? { ours: one, peer: two } : { ours: two, peer: one });
  }
  const [ours, peer] = [median(pairs.map((p) => p.ours)), median(pairs.map((p) => p.peer))];
  bench.say(`  policies and schema: ${shown(ours)} ms against ${shown(peer)} ms`);
  return {
    name: 'row-level security and response schema, against the same query without them',
    target: atMost(1.5),
    unit: 'x',
    value: spread(ratios(pairs)),
    detail: `${shown(ours)} against ${shown(peer)} ms, ${pairs.length} pairs`,
  };
}

const REFUSALS = new Set(['port-taken', 'mapping-refused']);

/** Everybody wants one of a few ports of one listener at the same moment. */
async function collisions(bench: Bench, { installation, seeded }: Site): Promise<Measure[]> {
  // A connection each: nobody waits behind another before the API has them all.
  const http = bench.using(openHttp(installation.baseUrl, installation.apiKey, false));
  const [contenders, ports] = bench.quick ? [100, 10] : [1000, 20];
  const place = (i: number) => seeded.places[i % seeded.places.length];
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: contenders }, async (_, i) => {
      const port = 20_000 + (i % ports);
      const { pbxId, sshServerId } = place(i * 7) ?? { pbxId: '', sshServerId: '' };
      const mappings = [{ name: 'contended', direction: 'outbound', localPort: port, remotePort: 389, targetHost: 'dc.example' }];
      const { status, text } = await http.send('POST', '/api/v1/tunnels', { pbxId, sshServerId, name: `contender ${i}`, mappings });
      const { code } = JSON.parse(text) as { code?: string };
      return { port, won: status === 201, lost: REFUSALS.has(code ?? ''), said: `${status} ${code ?? ''}` };
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const winners = new Map<number, number>();
  for (const { port, won } of answers) winners.set(port, (winners.get(port) ?? 0) + (won ? 1 : 0));
  const wrong = [...winners.values()].filter((count) => count !== 1).length;
  const odd = answers.filter(({ won, lost }) => !won && !lost).map(({ said }) => said);
  bench.say(
    `  ${contenders} contenders for ${ports} ports: ${shown(seconds)} s, ${odd.length} answered otherwise ${[...new Set(odd)].join(', ')}`,
  );
  return [
    {
      name: `ports without exactly one winner, ${contenders} concurrent creates for ${ports} ports`,
      target: atMost(0),
      unit: 'count',
      value: single(wrong),
      detail: `all answered in ${shown(seconds)} s`,
    },
    {
      name: 'contenders sent away before they were judged (503 with Retry-After)',
      target: untargeted,
      unit: 'count',
      value: single(odd.length),
      ...(odd.length > 0 ? { detail: [...new Set(odd)].join(', ') } : {}),
    },
  ];
}

export const api: Row = {
  key: 'api',
  title: 'API',
  method:
    'A real API process with PostgreSQL and Redis; 500 customers with 10,000 tunnels of three mappings each, and a neighbour with a tenth of that, are written straight into the tables. Pages are asked for at fixed moments with ' +
    'an API key, all over the list, for a minute; times count from when a request was due. The cost of policies and schema is paired: the store’s page of 50 through the tenant door plus the contract’s schema, against the same ' +
    'query as the owner of the tables, taking turns. Contenders are sent all at once over HTTP.',
  boundSeconds: 600,
  run: async (bench) => {
    const site = await startSite(bench);
    return [...(await listing(bench, site)), await overhead(bench, site), ...(await collisions(bench, site))];
  },
};
