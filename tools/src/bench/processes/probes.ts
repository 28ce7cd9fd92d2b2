import { type CheckSpec, judgeRun } from '@stellwerk/domain';
import { createDialer, createProbes, edgeVantage, probeCheck } from '@stellwerk/probe';
import { serve } from '../child.js';
import { inLanes } from '../lanes.js';

/** Stellwerk's probes and rules in a process of their own, made as the worker makes them, without schedule, pacing and history. */
const dialer = createDialer({ allowLoopback: true, perTarget: 64, total: 1_024 });
const probes = createProbes({ dialer, now: Date.now });
const certificates = { find: async () => null, uploadedFor: async () => [] };

/** One look with its verdict, written down as the exporter writes its answer for whoever asked; whether it could tell. */
async function look(spec: CheckSpec): Promise<boolean> {
  const looked = await probeCheck<CheckSpec['kind']>(spec, {
    ...probes,
    certificates,
    connect: edgeVantage(dialer),
    signal: new AbortController().signal,
    inside: false,
    allowedNetworks: [],
    federation: null,
  });
  const facts = looked.ok ? { ok: true as const, value: looked.value.facts } : looked;
  const verdict = judgeRun(spec, facts, Date.now());
  return JSON.stringify({ facts, ...verdict }).length > 0 && verdict.status !== 'unable-to-tell';
}

const commands = {
  /** Looks at all of these, so many at once; how many could be told. */
  look: ({ specs, atOnce }: { readonly specs: readonly CheckSpec[]; readonly atOnce: number }): Promise<number> =>
    inLanes(specs, atOnce, look),
};
export type ProbeCommands = typeof commands;

serve(commands);
