import type { Output, routes, RuleAnswer } from '@stellwerk/contracts';
import {
  CHECK_KINDS,
  CHECK_PARAMS,
  checkKindDescription,
  checkKindName,
  DEFAULT_INTERVAL_SECONDS,
  findingText,
  FREE_KINDS,
  type Locale,
  ruleName,
  type RuleResult,
  SHORTEST_INTERVAL_SECONDS,
} from '@stellwerk/domain';
import type { CheckRow, CheckRunRow } from '@stellwerk/store';
import { z } from 'zod';

/** One rule's answer with its sentences. What is fine has no code and no sentence: the rule says what was looked at. */
export function answerView({ rule, status, code, subject, params }: RuleResult, locale: Locale): RuleAnswer {
  const words = code === null ? { title: ruleName(rule, locale), text: '', fix: '', source: null } : findingText(code, params, locale);
  return { rule, status, code, subject, params: { ...params }, ...words };
}

/** Two intervals without a run: whatever the status says, nobody has looked for too long. */
const isStale = (row: CheckRow, now: number): boolean => now - (row.lastRunAt ?? row.createdAt).getTime() > 2 * row.intervalSeconds * 1_000;

export const checkView = (row: CheckRow, now: number): Output<typeof routes.getCheck> => ({
  ...row,
  params: { ...row.params },
  pausedAt: row.pausedAt?.toISOString() ?? null,
  pausedUntil: row.pausedUntil?.toISOString() ?? null,
  statusSince: row.statusSince.toISOString(),
  stale: isStale(row, now),
  lastRunAt: row.lastRunAt?.toISOString() ?? null,
  nextRunAt: row.pausedAt !== null && row.pausedUntil === null ? null : row.nextRunAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const runView = (row: CheckRunRow, locale: Locale): Output<typeof routes.listCheckRuns>['items'][number] => ({
  id: row.id,
  checkId: row.checkId,
  at: row.at.toISOString(),
  status: row.status,
  tookMs: row.tookMs,
  trigger: row.trigger,
  worker: row.workerId,
  facts: row.facts,
  answers: row.answers.map((answer) => answerView(answer, locale)),
});

/** The catalogue of kinds in a reader's language. */
export const kindsView = (locale: Locale): Output<typeof routes.listCheckKinds> => ({
  items: CHECK_KINDS.map((kind) => ({
    kind,
    name: checkKindName(kind, locale),
    description: checkKindDescription(kind, locale),
    free: (FREE_KINDS as readonly string[]).includes(kind),
    defaultIntervalSeconds: DEFAULT_INTERVAL_SECONDS[kind],
    shortestIntervalSeconds: SHORTEST_INTERVAL_SECONDS[kind],
    params: z.toJSONSchema(CHECK_PARAMS[kind], { io: 'input', unrepresentable: 'any' }),
  })),
});
