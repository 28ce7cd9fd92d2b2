import { fine, type RuleResult } from '../check/rule-result.js';
import { asciiName, sameName, shownName } from '../dns/name.js';
import { parseAddress } from '../network/address.js';
import type { FederationInput, FederationRoute } from './federation.js';
import { FEDERATION_PORT } from './names-rules.js';

export type RouteCode =
  | 'route-off'
  | 'route-domain-malformed'
  | 'route-own-domain'
  | 'route-own-server'
  | 'route-duplicate'
  | 'route-address'
  | 'route-host-malformed'
  | 'route-port-unusual'
  | 'route-domain-blocked'
  | 'route-domain-not-allowed'
  | 'domain-allowed-and-blocked'
  | 'own-domain-listed'
  | 'listed-domain-malformed'
  | 'nobody-reachable';

const rule = 'FED-10';
type Fault = { readonly status: 'fail' | 'warn' | 'info'; readonly code: RouteCode };

const has = (list: readonly string[], domain: string): boolean => list.some((one) => sameName(one, domain));

/** What is wrong with one route, each on its own. Its port is the partner's, to which we connect. */
function* routeFaults(f: FederationInput, route: FederationRoute, index: number): Generator<Fault> {
  if (asciiName(route.domain) === null) yield { status: 'fail', code: 'route-domain-malformed' };
  if (sameName(route.domain, f.domain)) yield { status: 'fail', code: 'route-own-domain' };
  if (sameName(route.host, f.fqdn)) yield { status: 'fail', code: 'route-own-server' };
  if (f.routes.some((other, i) => i < index && other.enabled && sameName(other.domain, route.domain)))
    yield { status: 'fail', code: 'route-duplicate' };
  if (parseAddress(route.host) !== null) yield { status: 'warn', code: 'route-address' };
  else if (asciiName(route.host) === null) yield { status: 'fail', code: 'route-host-malformed' };
  if (route.port !== FEDERATION_PORT) yield { status: 'info', code: 'route-port-unusual' };
  if (has(f.blockedDomains, route.domain)) yield { status: 'warn', code: 'route-domain-blocked' };
  else if (f.allowedDomains.length > 0 && !has(f.allowedDomains, route.domain)) yield { status: 'warn', code: 'route-domain-not-allowed' };
}

/** FED-10: every static route. One that is switched off keeps its configuration and is not judged. */
export function judgeRoutes(f: FederationInput): readonly RuleResult<RouteCode>[] {
  return f.routes.flatMap((route, index): readonly RuleResult<RouteCode>[] => {
    const params = {
      domain: shownName(route.domain),
      host: route.host,
      port: route.port,
      expected: FEDERATION_PORT,
      own: shownName(f.domain),
    };
    const subject = params.domain;
    if (!route.enabled) return [{ rule, status: 'skipped', code: 'route-off', subject, params }];
    const faults = [...routeFaults(f, route, index)];
    return faults.length === 0 ? [fine(rule, params, subject)] : faults.map((fault) => ({ rule, ...fault, subject, params }));
  });
}

/** Contradictions between the lists, and a federation that leads nowhere. */
export function judgeLists(f: FederationInput): readonly RuleResult<RouteCode>[] {
  const listed = [...new Set([...f.allowedDomains, ...f.blockedDomains])];
  const results = listed.flatMap((domain): readonly RuleResult<RouteCode>[] => {
    const params = { domain: shownName(domain) };
    const result = (status: 'fail' | 'warn' | 'info', code: RouteCode) => [{ rule, status, code, subject: params.domain, params }];
    if (asciiName(domain) === null) return result('warn', 'listed-domain-malformed');
    // One result for a domain on both lists, however it is spelt on each.
    if (has(f.allowedDomains, domain) && has(f.blockedDomains, domain))
      return f.allowedDomains.includes(domain) ? result('fail', 'domain-allowed-and-blocked') : [];
    return sameName(domain, f.domain) ? result(has(f.blockedDomains, domain) ? 'warn' : 'info', 'own-domain-listed') : [];
  });
  if (f.openFederation || f.routes.some(({ enabled }) => enabled)) return results;
  return [...results, { rule, status: 'warn', code: 'nobody-reachable', subject: '', params: { domain: shownName(f.domain) } }];
}
