import { decideNotice, type KeptFinding, NOTICE_LEVELS, type NoticeLevel, noticeKind, type Told } from '@stellwerk/domain';
import type { RunnableCheck, SystemTx, ToldRow } from '@stellwerk/store';

/** A finding with what people were told of it so far. */
export interface ToldFinding extends KeptFinding {
  readonly mutedUntil: number | null;
  readonly toldLevel: string | null;
  readonly toldAt: number | null;
}

/** Who is told of findings: the people who look after the customer, and its own administrators. */
const CIRCLE = { providerRoles: ['owner', 'admin', 'technician'], tenantRoles: ['tenant-admin'] } as const;

const isLevel = (level: string): level is NoticeLevel => (NOTICE_LEVELS as readonly string[]).includes(level);
const isCertificate = (subject: string): boolean => /^[0-9a-f]{64}$/.test(subject);

/** The telling that counts: about a certificate the gravest by any check of the customer, about anything else the last of this very check. */
function lastTold(rows: readonly ToldRow[], { id, subject }: ToldFinding, checkId: string): Told | null {
  const counted = rows.filter((row) => isCertificate(subject) || row.checkId === checkId);
  const levels = counted.flatMap(({ level, at, findingId }) =>
    isLevel(level) ? [{ level, at: at.getTime(), sameFinding: findingId === id }] : [],
  );
  const own = levels.find((told) => told.sameFinding);
  if (own && !isCertificate(subject)) return own;
  return levels.sort((a, b) => NOTICE_LEVELS.indexOf(b.level) - NOTICE_LEVELS.indexOf(a.level))[0] ?? null;
}

/**
 * Tells people what they have to know of these findings, in the transaction of the run that found it, and gives the findings back with what
 * was told. One notice per level and certificate, however many checks see it.
 * @param now when the run looked, milliseconds since 1970
 */
export async function tellOf(tx: SystemTx, check: RunnableCheck, findings: readonly ToldFinding[], now: number): Promise<ToldFinding[]> {
  const after: ToldFinding[] = [];
  // In one order, so that two runs that see the same certificate do not wait for each other.
  for (const finding of [...findings].sort((a, b) => (a.rule + a.subject < b.rule + b.subject ? -1 : 1)))
    after.push(finding.closedAt === null ? await told(tx, check, finding, now) : await resolved(tx, check, finding, now));
  return after;
}

async function told(tx: SystemTx, check: RunnableCheck, finding: ToldFinding, now: number): Promise<ToldFinding> {
  const { kind } = check;
  const decide = (before: Told | null): NoticeLevel | null =>
    decideNotice({ kind, finding, mutedUntil: finding.mutedUntil, told: before, secondView: 'none' }, now);
  const own = ownTelling(finding);
  if (decide(own) === null) return finding;
  const before = lastTold(await tx.checkWork.toldAbout(check.tenantId, finding), finding, check.id);
  const level = decide(before);
  if (level === null) return before ? { ...finding, toldLevel: before.level, toldAt: before.at } : finding;
  await tx.notifications.tell({ ...about(check, finding), kind: noticeKind(finding, level), ...CIRCLE });
  return { ...finding, toldLevel: level, toldAt: now };
}

const ownTelling = ({ toldLevel, toldAt }: ToldFinding): Told | null =>
  toldLevel !== null && toldAt !== null && isLevel(toldLevel) ? { level: toldLevel, at: toldAt, sameFinding: true } : null;

/** Who was alarmed is told that it is over. */
async function resolved(tx: SystemTx, check: RunnableCheck, finding: ToldFinding, now: number): Promise<ToldFinding> {
  const muted = finding.mutedUntil !== null && now < finding.mutedUntil;
  if (finding.toldLevel !== null && !muted) await tx.notifications.tell({ ...about(check, finding), kind: 'finding-resolved', ...CIRCLE });
  return finding;
}

const about = (check: RunnableCheck, finding: ToldFinding) => ({
  providerId: check.providerId,
  tenantId: check.tenantId,
  params: {
    ...finding.params,
    findingCode: finding.code,
    checkId: check.id,
    checkName: check.name,
    tenantName: check.tenantName,
    ...(check.pbx && { pbxName: check.pbx.name }),
  },
});
