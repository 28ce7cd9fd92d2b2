import type { Tunnel } from '@stellwerk/contracts';
import { eventLabel, mappingStateLabel, type TunnelState, tunnelStateLabel } from '@stellwerk/domain';
import { EXIT, UsageError } from '../exit.js';
import { everything, print, type Session } from '../session.js';
import { bytes, table } from '../table.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A tunnel by its id, or by its name when only one is called that. */
async function find(session: Session, idOrName: string): Promise<Tunnel> {
  if (UUID.test(idOrName)) return session.api.getTunnel({ params: { id: idOrName } });
  const tunnels = await everything((cursor) => session.api.listTunnels({ query: { search: idOrName, cursor } }));
  const called = tunnels.filter(({ name }) => name === idOrName);
  const [only] = called;
  if (only === undefined) throw new UsageError(session.texts.unknownTunnel(idOrName));
  if (called.length > 1) throw new UsageError(session.texts.ambiguous(idOrName, called.length));
  return only;
}

export interface ListOptions {
  readonly state?: TunnelState;
  readonly search?: string;
  readonly tenant?: string;
  readonly pbx?: string;
}

export async function listTunnels(session: Session, options: ListOptions): Promise<void> {
  const { column, nothing } = session.texts;
  const tunnels = await everything((cursor) =>
    session.api.listTunnels({
      query: { cursor, state: options.state, search: options.search, tenantId: options.tenant, pbxId: options.pbx },
    }),
  );
  const row = ({ id, name, status }: Tunnel): string[] => {
    const up = status.mappings.filter(({ state }) => state === 'up').length;
    return [
      id,
      name,
      tunnelStateLabel(status.state, session.locale),
      status.since,
      `${up}/${status.mappings.length}`,
      status.reason?.text ?? '',
    ];
  };
  print(session, tunnels, () =>
    tunnels.length === 0
      ? nothing
      : table([column.id, column.name, column.state, column.since, column.mappings, column.reason], tunnels.map(row)),
  );
}

function details(tunnel: Tunnel, session: Session): string {
  const { column } = session.texts;
  const { status } = tunnel;
  const head = `${tunnel.name}  ${tunnelStateLabel(status.state, session.locale)}  ${status.since}`;
  const rows = tunnel.mappings.map((mapping) => {
    const live = status.mappings.find(({ id }) => id === mapping.id);
    const state = live === undefined ? '' : mappingStateLabel(live.state, session.locale);
    return [
      mapping.name,
      mapping.direction,
      `${mapping.localPort}`,
      `${mapping.remotePort}`,
      mapping.targetHost ?? '',
      state,
      `${live?.connections ?? 0}`,
      bytes(live?.bytesIn ?? 0),
      bytes(live?.bytesOut ?? 0),
      live?.reason?.text ?? '',
    ];
  });
  const body = table(
    [
      column.name,
      column.direction,
      column.local,
      column.remote,
      column.target,
      column.state,
      column.connections,
      column.in,
      column.out,
      column.reason,
    ],
    rows,
  );
  return [head, ...(status.reason === null ? [] : [status.reason.text]), '', body].join('\n');
}

/** Exit code 6 with `check` unless the tunnel is up: for monitoring. */
export async function showTunnel(session: Session, idOrName: string, options: { readonly check?: boolean }): Promise<number> {
  const tunnel = await find(session, idOrName);
  print(session, tunnel, () => details(tunnel, session));
  return options.check === true && tunnel.status.state !== 'up' ? EXIT.unwell : EXIT.done;
}

const ACTIONS = {
  enable: ['enableTunnel', 'enabled'],
  disable: ['disableTunnel', 'disabled'],
  restart: ['restartTunnel', 'restarted'],
} as const;
export type Action = keyof typeof ACTIONS;

export async function act(session: Session, action: Action, names: readonly string[]): Promise<void> {
  const [route, said] = ACTIONS[action];
  const done: Tunnel[] = [];
  for (const name of names) {
    const { id } = await find(session, name);
    done.push(await session.api[route]({ params: { id } }));
  }
  print(session, done, () => done.map(({ name }) => session.texts.done[said](name)).join('\n'));
}

export async function listEvents(session: Session, idOrName: string, options: { readonly limit: string }): Promise<void> {
  const { column, nothing } = session.texts;
  const { id } = await find(session, idOrName);
  const { items } = await session.api.listTunnelEvents({ params: { id }, query: { limit: options.limit } });
  const rows = items.map((event) => [
    event.at,
    eventLabel(event.kind, session.locale),
    event.state === null ? '' : tunnelStateLabel(event.state as TunnelState, session.locale),
    event.actor ?? event.worker ?? '',
    event.reason?.text ?? '',
  ]);
  print(session, items, () =>
    rows.length === 0 ? nothing : table([column.at, column.what, column.state, column.actor, column.reason], rows),
  );
}
