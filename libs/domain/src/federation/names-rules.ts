import { fine, type RuleResult } from '../check/rule-result.js';
import type { RuleStatus } from '../check/status.js';
import { plainAddress, publicness } from '../dns/host.js';
import { asciiName, shownName } from '../dns/name.js';
import { classifyAddress, parseAddress } from '../network/address.js';
import type { FederationInput } from './federation.js';
import { fqdnRelation, type FqdnRelation } from './fqdn-rule.js';

export type NamesCode =
  | 'federation-domain-malformed'
  | 'federation-name-malformed'
  | 'federation-name-too-deep'
  | 'federation-name-parent'
  | 'federation-name-unrelated'
  | 'federation-port-unusual'
  | 'public-address-malformed'
  | 'public-address-not-public'
  | 'public-address-sample'
  | 'internal-address-malformed'
  | 'internal-address-public'
  | 'interface-malformed'
  | 'interface-port-differs'
  | 'interface-address-differs'
  | 'interface-loopback';

/** The port on which federation partners are contacted (S3 §3.3). */
export const FEDERATION_PORT = 5061;

const RELATION_CODES: Readonly<Record<Exclude<FqdnRelation, 'same' | 'direct'>, NamesCode>> = {
  'too-deep': 'federation-name-too-deep',
  parent: 'federation-name-parent',
  unrelated: 'federation-name-unrelated',
};

/**
 * DNS-04: rule D-3. The manual contradicts itself: elsewhere it says that the name need not be related to the domain at all, which holds while
 * partners come by static routes only. So it is only told then, and a failure as soon as open federation is on. The verdict always names
 * the domain it refers to.
 */
function nameRule(f: FederationInput): RuleResult<NamesCode> {
  const rule = 'DNS-04';
  const [domain, fqdn] = [shownName(f.domain), shownName(f.fqdn)];
  const params = { domain, fqdn, openFederation: f.openFederation };
  if (asciiName(f.domain) === null) return { rule, status: 'fail', code: 'federation-domain-malformed', subject: domain, params };
  const relation = fqdnRelation(f.domain, f.fqdn);
  if (relation === null) return { rule, status: 'fail', code: 'federation-name-malformed', subject: fqdn, params };
  if (relation === 'same' || relation === 'direct') return fine(rule, { ...params, relation }, fqdn);
  const status: RuleStatus = f.openFederation ? 'fail' : 'info';
  return { rule, status, code: RELATION_CODES[relation], subject: fqdn, params: { ...params, relation } };
}

function portRule(f: FederationInput): RuleResult<NamesCode> {
  const params = { port: f.port, expected: FEDERATION_PORT, openFederation: f.openFederation };
  if (f.port === FEDERATION_PORT) return fine('F-1', params, 'port');
  return { rule: 'F-1', status: f.openFederation ? 'warn' : 'info', code: 'federation-port-unusual', subject: 'port', params };
}

function publicRule(address: string): RuleResult<NamesCode> {
  const subject = 'publicAddress';
  const parsed = parseAddress(address);
  const params = { address: plainAddress(address), class: parsed === null ? 'malformed' : classifyAddress(parsed) };
  const result = (status: 'fail' | 'info', code: NamesCode): RuleResult<NamesCode> => ({ rule: 'DNS-03', status, code, subject, params });
  if (parsed === null) return result('fail', 'public-address-malformed');
  const kind = publicness(address);
  if (kind === 'documentation') return result('info', 'public-address-sample');
  return kind === 'public' ? fine('DNS-03', params, subject) : result('fail', 'public-address-not-public');
}

function internalRule(address: string): RuleResult<NamesCode> {
  const subject = 'internalAddress';
  const parsed = parseAddress(address);
  const params = { address: plainAddress(address) };
  if (parsed === null) return { rule: 'F-1', status: 'fail', code: 'internal-address-malformed', subject, params };
  return publicness(address) === 'public'
    ? { rule: 'F-1', status: 'info', code: 'internal-address-public', subject, params }
    : fine('F-1', params, subject);
}

/** An interface as the product shows it: `192.0.2.10:5061`, `[2001:db8::1]:5061`, or an address alone. Null: neither. */
export function readInterface(text: string): { readonly address: string; readonly port: number | null } | null {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2] ?? text.trim();
  const parsed = /^[\d.]+$|:/.test(host) ? parseAddress(host) : null;
  const port = match?.[3] === undefined ? null : Number(match[3]);
  return parsed === null || (port !== null && (port < 1 || port > 65_535)) ? null : { address: parsed.canonical, port };
}

/** Where the service listens [Netzwerkschnittstellen] against the port and address that the firewall forwards to. */
function interfaceRule(f: FederationInput, text: string): RuleResult<NamesCode> {
  const subject = 'networkInterface';
  const read = readInterface(text);
  const internal = f.internalAddress === null ? null : parseAddress(f.internalAddress);
  const params = { interface: text, port: f.port, internalAddress: internal?.canonical ?? '', shownPort: read?.port ?? '' };
  const result = (status: 'fail' | 'warn', code: NamesCode): RuleResult<NamesCode> => ({ rule: 'F-1', status, code, subject, params });
  if (read === null) return result('warn', 'interface-malformed');
  const address = parseAddress(read.address);
  const kind = address === null ? 'reserved' : classifyAddress(address);
  if (kind === 'loopback') return result('fail', 'interface-loopback');
  if (kind !== 'unspecified' && internal !== null && internal.canonical !== read.address)
    return result('warn', 'interface-address-differs');
  return read.port !== null && read.port !== f.port ? result('warn', 'interface-port-differs') : fine('F-1', params, subject);
}

/** Domain, name, port, addresses and interface of the server itself. */
export const judgeNames = (f: FederationInput): readonly RuleResult<NamesCode>[] => [
  nameRule(f),
  portRule(f),
  ...(f.publicAddress === null ? [] : [publicRule(f.publicAddress)]),
  ...(f.internalAddress === null ? [] : [internalRule(f.internalAddress)]),
  ...(f.networkInterface === null ? [] : [interfaceRule(f, f.networkInterface)]),
];
