import type { Output, routes } from '@stellwerk/contracts';
import type { SshServerRow } from '@stellwerk/store';

/** An SSH server on the wire. The credential is not even loaded. */
export const sshServerView = (row: SshServerRow): Output<typeof routes.getSshServer> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  hostKeys: row.pinned.map(({ at, ...key }) => ({ ...key, pinnedAt: at.toISOString() })),
  offeredHostKeys: row.offered.map(({ at, ...key }) => ({ ...key, seenAt: at.toISOString() })),
});
