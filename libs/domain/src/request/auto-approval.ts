import type { MappingInput } from '../mapping/mapping.js';
import { SERVICE_TEMPLATES, type ServiceTemplateFacts, type TemplateMapping } from '../mapping/service-templates.js';
import type { TunnelAsked } from './request.js';
import { isHarmless, judgeRisks } from './risks.js';

export interface AutoApprovalInput {
  readonly kind: 'tunnel' | 'change';
  readonly template: string | null;
  readonly tunnel: TunnelAsked;
  readonly ends: boolean;
  /** Keys of the templates that the customer's policy lets pass. */
  readonly autoApprove: readonly string[];
  /** The rules of mappings have a warning or an error about it. */
  readonly warned: boolean;
}

/** Unprivileged, and above what the rules refuse on the PBX's side. */
const LOWEST = 1024;

const asMapping = (row: TemplateMapping): MappingInput => ({ ...row, targetHost: null, allowFrom: [] });

/**
 * One row may differ from the template's in its name, in the machine it leads to where the template asks for one, and in
 * the port it listens on as long as that stays unprivileged. The port it leads to may not: another one is another service
 * under the template's name (389 moved to 3389 would be a remote desktop).
 */
function isRowOf(m: MappingInput, row: TemplateMapping): boolean {
  const outbound = row.direction === 'outbound';
  const [listens, leads] = outbound ? [m.localPort, m.remotePort] : [m.remotePort, m.localPort];
  return (
    m.direction === row.direction &&
    m.exposure === row.exposure &&
    m.protocol === row.protocol &&
    leads === (outbound ? row.remotePort : row.localPort) &&
    listens >= LOWEST &&
    (m.targetHost === null || row.needsTarget) &&
    m.allowFrom.length === 0
  );
}

/** A template that a policy may put on its list: its own rows, unchanged, need nobody's look. Databases, consoles and gateways always do. */
const mayPassAlone = (template: ServiceTemplateFacts): boolean =>
  isHarmless(judgeRisks({ template: template.key, mappings: template.mappings.map(asMapping), ends: true }));

/** Keys of every template that can be on a policy's list. */
export const AUTO_APPROVABLE: readonly string[] = SERVICE_TEMPLATES.filter(mayPassAlone).map((t) => t.key);

/**
 * Whether a request needs nobody: a new tunnel (a change touches what somebody looked at) from a listed template, row by row
 * as the template has it, without a risk or a warning. Everything else waits for a person.
 */
export function isAutoApproved({ kind, template, tunnel, ends, autoApprove, warned }: AutoApprovalInput): boolean {
  const facts = SERVICE_TEMPLATES.find((t) => t.key === template);
  if (kind !== 'tunnel' || facts === undefined || warned || !autoApprove.includes(facts.key)) return false;
  if (facts.modules.length > 0 && !facts.modules.includes(tunnel.module)) return false;
  const { mappings } = tunnel;
  if (mappings.length !== facts.mappings.length) return false;
  return (
    mappings.every((m, i) => {
      const row = facts.mappings[i];
      return row !== undefined && isRowOf(m, row);
    }) && isHarmless(judgeRisks({ template, mappings, ends }))
  );
}
