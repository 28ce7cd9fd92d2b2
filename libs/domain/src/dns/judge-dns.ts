import type { DnsHostFacts, DnsIssuanceFacts, DnsSrvFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import type { RuleResult } from '../check/rule-result.js';

/** DNS-01, 02, 03 and 09 about the public name of a server. `now`: milliseconds since 1970. */
export const judgeDnsHost = (_facts: DnsHostFacts, _params: CheckParams<'dns-host'>, _now: number): readonly RuleResult[] => [];
/** DNS-05 to DNS-09 about `_sipfederationtls._tcp` of a federation's own domain. */
export const judgeFederationSrv = (
  _facts: DnsSrvFacts,
  _params: CheckParams<'dns-federation-srv'>,
  _now: number,
): readonly RuleResult[] => [];
/** DNS-10: whether the intended authority may issue (RFC 8659), and whether DNSSEC validates. */
export const judgeIssuance = (_facts: DnsIssuanceFacts, _params: CheckParams<'dns-issuance'>, _now: number): readonly RuleResult[] => [];
/** DNS-11: a name against a list of addresses, both ways. */
export const judgeAddressList = (_facts: DnsHostFacts, _params: CheckParams<'dns-address-list'>, _now: number): readonly RuleResult[] => [];
/** DNS-12: the name as seen from inside. */
export const judgeInternalName = (_facts: DnsHostFacts, _params: CheckParams<'dns-internal'>, _now: number): readonly RuleResult[] => [];
