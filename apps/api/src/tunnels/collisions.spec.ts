import { type Customer, customer, mapping, type Party, refusal, startWorld, tunnelOf, type World } from '../test/world.js';

const PORTS = 6;
const CONTENDERS = 20;

describe('a port that many want at the same moment', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let places: Customer[];
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    // One listener for all of them: customers of two providers, side by side on one edge.
    const at = (party: Party) => customer(party, { listenAddress: '127.60.0.1' });
    places = [await at(north), await at(south), await at(north)];
  }, 60_000);
  afterAll(() => world.stop());

  it('goes to exactly one of them, also across customers and providers, and the others are told', async () => {
    const wishes = Array.from({ length: PORTS * CONTENDERS }, (_, i) => ({ port: 20_000 + (i % PORTS), place: i % places.length, i }));
    const outcomes = await Promise.all(
      wishes.map(async ({ port, place, i }) => {
        const call = (place === 1 ? south : north).client.createTunnel({
          body: tunnelOf(places[place] as Customer, { name: `T${i}`, mappings: [mapping({ localPort: port })] }),
        });
        return {
          port,
          told: await call.then(
            () => 'won',
            async () => (await refusal(call)).code,
          ),
        };
      }),
    );
    for (let port = 20_000; port < 20_000 + PORTS; port += 1) {
      const told = outcomes.filter((outcome) => outcome.port === port).map((outcome) => outcome.told);
      expect([port, told.filter((code) => code === 'won').length]).toEqual([port, 1]);
      expect([...new Set(told)].filter((code) => !['won', 'port-taken', 'mapping-refused'].includes(code))).toEqual([]);
    }
    const held = await world.sql<{ n: number }>('SELECT count(*)::int AS n FROM mapping WHERE listen_port BETWEEN 20000 AND 20099');
    expect(held).toEqual([{ n: PORTS }]);
  }, 60_000);

  it('is free again when its holder is gone, for exactly one of those who wait', async () => {
    const at = places[0] as Customer;
    const body = () => tunnelOf(at, { name: 'Folge', mappings: [mapping({ localPort: 21_000 })] });
    const first = await north.client.createTunnel({ body: body() });
    expect(['port-taken', 'mapping-refused']).toContain((await refusal(north.client.createTunnel({ body: body() }))).code);
    await north.client.deleteTunnel({ params: { id: first.id }, ifMatch: first.version });
    const again = await Promise.allSettled(Array.from({ length: 8 }, () => north.client.createTunnel({ body: body() })));
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
