import { type Fault, needsPerson } from './fault.js';

/**
 * The life of one tunnel as a pure machine: it decides, the worker's runner acts. `attempt` counts connection attempts
 * since the tunnel was last stably up; `failingSince` is when the present trouble began, null when there is none.
 */
export type Life =
  /** `reason`: why it was made to stop, when that needs saying. */
  | { readonly at: 'stopped'; readonly reason?: Fault }
  | ({ readonly at: 'connecting' } & Trouble)
  | ({ readonly at: 'verifying' | 'up' | 'degraded'; readonly connectedAt: number; readonly reason: Fault | null } & Trouble)
  | ({ readonly at: 'waiting' | 'blocked'; readonly reason: Fault; readonly until: number } & Trouble)
  | { readonly at: 'draining'; readonly until: number };

interface Trouble {
  readonly attempt: number;
  readonly failingSince: number | null;
}

export type LifeEvent =
  /** The tunnel shall run. Only this leaves `stopped`. */
  | { readonly is: 'start' }
  /** The dial succeeded: a session lives. */
  | { readonly is: 'connected' }
  /** The dial failed, or the living session ended. */
  | { readonly is: 'lost'; readonly fault: Fault }
  /** What the mappings show now: all proven, none proven yet, or what is wrong with one of them. */
  | { readonly is: 'judged'; readonly verdict: 'opening' | 'good' | 'bad'; readonly reason: Fault | null }
  /** A wake-up that was asked for has come. */
  | { readonly is: 'due' }
  /** Somebody else found the host answering again: no need to wait out the back-off. Never wakes `blocked`. */
  | { readonly is: 'host-back' }
  /** A person acted: accepted a key, changed the credential, pressed restart. */
  | { readonly is: 'person' }
  | { readonly is: 'stop' }
  /** It may not run any more, from now on: nothing may finish. */
  | { readonly is: 'end'; readonly reason: Fault }
  /** The last connection through a draining tunnel is gone. */
  | { readonly is: 'drained' };

export type LifeEffect =
  | { readonly do: 'dial' }
  | { readonly do: 'wake'; readonly afterMs: number }
  | { readonly do: 'drain' }
  /** End the session or the dial in flight; harmless when there is none. */
  | { readonly do: 'close' };

/** The world as the machine needs it: `now` in milliseconds, `random` in [0, 1). */
export interface LifeEnv {
  readonly now: number;
  readonly random: number;
}

/** All times in milliseconds. */
export const PACE = {
  /** A session that held this long forgives the attempts before it (cloudflared does the same). */
  stableMs: 30_000,
  /** The first retry: at once, spread just enough that a fleet does not fire in one tick of the event loop. */
  firstRetryMs: 40,
  /** A session that held this long, or is the first to fall, is tried again at once; one that keeps falling sooner waits like a failed attempt. */
  quickMs: 5_000,
  /** Then exponential from here with full jitter. */
  baseMs: 800,
  /** Ceiling while the trouble is young … */
  youngCapMs: 5_000,
  youngForMs: 60_000,
  /** … and later. Detection (12 s) belongs to the cut; what remains after it must stay below 20 s. */
  oldCapMs: 15_000,
  /** `blocked` tries again this slowly: below what locks an account or trips OpenSSH's per-source penalties. */
  blockedMs: 300_000,
  /** How long a stopping tunnel may finish its open connections. */
  drainMs: 2_000,
} as const;

export const STOPPED: Life = { at: 'stopped' };

type Step = readonly [Life, readonly LifeEffect[]];

/** True while a session exists. */
export const isLive = (life: Life): boolean =>
  life.at === 'verifying' || life.at === 'up' || life.at === 'degraded' || life.at === 'draining';

