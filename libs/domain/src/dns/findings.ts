import { ANSWER_FINDINGS } from './answer-texts.js';
import { HOST_FINDINGS } from './host-texts.js';
import { SRV_FINDINGS } from './srv-texts.js';

/** The catalogue rows of every code that a DNS rule can give. */
export const DNS_FINDINGS = { ...ANSWER_FINDINGS, ...HOST_FINDINGS, ...SRV_FINDINGS } as const;
export type DnsFindingCode = keyof typeof DNS_FINDINGS;
