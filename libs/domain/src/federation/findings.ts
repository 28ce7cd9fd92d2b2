import type { FindingEntry } from '../check/finding-text.js';
export const FEDERATION_FINDINGS = {} as const satisfies Record<string, FindingEntry>;
