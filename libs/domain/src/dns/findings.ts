import type { FindingEntry } from '../check/finding-text.js';
export const DNS_FINDINGS = {} as const satisfies Record<string, FindingEntry>;
