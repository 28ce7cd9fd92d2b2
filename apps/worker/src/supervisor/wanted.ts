import { createHash } from 'node:crypto';
import { fault, type Fault, isOver, type PlannedTunnel, shouldRun } from '@stellwerk/domain';
import type { DesiredSshServer, DesiredTunnel } from '@stellwerk/store';

/** A tunnel of the store as `plan` sees it. */
export type WantedTunnel = DesiredTunnel & PlannedTunnel;

type Wish = Pick<DesiredTunnel, 'enabled' | 'moduleActive' | 'tenantActive' | 'endsAt'>;

/** What the domain says of the tunnel. `now`: milliseconds since the epoch, by the database's clock as far as it is known. */
export const isWanted = (t: Wish, now: number): boolean => shouldRun({ ...t, endsAt: t.endsAt?.getTime() ?? null }, now);

/** Why nothing of it may go on, not even what is open: its time is over or its customer is suspended. Null for a tunnel that may finish what it has. */
export function whyEnded({ tenantActive, endsAt }: Pick<Wish, 'tenantActive' | 'endsAt'>, now: number): Fault | null {
  if (!tenantActive) return fault('tenant-suspended');
  return endsAt !== null && isOver(endsAt.getTime(), now) ? fault('access-ended', { at: endsAt.toISOString() }) : null;
}

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
