import type { Locale, Params } from '../locale.js';
import type { MappingFindingCode } from '../mapping/finding-codes.js';
import type { ModuleFindingCode } from '../pbx/modules.js';
import type { RiskCode } from '../request/risks.js';
import type { TermFindingCode } from '../request/term.js';
import type { FaultCode } from '../tunnel/fault.js';
import { CONNECTION_TEXTS } from './connection-texts.js';
import { FINDING_TEXTS } from './finding-texts.js';
import { FORWARDING_TEXTS } from './forwarding-texts.js';
import { RISK_TEXTS, TERM_TEXTS } from './request-texts.js';
import type { Text } from './words.js';

/** Every code that has a sentence here. */
export type SentenceCode = FaultCode | MappingFindingCode | ModuleFindingCode | TermFindingCode | RiskCode;

/** Complete by type: a new code without both sentences does not compile. */
const TEXTS = { ...CONNECTION_TEXTS, ...FORWARDING_TEXTS, ...FINDING_TEXTS, ...TERM_TEXTS, ...RISK_TEXTS } as const satisfies Record<
  SentenceCode,
  Text
>;

/** One sentence for people: what happened and what to do. A code this build does not know (a newer worker's) is shown as it is. */
export function sentence(code: SentenceCode | (string & {}), params: Params, locale: Locale): string {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code as SentenceCode][locale](params) : code;
}
