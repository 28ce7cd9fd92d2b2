import type { Locale, Params } from '../locale.js';
import type { MappingFindingCode } from '../mapping/finding-codes.js';
import type { ModuleFindingCode } from '../pbx/modules.js';
import type { FaultCode } from '../tunnel/fault.js';

/** Every code that has a sentence here. */
export type SentenceCode = FaultCode | MappingFindingCode | ModuleFindingCode;

/** One sentence for people: what happened and what to do. An unknown code (from a newer worker) is shown as it is. */
export function sentence(code: SentenceCode | (string & {}), _params: Params, _locale: Locale): string {
  return code;
}
