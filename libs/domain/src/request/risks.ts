import type { Params } from '../locale.js';
import { isDatabase } from '../mapping/databases.js';
import type { MappingInput } from '../mapping/mapping.js';
import { SERVICE_TEMPLATES } from '../mapping/service-templates.js';
import { classifyAddress, parseAddress, parseCidr } from '../network/address.js';

export const RISK_CODES = ['gateway-exposure', 'database', 'ssh-console', 'privileged-port', 'wide-target', 'no-end'] as const;
export type RiskCode = (typeof RISK_CODES)[number];
/** `info` is worth knowing, `warning` worth a second look, `high` worth a question before approving. */
export type RiskSeverity = 'info' | 'warning' | 'high';

export interface RequestRisk {
  readonly code: RiskCode;
  readonly severity: RiskSeverity;
  /** Index of the mapping; null: the request as a whole. */
  readonly mapping: number | null;
  readonly params: Params;
}

export interface RiskInput {
  /** Key of the service template it was made from. */
  readonly template: string | null;
  readonly mappings: readonly MappingInput[];
  /** It has an end. */
  readonly ends: boolean;
}

/** Networks with more hosts than this prefix leaves are wide: a usual LAN is a /24 (IPv6: a /64). */
const LAN_PREFIX = { 4: 24, 6: 64 } as const;

/** The port a mapping leads to. */
const destination = (m: Pick<MappingInput, 'direction' | 'localPort' | 'remotePort'>): number =>
  m.direction === 'outbound' ? m.remotePort : m.localPort;
const listener = (m: Pick<MappingInput, 'direction' | 'localPort' | 'remotePort'>): number =>
  m.direction === 'outbound' ? m.localPort : m.remotePort;

const isConsole = (m: Pick<MappingInput, 'direction' | 'localPort' | 'remotePort' | 'protocol'>): boolean =>
  destination(m) === 22 || m.protocol === 'ssh';
const leadsToDatabase = (m: Pick<MappingInput, 'direction' | 'localPort' | 'remotePort' | 'protocol'>): boolean =>
  isDatabase(m.protocol, destination(m));

/** True when a mapping leads to the SSH service of the PBX itself: access to its console, which is always for a time (domain reference §1.8). */
export const opensPbxConsole = (mappings: readonly Pick<MappingInput, 'direction' | 'localPort' | 'remotePort' | 'protocol'>[]): boolean =>
  mappings.some((m) => m.direction === 'inbound' && isConsole(m));

function wideNetworks(m: MappingInput): RequestRisk['severity'] | null {
  const wide = m.allowFrom.flatMap((text) => parseCidr(text) ?? []).filter((n) => n.prefix < LAN_PREFIX[n.family]);
  if (wide.length === 0) return null;
  return wide.some((n) => n.prefix <= 8) ? 'high' : 'warning';
}

/** A target on the internet: then the tunnel is a way out of the customer's network, not into it. */
function isPublicTarget(m: MappingInput): boolean {
  const address = m.targetHost === null ? null : parseAddress(m.targetHost);
  return m.direction === 'outbound' && address !== null && classifyAddress(address) === 'public';
}

function ofMapping(m: MappingInput, mapping: number): RequestRisk[] {
  const risks: RequestRisk[] = [];
  const add = (code: RiskCode, severity: RiskSeverity, params: Params = {}): void => void risks.push({ code, severity, mapping, params });
  const about = { name: m.name, direction: m.direction };
  if (m.exposure === 'gateway') {
    const anybody = m.direction === 'inbound' && m.allowFrom.length === 0;
    add('gateway-exposure', anybody ? 'high' : 'warning', { ...about, port: listener(m), from: [...m.allowFrom] });
    const wide = wideNetworks(m);
    if (wide !== null) add('wide-target', wide, { ...about, from: [...m.allowFrom] });
  }
  if (isPublicTarget(m)) add('wide-target', 'warning', { ...about, host: m.targetHost ?? '' });
  if (isConsole(m)) add('ssh-console', 'high', { ...about, host: m.targetHost ?? '' });
  if (leadsToDatabase(m)) add('database', 'warning', { ...about, port: destination(m) });
  if (listener(m) < 1024) add('privileged-port', 'warning', { ...about, port: listener(m) });
  return risks;
}

/** What makes a reviewer look twice, mapping by mapping, then what concerns the whole. Complete: empty means that nothing was found. */
export function judgeRisks({ template, mappings, ends }: RiskInput): RequestRisk[] {
  const risks = mappings.flatMap(ofMapping);
  const has = (code: RiskCode): boolean => risks.some((r) => r.code === code);
  // Rows that were moved away from the template's ports and protocols still carry what the template is for.
  const rows = SERVICE_TEMPLATES.find((t) => t.key === template)?.mappings ?? [];
  const whole = (code: RiskCode, severity: RiskSeverity): void =>
    void risks.push({ code, severity, mapping: null, params: { template: template ?? '' } });
  if (!has('ssh-console') && opensPbxConsole(rows)) whole('ssh-console', 'high');
  if (!has('database') && rows.some(leadsToDatabase)) whole('database', 'warning');
  if (!ends) whole('no-end', has('ssh-console') ? 'high' : 'info');
  return risks;
}

/** True when nothing in it needs a person's look. */
export const isHarmless = (risks: readonly RequestRisk[]): boolean => risks.every((r) => r.severity === 'info');
