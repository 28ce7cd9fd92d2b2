import type { Machine } from './machine.js';
import { type Measure, verdict } from './row.js';
import { shown } from './statistics.js';

/** What became of one row: its figures, or why there are none. */
export interface Outcome {
  readonly key: string;
  readonly title: string;
  readonly method: string;
  readonly measures: readonly Measure[];
  readonly failure: string | null;
  readonly tookSeconds: number;
  /** ISO 8601; rows may come from different runs when `--only` was used. */
  readonly at: string;
  readonly quick: boolean;
  /** One-minute load average when the row began. */
  readonly load: number;
}

export interface Report {
  readonly machine: Machine;
  readonly rows: readonly Outcome[];
}

const SIGN = { x: '×', s: ' s', ms: ' ms', '%': ' %', B: ' bytes', KiB: ' KiB', count: '' } as const;

const value = (measure: Measure): string => {
  const { median, lower, upper, rounds } = measure.value;
  const unit = SIGN[measure.unit];
  return rounds > 1 && (lower !== median || upper !== median)
    ? `**${shown(median)}${unit}** [${shown(lower)} – ${shown(upper)}]`
    : `**${shown(median)}${unit}**`;
};

const target = ({ target, unit }: Measure): string =>
  target.kind === 'none' ? '—' : `${target.kind === 'at-least' ? '≥' : '≤'} ${target.value}${SIGN[unit]}`;

const WORD = { met: 'met', missed: '**missed**', 'not judged': '' } as const;

/** A margin in words: how far a median is from its target, always as a share of the target. */
function margin(measure: Measure): string {
  if (measure.target.kind === 'none' || measure.target.value === 0) return '';
  const off = measure.value.median / measure.target.value - 1;
  return `${off >= 0 ? '+' : '−'}${Math.abs(off * 100).toFixed(0)} % of the target`;
}

const line = (measure: Measure): string =>
  `| ${measure.name} | ${target(measure)} | ${value(measure)} | ${measure.detail ?? ''} | ${WORD[verdict(measure)]} |`;

function section(row: Outcome, cores: number): string {
  const quick = row.quick ? '\n\n*A quick run: enough to see that it works, not to be quoted.*' : '';
  const busy =
    row.load > cores / 2
      ? `\n\n*The machine was busy with other work (load average ${shown(row.load)} on ${cores} cores): measure again before quoting.*`
      : '';
  const caution = quick + busy;
  const body =
    row.failure === null
      ? ['| measure | target | median [quartiles] | behind it | |', '|---|---|---|---|---|', ...row.measures.map(line)].join('\n')
      : `**Not measured:** ${row.failure}`;
  return `## ${row.title}\n\n${row.method}${caution}\n\n${body}\n\n<sub>${row.at}, ${Math.round(row.tookSeconds)} s, load average before it ${shown(row.load)}; \`npm run bench -- --only ${row.key}\`</sub>\n`;
}

function losses(rows: readonly Outcome[]): string {
  const missed = rows.flatMap((row) =>
    row.measures
      .filter((m) => verdict(m) === 'missed')
      .map((m) => `- ${row.title} — ${m.name}: ${value(m)} where ${target(m)} was wanted (${margin(m) || 'the target is none'}).`),
  );
  const absent = rows.filter((row) => row.failure !== null).map((row) => `- ${row.title}: not measured (${row.failure ?? ''}).`);
  const judged = rows.flatMap((row) => row.measures).filter((m) => m.target.kind !== 'none').length;
  const met = judged - missed.length;
  return [
    `${met} of ${judged} targets were met.`,
    ...(missed.length + absent.length > 0 ? ['', 'Not reached:', '', ...missed, ...absent] : []),
  ].join('\n');
}

/** `docs/benchmarks.md`, whole. */
export function markdown({ machine, rows }: Report): string {
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Stellwerk's own tunnel code against OpenSSH's \`ssh -N\` and \`autossh\`, its checks against Debian's \`prometheus-blackbox-exporter\`,
in one run on one machine.

**How to read this.** Every ratio divides ours by the peer's *within one round*, contenders taking turns while all of them stay up; what is shown is
the median of those ratios with its quartiles. The machine drifts, so absolute numbers move between runs and ratios hardly do. Everything runs
over loopback, where client, server, load generator and kernel share the same cores. Load generator, links and tunnels are processes of their own.

**Machine.** ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB; ${machine.system}; Node.js ${machine.node}; ${machine.openssh}; ${machine.autossh}.

**In short.** ${losses(rows)}

${rows.map((row) => section(row, machine.cores)).join('\n')}`;
}
