import { type CheckSpec, type FederationState, judgeRun, type Result, type RuleResult, type RuleStatus } from '@stellwerk/domain';
import { type CheckMeans, probeCheck, type Probes } from '@stellwerk/probe';

/** From where one look is taken, and what is known of the customer. */
export type Lookout = Pick<CheckMeans, 'connect' | 'inside' | 'allowedNetworks' | 'certificates'> & {
  readonly federation: FederationState | null;
  readonly signal: AbortSignal;
};

/** What was seen and judged once. */
export interface Look {
  readonly status: RuleStatus;
  readonly tookMs: number;
  /** The evidence; `{ unable }` with the fault where it could not be looked at all. */
  readonly facts: unknown;
  readonly answers: readonly RuleResult[];
}

/** Judges what came of one look. */
export function judged(spec: CheckSpec, looked: Result<{ readonly facts: unknown }>, tookMs: number): Look {
  // The kind ties parameters, facts and rules together; here it is any of them.
  const facts = looked.ok ? { ok: true, value: looked.value.facts } : looked;
  const { status, answers } = judgeRun(spec as never, facts as never, Date.now());
  return { status, tookMs: Math.round(tookMs), facts: looked.ok ? looked.value.facts : { unable: looked.fault }, answers };
}

/** Probes and judges once; nothing is kept. Never throws for what the network does. */
export async function lookOnce(probes: Probes, spec: CheckSpec, lookout: Lookout): Promise<Look> {
  const start = performance.now();
  const looked = await probeCheck(spec as never, { ...probes, ...lookout });
  return judged(spec, looked, performance.now() - start);
}
