import { CHECK_PARAMS, type CheckSpec, failed, fault, isPaused, type Result, slotHasCome } from '@stellwerk/domain';
import type { CheckMeans, Connect, Probed } from '@stellwerk/probe';
import { probeCheck } from '@stellwerk/probe';
import type { BusMessage, JobPayload, Postponed } from '@stellwerk/queue';
import type { RunnableCheck, SystemTx } from '@stellwerk/store';
import { calledOffBy } from './called-off.js';
import type { Pacer } from './pacer.js';
import { recordRun } from './record-run.js';
import { targetOf } from './target.js';

export interface RunCheckDeps {
  readonly workerId: string;
  /** Where this worker is: from anywhere else the same private address is somebody else's. */
  readonly edgeId: string;
  readonly now: () => number;
  /** One transaction behind the system door; throws while the database is away. */
  readonly system: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>;
  /** The same for one look at what is there, without a transaction. */
  readonly read: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>;
  readonly pacer: Pacer;
  /** Waits for a place among the probes of this process; null when the signal aborts first. */
  readonly enter: (tenantId: string, signal: AbortSignal) => Promise<(() => void) | null>;
  /** Where a check looks from: does the work with the way there, or says why there is none. */
  readonly from: <T>(check: RunnableCheck, signal: AbortSignal, work: (connect: Connect) => Promise<T>) => Promise<Result<T>>;
  /** Everything else a probe needs. */
  readonly means: (check: RunnableCheck) => Omit<CheckMeans, 'connect' | 'signal' | 'inside' | 'allowedNetworks' | 'federation'>;
  readonly publish: (message: BusMessage) => void;
  readonly onRun: (run: { readonly kind: string; readonly status: string; readonly tookMs: number }) => void;
}

/** One probe; less than its job may take, so that what was seen can still be written down. Milliseconds. */
const PROBE_MS = 125_000;
/** A longer wait is written into the check, where people see it, instead of keeping a job. */
const LONG_MS = 60_000;

type Job = JobPayload<'check.run'>;

/**
 * One run of a check. Leaves nothing behind unless it comes to its end; what could not look says so. A run by schedule whose slot somebody
 * has served already is passed over, so that a job that comes twice is one run.
 */
export async function runCheck(job: Job, signal: AbortSignal, deps: RunCheckDeps): Promise<Postponed | void> {
  const check = await deps.read((tx) => tx.checkWork.load(job.checkId));
  if (!check || check.edgeId !== deps.edgeId || !isWanted(check, job, deps.now())) return;
  const spec = specOf(check);
  const admission = await deps.pacer.admit({
    tenantId: check.tenantId,
    target: spec ? targetOf(spec, check) : { key: null, enumerates: false },
    trigger: job.trigger,
  });
  if (!admission.go) return putOff(check, admission.againInMs, deps);
  try {
    const leave = await deps.enter(check.tenantId, signal);
    if (!leave) throw new Error('called off');
    const begin = performance.now();
    const looked = await (spec ? look(check, spec, { signal, deps }) : unknownKind(check)).finally(leave);
    // Half a look is none: whoever runs it next begins anew.
    signal.throwIfAborted();
    await admission.looked();
    await write({ check, spec, looked, trigger: job.trigger, tookMs: performance.now() - begin }, deps);
  } finally {
    admission.done();
  }
}

/** Does it still exist as the job thinks, and is it its turn? */
function isWanted(check: RunnableCheck, { providerId, tenantId, trigger }: Job, now: number): boolean {
  if (check.providerId !== providerId || check.tenantId !== tenantId || !check.tenantActive) return false;
  if (trigger === 'now') return true;
  const paused = isPaused({ pausedAt: check.pausedAt?.getTime() ?? null, pausedUntil: check.pausedUntil?.getTime() ?? null }, now);
  return !paused && slotHasCome(check.nextRunAt.getTime(), check.intervalSeconds, now);
}

/** Null: a newer release wrote it. */
function specOf({ kind, params }: RunnableCheck): CheckSpec | null {
  const parsed = Object.hasOwn(CHECK_PARAMS, kind) ? CHECK_PARAMS[kind].safeParse(params) : null;
  return parsed?.success ? ({ kind, params: parsed.data } as CheckSpec) : null;
}

const unknownKind = async ({ kind }: RunnableCheck): Promise<Result<never>> =>
  failed(fault('internal-error', { detail: `this worker cannot run ${kind} as it is stored` }));

async function putOff(check: RunnableCheck, againInMs: number, deps: RunCheckDeps): Promise<Postponed | void> {
  if (againInMs < LONG_MS) return { againInMs };
  await deps.system((tx) => tx.checkWork.putOff(check.id, new Date(deps.now() + againInMs)));
}

async function look(
  check: RunnableCheck,
  spec: CheckSpec,
  { signal, deps }: { readonly signal: AbortSignal; readonly deps: RunCheckDeps },
): Promise<Result<Probed>> {
  const came = await calledOffBy([signal], PROBE_MS, (within) =>
    deps.from(check, within, (connect) =>
      probeCheck<CheckSpec['kind']>(spec, {
        ...deps.means(check),
        connect,
        signal: within,
        inside: check.vantage.kind === 'ssh-server',
        allowedNetworks: check.allowedNetworks,
        federation: check.federation,
      }),
    ),
  );
  return came.ok ? came.value : came;
}

interface Looked {
  readonly check: RunnableCheck;
  readonly spec: CheckSpec | null;
  readonly looked: Result<Probed>;
  readonly trigger: Job['trigger'];
  readonly tookMs: number;
}

async function write({ check, spec, looked, trigger, tookMs }: Looked, deps: RunCheckDeps): Promise<void> {
  const { id: checkId, providerId, tenantId, pbxId, kind } = check;
  const known = spec ?? ({ kind, params: check.params } as unknown as CheckSpec);
  const recorded = await deps.system((tx) =>
    recordRun(tx, { check, spec: known, looked, trigger, tookMs, at: deps.now(), workerId: deps.workerId }),
  );
  if (!recorded) return;
  deps.onRun({ kind, status: recorded.status, tookMs });
  if (recorded.news || trigger === 'now')
    deps.publish({ type: 'check.changed', providerId, tenantId, pbxId, checkId, status: recorded.status });
}
