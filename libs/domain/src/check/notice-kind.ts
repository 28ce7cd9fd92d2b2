import type { NotificationKind } from '../notification/kinds.js';
import type { OpenFinding } from './life.js';
import type { NoticeLevel } from './notice.js';

const OF_A_CERTIFICATE = { warn: 'certificate-warning', fail: 'certificate-critical', expired: 'certificate-expired' } as const;

/** How people are told of a finding at a level: expiry by its steps, a step that only a person can take as such, everything else by its weight. */
export function noticeKind({ rule, code }: Pick<OpenFinding, 'rule'> & { readonly code?: string }, level: NoticeLevel): NotificationKind {
  // What begins too late does not end soon.
  if (rule === 'CRT-01' && code !== 'certificate-not-yet-valid') return OF_A_CERTIFICATE[level];
  if (rule === 'FED-08') return 'needs-hand';
  return level === 'warn' ? 'finding-warned' : 'finding-failed';
}
