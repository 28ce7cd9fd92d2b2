import type { ModuleKey } from '../pbx/pbx.js';
import type { ListenerInUse, PbxContext, SshServerContext } from './listener.js';

/** What a set of mappings is judged against: everything it could collide with, of all tunnels (V3). */
export interface MappingJudgementInput {
  /** The edited tunnel's rows, complete or half typed. */
  readonly mappings: readonly unknown[];
  readonly tenantId: string;
  readonly module: ModuleKey;
  readonly pbx: PbxContext;
  /** Null while none is chosen: then what depends on it is not judged. */
  readonly sshServer: SshServerContext | null;
  /** Every listener of other tunnels that might be in the way (same edge, same SSH servers); unrelated ones are ignored. */
  readonly listeners: readonly ListenerInUse[];
}
