import type { CheckFacts, FactsOf } from './facts.js';
import type { CheckKind, CheckParams } from './kinds.js';
import type { RuleResult } from './rule-result.js';

/** The rules of one kind: what its facts mean for its parameters at a time (milliseconds since 1970). */
type Judge<K extends CheckKind> = (params: CheckParams<K>, facts: CheckFacts[K], now: number) => readonly RuleResult[];

/** A kind without its rules does not compile. */
const JUDGES: { readonly [K in CheckKind]: Judge<K> } = {
  'tcp-port': () => [],
  'tls-endpoint': () => [],
  'tls-protocols': () => [],
  'dns-host': () => [],
  'dns-federation-srv': () => [],
  'dns-issuance': () => [],
  'dns-address-list': () => [],
  'dns-internal': () => [],
  'certificate-selection': () => [],
  'federation-partner': () => [],
  'stored-certificate': () => [],
  'federation-settings': () => [],
};

/** A check of one kind. */
export interface SpecOf<K extends CheckKind> {
  readonly kind: K;
  readonly params: CheckParams<K>;
}

/**
 * What every rule says about the facts of one run; one answer per rule and subject, good ones too. Pure: the same facts at the same time give
 * the same answers, so a history can be judged again.
 * @param now milliseconds since 1970
 */
export const judge = <K extends CheckKind>(spec: SpecOf<K>, facts: FactsOf<K>, now: number): readonly RuleResult[] =>
  JUDGES[spec.kind](spec.params, facts, now);
