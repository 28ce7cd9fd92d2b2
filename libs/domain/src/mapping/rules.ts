import type { ModuleKey } from '../pbx/pbx.js';
import { moduleFacts } from '../pbx/modules.js';
import { type MappingDraft, type MappingFinding, readDraft } from './draft.js';
import { freePortFor, judgeCollisions } from './collisions.js';
import { judgeExposure } from './exposure.js';
import type { MappingJudgementInput } from './judgement-input.js';

export const MAX_MAPPINGS = 64;

/** Accounts that OpenSSH lets bind ports below 1024: root on Linux; Windows has no such ports, its administrators are named for the hint of V2. */
const ELEVATED = /^(root|administrator|system)$/i;

/** Judges the mappings of one tunnel (V1 to V6, T-9). `valid` means that no finding is an error. */
export function judgeMappings(input: MappingJudgementInput): MappingFinding[] {
  const rows = input.mappings.map((mapping, i) => readDraft(mapping, i));
  const drafts = rows.map((row) => row.draft);
  return [
    ...judgeCount(input.mappings.length),
    ...rows.flatMap((row) => row.findings),
    ...drafts.flatMap((draft, i) => [
      ...judgePorts(drafts, i, input),
      ...judgeTarget(draft, i),
      ...judgeDirection(draft, i, input.module),
      ...judgeExposure(draft, i, input.pbx),
    ]),
    ...judgeCollisions(drafts, input),
  ];
}

function judgeCount(count: number): MappingFinding[] {
  if (count === 0) return [{ code: 'mappings-missing', severity: 'error', path: '/mappings', params: {} }];
  return count > MAX_MAPPINGS ? [{ code: 'too-many', severity: 'error', path: '/mappings', params: { limit: MAX_MAPPINGS, count } }] : [];
}

/**
 * V1: depending on direction only ports from 1024 may be configured. The listener on the PBX's side (outbound, K2 and K3)
 * is ours or an unprivileged process's, so it is refused. Destinations may be any port: 389 on a domain controller, 22 on
 * the STARFACE for console access (section 1.8).
 * V2: a privileged listener on the SSH server (inbound, K1 and K4) depends on a system we cannot see: a warning, or a mere
 * hint when the account's name says that it may (V4: the activation test decides).
 */
function judgePorts(drafts: readonly MappingDraft[], index: number, input: MappingJudgementInput): MappingFinding[] {
  const { direction = null, localPort = null, remotePort = null } = drafts[index] ?? {};
  if (direction === 'outbound' && localPort !== null && localPort < 1024) {
    // The vendor's own examples move up by 1000: 389 becomes 1389.
    const suggestion = freePortFor(index, localPort + 1000, drafts, input);
    return [
      {
        code: 'port-below-1024-refused',
        severity: 'error',
        path: `/mappings/${index}/localPort`,
        params: { port: localPort, ...(suggestion === null ? {} : { suggestion }) },
      },
    ];
  }
  if (direction === 'inbound' && remotePort !== null && remotePort < 1024) {
    const username = input.sshServer?.username ?? '';
    const severity = ELEVATED.test(username.replace(/^.*\\/, '')) ? 'info' : 'warning';
    return [{ code: 'port-privileged', severity, path: `/mappings/${index}/remotePort`, params: { port: remotePort, username } }];
  }
  return [];
}

/** Section 1.6: K1 and K4 lead to the PBX itself, so there is no target server to name. */
function judgeTarget(draft: MappingDraft, index: number): MappingFinding[] {
  if (draft.direction !== 'inbound' || draft.targetHost === null) return [];
  return [{ code: 'target-on-inbound', severity: 'error', path: `/mappings/${index}/targetHost`, params: { host: draft.targetHost } }];
}

/** Section 1.2: a module may restrict directions. */
function judgeDirection(draft: MappingDraft, index: number, module: ModuleKey): MappingFinding[] {
  const { directions } = moduleFacts(module);
  if (draft.direction === null || directions.includes(draft.direction)) return [];
  return [
    {
      code: 'module-direction-forbidden',
      severity: 'error',
      path: `/mappings/${index}/direction`,
      params: { module, direction: draft.direction, allowed: directions },
    },
  ];
}
