import { z } from 'zod';

/** `edge`: any worker of that edge. `checks`: the same, for probes that wait long for a network. `upkeep`: any worker at all. */
export type QueueKind = 'edge' | 'checks' | 'upkeep';

interface JobSpec<S extends z.ZodObject> {
  readonly queue: QueueKind;
  readonly payload: S;
  readonly attempts: number;
  /** After this the handler's signal aborts and the job counts as failed. */
  readonly timeoutMs: number;
  /** Jobs of one name with equal keys are one job while it waits; a nudge during a run causes exactly one more run. */
  readonly dedupe: (payload: z.output<S>) => string;
  /** Somebody waits for it: it goes before everything that waits. */
  readonly urgent?: (payload: z.output<S>) => boolean;
  /** Interrupted by the end of its worker it begins anew elsewhere, as if it had not begun. Failed otherwise. */
  readonly anew?: boolean;
}

const tenant = { providerId: z.uuid(), tenantId: z.uuid() };
type Tenanted = z.ZodObject<typeof tenant>;

/** A job of one tenant: the compiler refuses a payload without its scope. Payloads carry ids, never secrets. */
const tenantJob = <S extends Tenanted>(spec: JobSpec<S>) => ({ scope: 'tenant', ...spec }) as const;

/** A job that sweeps across tenants. It takes no input: it looks at the world. `everyMs` puts it on a schedule. */
const systemJob = (spec: Omit<JobSpec<z.ZodObject<Record<never, never>>>, 'payload' | 'dedupe'> & { readonly everyMs?: number }) =>
  ({ scope: 'system', payload: z.object({}), dedupe: () => 'one', ...spec }) as const;

/** Every job there is. A lost job costs one resync interval, never a tunnel: a live tunnel is not a job. */
export const catalog = {
  'edge.reconcile': systemJob({ queue: 'edge', attempts: 1, timeoutMs: 10_000 }),
  'ssh-server.probe-host-keys': tenantJob({
    queue: 'edge',
    attempts: 2,
    timeoutMs: 30_000,
    payload: z.object({ ...tenant, sshServerId: z.uuid() }),
    dedupe: (p) => p.sshServerId,
  }),
  'tunnel.probe-mappings': tenantJob({
    queue: 'edge',
    attempts: 1,
    timeoutMs: 30_000,
    payload: z.object({ ...tenant, tunnelId: z.uuid() }),
    dedupe: (p) => p.tunnelId,
  }),
  /** One run of a check. `schedule`: its slot has come, or was missed; `now`: a person asked. A slot that was served already is passed over. */
  'check.run': tenantJob({
    queue: 'checks',
    attempts: 1,
    timeoutMs: 150_000,
    payload: z.object({ ...tenant, checkId: z.uuid(), trigger: z.enum(['schedule', 'now']) }),
    dedupe: (p) => `${p.checkId}/${p.trigger}`,
    urgent: (p) => p.trigger === 'now',
    anew: true,
  }),
  'notifications.mail': systemJob({ queue: 'upkeep', attempts: 1, timeoutMs: 120_000, everyMs: 5_000 }),
  'tenants.purge': systemJob({ queue: 'upkeep', attempts: 3, timeoutMs: 120_000, everyMs: 3_600_000 }),
  /** Ends what is over: the worker that closed it asks at once, the schedule catches what nobody ran. */
  'requests.finish': systemJob({ queue: 'upkeep', attempts: 3, timeoutMs: 25_000, everyMs: 30_000 }),
  'audit.checkpoint': systemJob({ queue: 'upkeep', attempts: 1, timeoutMs: 120_000, everyMs: 60_000 }),
  /** What the API derives with every change, for everything that changed otherwise; an upgraded database gets its checks from here. */
  'checks.derive': systemJob({ queue: 'upkeep', attempts: 1, timeoutMs: 600_000, everyMs: 1_800_000 }),
  'events.retain': systemJob({ queue: 'upkeep', attempts: 3, timeoutMs: 120_000, everyMs: 3_600_000 }),
};

export type JobName = keyof typeof catalog;
export type JobPayload<N extends JobName> = z.output<(typeof catalog)[N]['payload']>;
export type JobInput<N extends JobName> = z.input<(typeof catalog)[N]['payload']>;

/** Not now: the job waits so long and is then tried again, by any worker, without having failed. Milliseconds. */
export interface Postponed {
  readonly againInMs: number;
}

/** One handler per job: a missing one does not compile. A handler must stop when `signal` aborts. */
export type JobHandlers = { readonly [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<Postponed | void> };

export const JOB_NAMES = Object.keys(catalog) as JobName[];

/** The catalogue without its generics, for code that handles any job. */
export const specOf = (name: JobName): JobSpec<z.ZodObject> & { readonly everyMs?: number } => catalog[name] as never;

/** BullMQ's name of a queue. Edge ids come from operators; `:` would collide with BullMQ's own keys. */
export const queueName = (kind: QueueKind, edgeId: string): string =>
  kind === 'upkeep' ? 'upkeep' : `${kind}-${edgeId.replaceAll(':', '_')}`;
