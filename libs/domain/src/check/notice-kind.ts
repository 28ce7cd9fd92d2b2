import type { NotificationKind } from '../notification/kinds.js';
import type { OpenFinding } from './life.js';
import type { NoticeLevel } from './notice.js';

const OF_A_CERTIFICATE = { warn: 'certificate-warning', fail: 'certificate-critical', expired: 'certificate-expired' } as const;

/** How people are told of a finding at a level: expiry by its steps, a step that only a person can take as such, everything else by its weight. */
export function noticeKind({ rule }: Pick<OpenFinding, 'rule'>, level: NoticeLevel): NotificationKind {
  if (rule === 'CRT-01') return OF_A_CERTIFICATE[level];
  if (rule === 'FED-08') return 'needs-hand';
  return level === 'warn' ? 'finding-warned' : 'finding-failed';
}
