import { type Bench, pause } from '../context.js';
import { startFleet } from '../fleet.js';
import { allUp, type Overview } from '../fleet-types.js';
import { atMost, type Measure, type Row, untargeted } from '../row.js';
import { shown, single } from '../statistics.js';
import { manyTunnels, servers } from './thousand.js';

const worksFor = (overview: Overview, id: string): number => overview.workers.find((worker) => worker.id === id)?.tunnels ?? 0;

async function run(bench: Bench): Promise<readonly Measure[]> {
  const each = bench.quick ? 50 : 1000;
  const all = each * 2;
  const hosts = await servers(bench);
  const fleet = bench.using(await startFleet());
  await fleet.add(await manyTunnels(bench, hosts, all));
  const victim = await fleet.worker('bench-victim');
  const heir = await fleet.worker('bench-heir');
  await fleet.until('every tunnel up', allUp(all), 240_000);
  await pause(15_000);
  const before = await fleet.overview();
  const owned = worksFor(before, victim.id);
  const kept = worksFor(before, heir.id);
  if (before.tunnels.up !== all || owned + kept !== all)
    throw new Error(`not settled: ${JSON.stringify(before.tunnels)}, ${owned} and ${kept}`);
  bench.say(`  ${owned} of ${all} tunnels belong to the worker that will be killed`);

  const began = Date.now();
  await victim.kill();
  const taken = (await fleet.until('the first takeover', (o) => worksFor(o, heir.id) > kept, 60_000)) - began;
  const done =
    (await fleet.until('every tunnel up elsewhere', (o) => worksFor(o, heir.id) === all && o.tunnels.up === all, 120_000)) - began;
  bench.say(`  taken over after ${shown(taken / 1000)} s, all ${owned} up elsewhere after ${shown(done / 1000)} s`);
  return [
    {
      name: `kill -9 of a worker → all its ${owned} tunnels up elsewhere`,
      target: atMost(15),
      unit: 's',
      value: single(done / 1000),
      detail: `the other worker kept its own ${kept} meanwhile`,
    },
    {
      name: 'of which until the takeover',
      target: untargeted,
      unit: 's',
      value: single(taken / 1000),
      detail: 'the dead worker’s lease has to run out first',
    },
  ];
}

export const failover: Row = {
  key: 'failover',
  title: 'A worker dies',
  method:
    'Two real workers share 2,000 tunnels of 100 customers, one mapping each, spread over ten sshd on the same two cores; one worker gets SIGKILL. A tunnel is up elsewhere when the other worker has ' +
    'signed in and proven its mapping. sshd’s half of 1,000 key exchanges takes these two cores about 10 s by itself; customers’ servers bring their own.',
  boundSeconds: 600,
  run,
};
