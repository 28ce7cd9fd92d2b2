import { isDatabase } from './databases.js';
import type { PbxContext } from './listener.js';
import type { MappingDraft, MappingFinding } from './draft.js';
import type { MappingFindingCode } from './finding-codes.js';
import type { ServiceProtocol } from './mapping.js';

/** Protocols whose usual form is neither encrypted nor authenticated on the wire. */
const PLAIN: ReadonlySet<ServiceProtocol> = new Set(['ldap', 'ami', 'http-metrics', 'http']);
const PLAIN_PORTS: ReadonlySet<number> = new Set([80, 389, 1712, 3268, 5038, 9090, 9100, 9999, 50080]);

/** Who may connect: gateway rows are marked (section 1.6), and what a gateway lays open is said (T-9). */
export function judgeExposure(draft: MappingDraft, index: number, pbx: PbxContext): MappingFinding[] {
  const found = (
    code: MappingFindingCode,
    field: string,
    params: MappingFinding['params'] = {},
    severity: MappingFinding['severity'] = 'warning',
  ): MappingFinding => ({
    code,
    severity,
    path: `/mappings/${index}/${field}`,
    params,
  });
  if (draft.exposure === 'private') return draft.allowFrom.length > 0 ? [found('allow-from-on-private', 'allowFrom', {}, 'error')] : [];
  if (draft.direction === null) return [];

  const outbound = draft.direction === 'outbound';
  const declared = outbound ? pbx.networks : [];
  const from = draft.allowFrom.length > 0 ? draft.allowFrom : declared;
  const listenPort = (outbound ? draft.localPort : draft.remotePort) ?? 0;
  const servicePort = (outbound ? draft.remotePort : draft.localPort) ?? 0;
  const params = { port: listenPort, service: servicePort, side: outbound ? 'pbx' : 'ssh-server', from };

  // K3 without networks lets in nobody but the PBX: the row promises more than it does.
  if (outbound && from.length === 0) return [found('gateway-without-networks', 'exposure', params)];
  return [
    found('gateway-exposed', 'exposure', params),
    ...(isDatabase(draft.protocol, servicePort) ? [found('database-exposed', 'exposure', params)] : []),
    ...(PLAIN.has(draft.protocol) || PLAIN_PORTS.has(servicePort) ? [found('unencrypted-exposed', 'exposure', params)] : []),
  ];
}
