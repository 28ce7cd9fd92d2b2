import type { Tunnel } from '@stellwerk/contracts';
import type { Direction, Exposure, Hop, MappingState, TunnelState } from '@stellwerk/domain';

/** One mapping as the picture needs it. `state` is null for what is only planned. */
export interface PictureMapping {
  readonly id: string;
  readonly name: string;
  readonly direction: Direction;
  readonly exposure: Exposure;
  readonly localPort: number | null;
  readonly remotePort: number | null;
  readonly targetHost: string | null;
  readonly state: MappingState | null;
  readonly failingHop: Hop | null;
}

export interface PictureTunnel {
  readonly id: string;
  readonly name: string;
  readonly server: { readonly name: string; readonly address: string };
  readonly state: TunnelState | null;
  readonly failingHop: Hop | null;
  readonly mappings: readonly PictureMapping[];
}

export interface PictureInput {
  readonly pbx: { readonly name: string; readonly detail: string };
  readonly tunnels: readonly PictureTunnel[];
}

const LIVE: ReadonlySet<TunnelState> = new Set(['up', 'degraded', 'verifying']);

/** A tunnel as it runs. A hop of the tunnel itself is marked only while there is no session; then mappings say where it hurts. */
export function pictureOf(tunnel: Tunnel, server: { name: string; host: string; port: number } | undefined): PictureTunnel {
  const status = new Map(tunnel.status.mappings.map((m) => [m.id, m]));
  return {
    id: tunnel.id,
    name: tunnel.name,
    server: { name: server?.name ?? '…', address: server ? `${server.host}:${server.port}` : '' },
    state: tunnel.status.state,
    failingHop: LIVE.has(tunnel.status.state) ? null : (tunnel.status.reason?.hop ?? null),
    mappings: tunnel.mappings.map((m) => ({
      ...m,
      state: status.get(m.id)?.state ?? 'closed',
      failingHop: status.get(m.id)?.reason?.hop ?? null,
    })),
  };
}
