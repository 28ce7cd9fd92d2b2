import type { Params } from '../locale.js';
import type { TunnelAsked } from './request.js';
import { opensPbxConsole } from './risks.js';

/** What notifications about a request may say of it. */
export interface ToldRequest {
  readonly id: string;
  readonly tenantName: string;
  /** As approved, or as asked for while nothing is. */
  readonly tunnel: TunnelAsked;
  /** Milliseconds since the epoch; null: for good. */
  readonly endsAt: number | null;
}

/** The params every notification about a request has: names, the end, and whether the console of a PBX is open, which has to be closed by hand afterwards. */
export function tellingParams({ id, tenantName, tunnel, endsAt }: ToldRequest): Params {
  return {
    requestId: id,
    tenantName,
    tunnelName: tunnel.name,
    ...(endsAt === null ? {} : { until: `${new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC` }),
    ...(opensPbxConsole(tunnel.mappings) ? { console: true } : {}),
  };
}
