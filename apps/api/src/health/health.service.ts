type Verdict = 'ok' | 'away';

export interface HealthReport {
  /** `degraded`: requests are served, but live events are late. */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly postgres: Verdict;
  readonly redis: Verdict;
  /** `pending`: this version expects migrations that the database does not have yet. */
  readonly migrations: 'applied' | 'pending' | 'unknown';
  /** Without ssh2's native addon bulk traffic runs at about half the speed. */
  readonly ssh2NativeAddon: boolean;
}

export interface HealthSources {
  readonly pingStore: () => Promise<void>;
  readonly migrationsPending: () => Promise<boolean>;
  readonly redisListening: () => boolean;
  readonly nativeAddon: () => boolean;
}

/** A probe that hangs is a probe that failed. */
const ANSWER_WITHIN_MS = 2_000;

export class HealthService {
  constructor(private readonly sources: HealthSources) {}

  async report(): Promise<HealthReport> {
    const postgres = await answers(this.sources.pingStore().then(() => true));
    const pending =
      postgres === null
        ? null
        : await answers(this.sources.migrationsPending().then((yes) => (yes ? ('pending' as const) : ('applied' as const))));
    const redis: Verdict = this.sources.redisListening() ? 'ok' : 'away';
    const migrations = pending ?? 'unknown';
    const served = postgres !== null && migrations === 'applied';
    return {
      status: !served ? 'unavailable' : redis === 'ok' ? 'ok' : 'degraded',
      postgres: postgres === null ? 'away' : 'ok',
      redis,
      migrations,
      ssh2NativeAddon: this.sources.nativeAddon(),
    };
  }
}

/** The value, or null when it failed or took too long. */
async function answers<T>(question: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ANSWER_WITHIN_MS)));
  try {
    return await Promise.race([question, late]).catch(() => null);
  } finally {
    clearTimeout(timer);
    question.catch(() => undefined);
  }
}
