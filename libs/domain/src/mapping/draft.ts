import type { Finding } from '../finding.js';
import { parseAddress, parseCidr } from '../network/address.js';
import type { MappingFindingCode } from './finding-codes.js';
import { Direction, Exposure, Host, MappingInput, ServiceProtocol } from './mapping.js';

export type MappingFinding = Finding<MappingFindingCode>;

/** A mapping as far as it has been typed: what is missing or unusable is null. */
export interface MappingDraft {
  readonly name: string | null;
  readonly direction: Direction | null;
  readonly exposure: Exposure;
  readonly localPort: number | null;
  readonly remotePort: number | null;
  readonly targetHost: string | null;
  readonly allowFrom: readonly string[];
  readonly protocol: ServiceProtocol;
  /** The whole mapping, once every field is usable. */
  readonly complete: MappingInput | null;
}

type Fields = Readonly<Record<string, unknown>>;
const empty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Reads one half-typed row. Every field that cannot be used yields one finding at its own pointer; the rest is kept (V1: validated while typing). */
export function readDraft(input: unknown, index: number): { readonly draft: MappingDraft; readonly findings: MappingFinding[] } {
  const findings: MappingFinding[] = [];
  const complain = (code: MappingFindingCode, field: string, params: Finding['params'] = {}): null => {
    findings.push({ code, severity: 'error', path: `/mappings/${index}${field === '' ? '' : `/${field}`}`, params });
    return null;
  };
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  if (!isObject) complain('mapping-malformed', '');
  const fields: Fields = isObject ? (input as Fields) : {};

  const port = (field: 'localPort' | 'remotePort'): number | null => {
    const value = fields[field];
    if (empty(value)) return isObject ? complain('port-missing', field) : null;
    if (typeof value !== 'number' || !Number.isInteger(value)) return complain('port-malformed', field);
    return value >= 1 && value <= 65_535 ? value : complain('port-out-of-range', field, { port: value });
  };
  const choice = <T extends string>(field: string, options: readonly T[], code: MappingFindingCode, otherwise: T | null): T | null => {
    const value = fields[field];
    if (value === undefined && otherwise !== null) return otherwise;
    const known = options.find((option) => option === value);
    if (known !== undefined) return known;
    if (isObject) complain(code, field, { allowed: [...options] });
    return otherwise;
  };

  const nameText = typeof fields.name === 'string' ? fields.name.trim() : '';
  const name =
    nameText !== ''
      ? nameText.length <= 80
        ? nameText
        : complain('name-too-long', 'name', { limit: 80 })
      : isObject
        ? complain('name-missing', 'name')
        : null;
  const draft = {
    name,
    direction: choice('direction', Direction.options, 'direction-missing', null),
    exposure: choice('exposure', Exposure.options, 'exposure-malformed', 'private') ?? 'private',
    localPort: port('localPort'),
    remotePort: port('remotePort'),
    targetHost: empty(fields.targetHost)
      ? null
      : (readHost(fields.targetHost) ?? complain('host-malformed', 'targetHost', { host: shown(fields.targetHost) })),
    allowFrom: readNetworks(fields.allowFrom, (field, text) => complain('cidr-malformed', field, { text })),
    protocol: choice('protocol', ServiceProtocol.options, 'protocol-malformed', 'tcp') ?? 'tcp',
  };
  const parsed = findings.length === 0 ? MappingInput.safeParse(normalised(fields)) : null;
  if (parsed !== null && !parsed.success) complain('mapping-malformed', parsed.error.issues[0]?.path.map(String).join('/') ?? '');
  return { draft: { ...draft, complete: parsed?.success ? parsed.data : null }, findings };
}

/** An emptied text field means "none" in a form. */
const normalised = (fields: Fields): Fields => ({ ...fields, targetHost: empty(fields.targetHost) ? null : fields.targetHost });

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 80) : typeof value);

/** A host name (RFC 1123, underscores tolerated as Windows does) or an address; null when it is neither. */
function readHost(value: unknown): string | null {
  const parsed = Host.safeParse(value);
  if (!parsed.success) return null;
  const host = parsed.data;
  if (parseAddress(host) !== null) return host;
  if (host.includes(':') || /^[\d.]+$/.test(host)) return null;
  const labels = host.replace(/\.$/, '').split('.');
  return labels.every((label) => /^[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u.test(label)) ? host : null;
}

function readNetworks(value: unknown, complain: (field: string, text: string) => void): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    complain('allowFrom', shown(value));
    return [];
  }
  return value.filter((entry: unknown, i): entry is string => {
    const usable = typeof entry === 'string' && parseCidr(entry) !== null;
    if (!usable) complain(`allowFrom/${i}`, shown(entry));
    return usable;
  });
}
