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
/** `about` keeps the faults of one route apart: each opens and closes on its own. */
interface Fault {
  readonly about: 'domain' | 'host' | 'port' | 'lists' | 'twice';
  readonly status: 'fail' | 'warn' | 'info';
  readonly code: RouteCode;
}

/** The names of a list as DNS compares them; hundreds on each side must not mean a hundred thousand comparisons. */
const namesOf = (list: readonly string[]): ReadonlySet<string> => new Set(list.flatMap((one) => asciiName(one) ?? []));

interface Surroundings {
  readonly federation: FederationInput;
  readonly allowed: ReadonlySet<string>;
  readonly blocked: ReadonlySet<string>;
  /** Domains of the enabled routes before this one. */
  readonly taken: ReadonlySet<string>;
}

/** What is wrong with one route, each on its own. Its port is the partner's, to which we connect. */
function* routeFaults(route: FederationRoute, { federation, allowed, blocked, taken }: Surroundings): Generator<Fault> {
  const domain = asciiName(route.domain);
  if (domain === null) yield { about: 'domain', status: 'fail', code: 'route-domain-malformed' };
  if (sameName(route.domain, federation.domain)) yield { about: 'domain', status: 'fail', code: 'route-own-domain' };
  if (sameName(route.host, federation.fqdn)) yield { about: 'host', status: 'fail', code: 'route-own-server' };
  if (domain !== null && taken.has(domain)) yield { about: 'twice', status: 'fail', code: 'route-duplicate' };
  if (parseAddress(route.host) !== null) yield { about: 'host', status: 'warn', code: 'route-address' };
  else if (asciiName(route.host) === null) yield { about: 'host', status: 'fail', code: 'route-host-malformed' };
  if (route.port !== FEDERATION_PORT) yield { about: 'port', status: 'info', code: 'route-port-unusual' };
  if (domain !== null && blocked.has(domain)) yield { about: 'lists', status: 'warn', code: 'route-domain-blocked' };
  else if (domain !== null && federation.allowedDomains.length > 0 && !allowed.has(domain))
    yield { about: 'lists', status: 'warn', code: 'route-domain-not-allowed' };
}

/** FED-10: every static route. One that is switched off keeps its configuration and is not judged. */
export function judgeRoutes(f: FederationInput): readonly RuleResult<RouteCode>[] {
  const [allowed, blocked, taken] = [namesOf(f.allowedDomains), namesOf(f.blockedDomains), new Set<string>()];
  return f.routes.flatMap((route): readonly RuleResult<RouteCode>[] => {
    const params = {
      domain: shownName(route.domain),
      host: route.host,
      port: route.port,
      expected: FEDERATION_PORT,
      own: shownName(f.domain),
    };
    const subject = params.domain;
    if (!route.enabled) return [{ rule, status: 'skipped', code: 'route-off', subject, params }];
    const faults = [...routeFaults(route, { federation: f, allowed, blocked, taken })];
    taken.add(subject);
    return faults.length === 0
      ? [fine(rule, params, subject)]
      : faults.map(({ about, status, code }) => ({ rule, status, code, subject: `${subject} ${about}`, params }));
  });
}

/** Contradictions between the lists, and a federation that leads nowhere. */
export function judgeLists(f: FederationInput): readonly RuleResult<RouteCode>[] {
  const [allowed, blocked, own] = [namesOf(f.allowedDomains), namesOf(f.blockedDomains), asciiName(f.domain)];
  // A domain is told once, however it is spelt on each list.
  const listed = [...new Set([...f.allowedDomains, ...f.blockedDomains].map(shownName))];
  const results = listed.flatMap((domain): readonly RuleResult<RouteCode>[] => {
    const result = (status: 'fail' | 'warn' | 'info', code: RouteCode) => [
      { rule, status, code, subject: `${domain} list`, params: { domain } },
    ];
    if (asciiName(domain) === null) return result('warn', 'listed-domain-malformed');
    if (allowed.has(domain) && blocked.has(domain)) return result('fail', 'domain-allowed-and-blocked');
    return domain === own ? result(blocked.has(domain) ? 'warn' : 'info', 'own-domain-listed') : [];
  });
  if (f.openFederation || f.routes.some(({ enabled }) => enabled)) return results;
  return [...results, { rule, status: 'warn', code: 'nobody-reachable', subject: '', params: { domain: shownName(f.domain) } }];
}
