import { createHash } from 'node:crypto';
import type { PlannedTunnel } from '@stellwerk/domain';
import type { DesiredSshServer, DesiredTunnel } from '@stellwerk/store';

/** A tunnel of the store as `plan` sees it. */
export type WantedTunnel = DesiredTunnel & PlannedTunnel;

/** A tunnel runs while it is switched on and its module has an enabled configuration on that PBX. */
export const isWanted = (t: Pick<DesiredTunnel, 'enabled' | 'moduleActive'>): boolean => t.enabled && t.moduleActive;

const server = (s: DesiredSshServer | null): readonly unknown[] =>
  s ? [s.id, s.host, s.port, s.username, s.engine, s.credentialKind] : [];
const sealed = (s: DesiredSshServer | null): string => (s ? Buffer.from(s.credential.bytes).toString('base64') : '');

/** Adds what decides about reconnecting; the credential enters as a digest of its sealed form. */
export function toWanted(t: DesiredTunnel): WantedTunnel {
  const { pbx } = t;
  return {
    ...t,
    connectionKey: JSON.stringify([server(t.sshServer), pbx.access, pbx.address, pbx.listenAddress, pbx.networks, server(pbx.sshServer)]),
    credentialKey: createHash('sha256').update(sealed(t.sshServer)).update('|').update(sealed(pbx.sshServer)).digest('base64'),
  };
}

/** What a person may change to free a blocked tunnel without making a new generation of it: trusted keys, allowed networks, restarts. */
export const remedyKey = (t: DesiredTunnel): string =>
  JSON.stringify([
    t.restarts,
    t.allowedNetworks,
    t.sshServer.pinned.map((k) => k.fingerprint),
    t.pbx.sshServer?.pinned.map((k) => k.fingerprint) ?? [],
  ]);
