import {
  type Listener,
  type ListenerInUse,
  listenerOf,
  type MappingInput,
  type MappingJudgementInput,
  type ModuleKey,
  type PbxContext,
  type SshServerContext,
} from '@stellwerk/domain';
import type { TenantTx } from '@stellwerk/store';

export interface Surroundings {
  readonly tenantId: string;
  readonly pbxId: string;
  readonly pbx: PbxContext;
  readonly sshServerId: string | null;
  readonly sshServer: SshServerContext | null;
  readonly module: ModuleKey;
  /** The tunnel being edited: it does not collide with itself. */
  readonly tunnelId: string | null;
}

/** The keys under which mappings of this tunnel would listen, and the wildcard addresses beside them. */
function keysOf(around: Surroundings): string[] {
  const at = (direction: 'outbound' | 'inbound', server: { host: string; port: number }): string =>
    listenerOf({ direction, localPort: 1, remotePort: 1 }, around.pbx, server, around.tenantId).listenKey;
  const keys = [at('outbound', around.sshServer ?? { host: 'none', port: 22 })];
  if (around.sshServer !== null) keys.push(at('inbound', around.sshServer));
  if (around.pbx.access === 'network')
    keys.push(
      ...['0.0.0.0', '::'].map(
        (wildcard) =>
          listenerOf(
            { direction: 'outbound', localPort: 1, remotePort: 1 },
            { ...around.pbx, listenAddress: wildcard },
            { host: 'none', port: 22 },
            around.tenantId,
          ).listenKey,
      ),
    );
  return [...new Set(keys)];
}

/** Gathers everything a set of mappings could collide with: tunnels the caller may see by name, and ports held by others without one. */
export async function judgementInput(tx: TenantTx, around: Surroundings, mappings: readonly unknown[]): Promise<MappingJudgementInput> {
  const related = await tx.tunnels.listRelated({
    pbxId: around.pbxId,
    ...(around.sshServerId === null ? {} : { sshServerId: around.sshServerId }),
  });
  const own = new Set(related.filter((tunnel) => tunnel.id === around.tunnelId).flatMap((tunnel) => tunnel.mappings.map(placeOf)));
  const visible: ListenerInUse[] = related
    .filter((tunnel) => tunnel.id !== around.tunnelId)
    .flatMap((tunnel) =>
      tunnel.mappings.map(({ listenKey, listenPort, exposure }) => ({ listenKey, listenPort, exposure, tunnelName: tunnel.name })),
    );
  const known = new Set([...own, ...visible.map(placeOf)]);
  const hidden: ListenerInUse[] = (await tx.tunnels.takenPorts(keysOf(around)))
    .filter((taken) => !known.has(placeOf(taken)))
    .map((taken) => ({ ...taken, exposure: 'private', tunnelName: null }));
  return {
    mappings,
    tenantId: around.tenantId,
    module: around.module,
    pbx: around.pbx,
    sshServer: around.sshServer,
    listeners: [...visible, ...hidden],
  };
}

const placeOf = (at: { listenKey: string; listenPort: number }): string => `${at.listenKey} ${at.listenPort}`;

/** Where each mapping listens, as the database stores it. */
export const placed = (mappings: readonly MappingInput[], around: Surroundings & { readonly sshServer: SshServerContext }) =>
  mappings.map((mapping) => {
    const listener: Listener = listenerOf(mapping, around.pbx, around.sshServer, around.tenantId);
    return { ...mapping, listenKey: listener.listenKey, listenPort: listener.port };
  });