/** One step of a tunnel's life. Total: an event that means nothing in a state changes nothing. */
export function step(life: Life, event: LifeEvent, env: LifeEnv): Step {
  if (event.is === 'stop') return stop(life, env);
  if (event.is === 'end') return life.at === 'stopped' ? [life, []] : [{ at: 'stopped', reason: event.reason }, [{ do: 'close' }]];
  switch (life.at) {
    case 'stopped':
      if (event.is === 'start') return dial(1, null);
      // A dial that was in flight may still succeed: close it, never leak it.
      return event.is === 'connected' ? [life, [{ do: 'close' }]] : [life, []];
    case 'connecting':
      if (event.is === 'connected') return [{ ...life, at: 'verifying', connectedAt: env.now, reason: null }, []];
      if (event.is === 'person') return redial();
      return event.is === 'lost' ? rest(event.fault, life, env) : [life, []];
    case 'verifying':
    case 'up':
    case 'degraded':
      return live(life, event, env);
    case 'waiting':
      if (event.is === 'due' && env.now < life.until) return [life, [{ do: 'wake', afterMs: life.until - env.now }]];
      return event.is === 'due' || event.is === 'host-back' || event.is === 'person'
        ? dial(life.attempt + 1, life.failingSince)
        : [life, []];
    case 'blocked':
      if (event.is === 'person') return dial(1, null);
      if (event.is !== 'due') return [life, []];
      return env.now < life.until ? [life, [{ do: 'wake', afterMs: life.until - env.now }]] : dial(life.attempt + 1, life.failingSince);
    case 'draining':
      if (event.is === 'start') return [life, []];
      if (event.is === 'drained' || event.is === 'lost') return [STOPPED, [{ do: 'close' }]];
      return event.is === 'due' && env.now >= life.until ? [STOPPED, [{ do: 'close' }]] : [life, []];
  }
}

function live(life: Extract<Life, { connectedAt: number }>, event: LifeEvent, env: LifeEnv): Step {
  const held = env.now - life.connectedAt >= PACE.stableMs;
  switch (event.is) {
    case 'judged': {
      const forgiven = held ? { attempt: 1, failingSince: null } : {};
      if (event.verdict === 'opening') return [{ ...life, ...forgiven }, []];
      const at = event.verdict === 'good' ? 'up' : 'degraded';
      return [{ ...life, at, reason: event.verdict === 'bad' ? event.reason : null, ...forgiven }, []];
    }
    case 'lost':
      return rest(
        event.fault,
        held ? { attempt: 0, failingSince: null } : life,
        env,
        life.attempt === 1 || env.now - life.connectedAt >= PACE.quickMs,
      );
    case 'person': // restart: a person asked for a fresh connection
      return redial();
    default:
      return [life, []];
  }
}

function dial(attempt: number, failingSince: number | null): Step {
  return [{ at: 'connecting', attempt, failingSince }, [{ do: 'dial' }]];
}

/** Gives up what there is and begins anew. */
const redial = (): Step => [{ at: 'connecting', attempt: 1, failingSince: null }, [{ do: 'close' }, { do: 'dial' }]];

function rest(reason: Fault, trouble: Trouble, env: LifeEnv, quick = false): Step {
  const at = needsPerson(reason) ? 'blocked' : 'waiting';
  const failingSince = trouble.failingSince ?? env.now;
  const afterMs = at === 'blocked' ? PACE.blockedMs : retryDelay(quick ? 0 : trouble.attempt, env.now - failingSince, env.random);
  return [{ at, attempt: trouble.attempt, failingSince, reason, until: env.now + afterMs }, [{ do: 'close' }, { do: 'wake', afterMs }]];
}

/**
 * Milliseconds until the next attempt after `attempt` failed ones (0: a session that had held was lost). Full jitter
 * (AWS, "Exponential Backoff And Jitter", 2015): a fleet that fell together must not rise together.
 * A dial that was refused at its very first attempt retries like any other: below a second.
 */
export function retryDelay(attempt: number, troubleForMs: number, random: number): number {
  if (attempt === 0) return Math.round(PACE.firstRetryMs * random);
  const cap = troubleForMs < PACE.youngForMs ? PACE.youngCapMs : PACE.oldCapMs;
  return Math.round(Math.min(cap, PACE.baseMs * 2 ** Math.min(attempt - 1, 10)) * random);
}

function stop(life: Life, env: LifeEnv): Step {
  if (life.at === 'stopped' || life.at === 'draining') return [life, []];
  if (isLive(life)) return [{ at: 'draining', until: env.now + PACE.drainMs }, [{ do: 'drain' }, { do: 'wake', afterMs: PACE.drainMs }]];
  return [STOPPED, [{ do: 'close' }]];
}
