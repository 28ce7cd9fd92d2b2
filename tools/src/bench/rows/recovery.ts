import { available, type Sshd, startSshd } from '@stellwerk/testing';
import { type Bench, pause, rounds } from '../context.js';
import { startFleet } from '../fleet.js';
import { allUp } from '../fleet-types.js';
import { type Forward, type Peer, startAutossh } from '../peers.js';
import { ports } from '../ports.js';
import { atMost, type Measure, type Row } from '../row.js';
import { median, quantile, ratios, shown, spread } from '../statistics.js';

/** The key exchange Stellwerk negotiates; OpenSSH's default is post-quantum and costs its client five times the processor time. */
const SAME_KEX = 'KexAlgorithms=curve25519-sha256';
/** Both sides treat a session that lived at least this long as one that held; only then is losing it a fresh loss. */
const SETTLED_MS = 12_000;

interface Contender {
  readonly sshd: Sshd;
  readonly ports: readonly number[];
}

interface Arena {
  readonly ours: Contender;
  readonly peer: Contender;
}

async function mappings(bench: Bench, count: number): Promise<readonly Forward[]> {
  const target = await bench.load.ask('listen', null);
  return (await ports(count)).map((listen) => ({ direction: 'outbound', listen, target }));
}

/** The same number of tunnels for both, each contender with an sshd of its own, all of them up. */
async function arena(bench: Bench, count: number, autosshOptions: readonly string[]): Promise<Arena> {
  if (available('autossh') === null) throw new Error('autossh is not installed (Debian: autossh)');
  const [mine, theirs] = [bench.using(await startSshd()), bench.using(await startSshd())];
  const [a, b] = [await mappings(bench, count), await mappings(bench, count)];
  const fleet = bench.using(await startFleet());
  bench.using(await fleet.worker('bench-recovery'));
  await fleet.add(a.map((forward) => ({ sshd: mine, customer: 'one', forwards: [forward] })));
  const peers: Peer[] = [];
  bench.using({ stop: async () => void (await Promise.all(peers.map((p) => p.stop()))) });
  for (const forward of b) {
    peers.push(await startAutossh(theirs, { forwards: [forward], options: autosshOptions }));
    // One at a time would take minutes, all at once would drown the machine.
    if (peers.length % 8 === 0) await pause(400);
  }
  const all = [...a, ...b].map((forward) => forward.listen);
  const at = await bench.load.ask('untilEcho', { ports: all, timeoutMs: 120_000 });
  if (at.some(Number.isNaN)) throw new Error('not every tunnel came up');
  await fleet.until('every tunnel up', allUp(count), 60_000);
  return { ours: { sshd: mine, ports: a.map((f) => f.listen) }, peer: { sshd: theirs, ports: b.map((f) => f.listen) } };
}

interface Times {
  /** Seconds until the last tunnel carried an echo, and until half of them did. */
  readonly all: number;
  readonly half: number;
}

async function echoAfter(bench: Bench, began: number, contender: Contender): Promise<Times> {
  const at = await bench.load.ask('untilEcho', { ports: contender.ports, timeoutMs: 90_000 });
  const seconds = at.map((moment) => (moment - began) / 1000);
  return { all: Math.max(...seconds), half: quantile(seconds, 0.5) };
}

/** SIGKILL to every session of one contender; then the other's turn, each only after its sessions have settled. */
const killed = (bench: Bench, contender: Contender) => async (): Promise<Times> => {
  await pause(SETTLED_MS);
  const began = Date.now();
  await contender.sshd.signalSessions('SIGKILL');
  return echoAfter(bench, began, contender);
};

/** The whole host goes away for a while; timed from the moment it is back. */
const away = (bench: Bench, contender: Contender, downMs: number) => async (): Promise<Times> => {
  await pause(SETTLED_MS);
  await contender.sshd.kill();
  await pause(downMs);
  await contender.sshd.restart();
  return echoAfter(bench, Date.now(), contender);
};

function judge(bench: Bench, name: string, target: number, results: Readonly<Record<'ours' | 'peer', Times[]>>): Measure[] {
  const pairs = (of: (t: Times) => number): readonly number[] =>
    ratios(results.ours.map((ours, i) => ({ ours: of(ours), peer: of(results.peer[i] ?? ours) })));
  const seconds = (of: (t: Times) => number): string =>
    `${shown(median(results.ours.map(of)))} against ${shown(median(results.peer.map(of)))} s`;
  bench.say(`  ${name}: ${seconds((t) => t.all)}`);
  return [
    {
      name: `${name}, until the last carries traffic`,
      target: atMost(target),
      unit: 'x',
      value: spread(pairs((t) => t.all)),
      detail: seconds((t) => t.all),
    },
    {
      name: `${name}, until half of them do`,
      target: { kind: 'none' },
      unit: 'x',
      value: spread(pairs((t) => t.half)),
      detail: seconds((t) => t.half),
    },
  ];
}

async function one(bench: Bench): Promise<readonly Measure[]> {
  const { ours, peer } = await arena(bench, 1, [SAME_KEX]);
  const results = await rounds(bench.quick ? 1 : 9, { ours: killed(bench, ours), peer: killed(bench, peer) });
  return judge(bench, '1 killed session', 0.9, results).slice(0, 1);
}

async function many(bench: Bench): Promise<readonly Measure[]> {
  const count = bench.quick ? 40 : 200;
  const { ours, peer } = await arena(bench, count, [SAME_KEX]);
  const results = await rounds(bench.quick ? 1 : 5, { ours: killed(bench, ours), peer: killed(bench, peer) });
  return judge(bench, `${count} killed sessions`, 0.85, results);
}

async function outage(bench: Bench): Promise<readonly Measure[]> {
  const count = bench.quick ? 10 : 50;
  const { ours, peer } = await arena(bench, count, [SAME_KEX]);
  const results = await rounds(bench.quick ? 1 : 5, { ours: away(bench, ours, 8000), peer: away(bench, peer, 8000) });
  return judge(bench, `host down 8 s, ${count} tunnels, counted from its return`, 0.5, results);
}

const METHOD =
  'A real worker process with PostgreSQL and Redis against one `autossh -M 0` per tunnel, with the same key exchange (curve25519; OpenSSH’s default is a post-quantum one ' +
  'that ssh2 does not speak) and an sshd each. A tunnel is back when a new connection through it has carried an echo. Between two losses every session gets 12 s and more to settle.';

export const recoveryOfOne: Row = {
  key: 'recovery-1',
  title: 'Recovery of one killed session',
  method: METHOD,
  boundSeconds: 480,
  run: one,
};
export const recoveryOfMany: Row = {
  key: 'recovery-200',
  title: 'Recovery of 200 killed sessions',
  method: METHOD,
  boundSeconds: 600,
  run: many,
};
export const recoveryOfHost: Row = {
  key: 'outage',
  title: 'Recovery after the host was down',
  method: `${METHOD} Here sshd itself is killed with all its sessions and started again 8 s later on the same port; autossh keeps its own retry pace (AUTOSSH_POLL 100, so that it takes each outage for a fresh one).`,
  boundSeconds: 900,
  run: outage,
};
