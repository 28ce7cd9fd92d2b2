import {
  advanceRun,
  type CertificateRole,
  type CheckSpec,
  judgeRun,
  nextRunAt,
  type Result,
  type RuleResult,
  type RuleStatus,
} from '@stellwerk/domain';
import type { Probed, SentChain } from '@stellwerk/probe';
import type { FindingState, HeldCheck, RunnableCheck, SeenCertificate, SystemTx } from '@stellwerk/store';
import { type ToldFinding, tellOf } from './notices.js';

/** A run whose probe has come home. */
export interface FinishedRun {
  /** As it was when the run began. */
  readonly check: RunnableCheck;
  readonly spec: CheckSpec;
  readonly looked: Result<Probed>;
  readonly trigger: 'schedule' | 'now';
  readonly tookMs: number;
  /** When it is recorded, milliseconds since 1970. */
  readonly at: number;
  readonly workerId: string;
}

export interface RecordedRun {
  readonly status: RuleStatus;
  /** Another status, or findings that opened or closed: people who look should see it now. */
  readonly news: boolean;
}

const ms = (date: Date | null): number | null => date?.getTime() ?? null;
const date = (at: number | null): Date | null => (at === null ? null : new Date(at));

type Held = HeldCheck['findings'][number];
const kept = (f: Held): ToldFinding => ({
  ...f,
  openedAt: f.openedAt.getTime(),
  lastSeenAt: f.lastSeenAt.getTime(),
  closedAt: ms(f.closedAt),
  breaksAt: ms(f.breaksAt),
  mutedUntil: ms(f.mutedUntil),
  toldAt: ms(f.toldAt),
});
const stored = ({ mutedUntil: _, ...f }: ToldFinding): FindingState => ({
  ...f,
  openedAt: new Date(f.openedAt),
  lastSeenAt: new Date(f.lastSeenAt),
  closedAt: date(f.closedAt),
  breaksAt: date(f.breaksAt),
  toldAt: date(f.toldAt),
});

/** What makes two runs say the same: numbers (days left, milliseconds) move by themselves. */
const essence = (answers: readonly RuleResult[]): string =>
  JSON.stringify(
    answers.map(({ rule, subject, status, code, params }) => [
      rule,
      subject,
      status,
      code,
      Object.entries(params)
        .filter(([, value]) => typeof value !== 'number')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );

/**
 * Judges a run and writes it down, all in the caller's transaction: the run, the status and next time of its check, its findings, its
 * certificates, and what people are told. Null when it is no longer of use: the check is gone, was changed, or somebody else has looked since
 * this run began.
 */
export async function recordRun(tx: SystemTx, run: FinishedRun): Promise<RecordedRun | null> {
  const { check, spec, looked, at } = run;
  const held = await tx.checkWork.hold(check.id);
  if (!held || held.check.version !== check.version || ms(held.check.lastRunAt) !== ms(check.lastRunAt)) return null;
  const verdict = judgeRun(spec, looked.ok ? { ok: true, value: looked.value.facts } : looked, at);
  const before = held.findings.map(kept);
  const known = new Map(before.map((finding) => [finding.id, finding]));
  const advanced = advanceRun(check.kind, before, { answers: verdict.answers, at }).map((finding): ToldFinding => ({
    mutedUntil: null,
    toldLevel: null,
    toldAt: null,
    ...known.get(finding.id),
    ...finding,
  }));
  const findings = await tellOf(tx, check, advanced, at);
  await tx.checkWork.record({
    checkId: check.id,
    at: new Date(at),
    status: verdict.status,
    tookMs: run.tookMs,
    trigger: run.trigger,
    workerId: run.workerId,
    facts: looked.ok ? looked.value.facts : { unable: looked.fault },
    answers: verdict.answers,
    changed: held.lastRun === null || essence(held.lastRun.answers) !== essence(verdict.answers),
    nextRunAt: new Date(nextRunAt(check.id, check.intervalSeconds, at)),
    findings: findings.map(stored),
    certificates: looked.ok ? looked.value.sent.map((sent) => seen(spec, sent)) : [],
  });
  const moved = findings.some((finding) => finding.id === null || finding.closedAt !== null);
  return { status: verdict.status, news: moved || held.check.status !== verdict.status };
}

/** What the certificate is used for where it was seen. */
function roleAt(spec: CheckSpec, endpoint: string): CertificateRole {
  if (spec.kind === 'tls-endpoint') return spec.params.role;
  if (spec.kind === 'certificate-selection') return endpoint.endsWith(`:${spec.params.port}`) ? 'sip-federation' : 'web-server';
  return spec.kind === 'federation-partner' ? 'sip-federation' : 'any-server';
}

const NAMES_SHOWN = 3;

function seen(spec: CheckSpec, { endpoint, facts, chain }: SentChain): SeenCertificate {
  const [der = new Uint8Array(), ...rest] = chain;
  const names = facts.dnsNames.slice(0, NAMES_SHOWN).join(', ');
  return { endpoint, facts, role: roleAt(spec, endpoint), name: names || facts.subject || facts.sha256, der, chain: rest };
}
