import type { Hop, MappingState, TunnelState } from '@stellwerk/domain';
import type { PictureInput, PictureMapping, PictureTunnel } from './model';

/** All in pixels of the picture's own plane. */
export const HEAD = 44;
export const LANE = 28;
const PAD = 8;
const GAP = 14;
const WIDTH = { hosts: 168, pbx: 252, band: 184, server: 220, target: 230 };
const SPACE = { hosts: 56, band: 12, target: 72 };

export interface Lane {
  readonly id: string;
  /** Distance of the lane's middle from the box's top. */
  readonly y: number;
  readonly port: string;
  readonly text: string;
  readonly failing: boolean;
  /** The connection only passes through this box, on to a target. */
  readonly passing: boolean;
}

export interface Box {
  readonly id: string;
  readonly kind: 'hosts' | 'pbx' | 'band' | 'server' | 'target';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly detail: string;
  readonly failing: boolean;
  readonly state: TunnelState | null;
  readonly lanes: readonly Lane[];
  /** Names of tunnels inside the PBX, when it has several. */
  readonly groups: readonly { readonly y: number; readonly text: string }[];
}

export interface Line {
  readonly id: string;
  readonly from: { readonly box: string; readonly lane: string; readonly side: 'left' | 'right' };
  readonly to: { readonly box: string; readonly lane: string; readonly side: 'left' | 'right' };
  readonly encrypted: boolean;
  readonly gateway: boolean;
  readonly state: MappingState | null;
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

const portOf = (port: number | null): string => (port === null ? '?' : String(port));
const at = (hop: Hop, mapping: PictureMapping): boolean => mapping.failingHop === hop;
const plain = { title: '', detail: '', failing: false, state: null, lanes: [], groups: [] } as const;

/**
 * Places PBX, encrypted tunnel, SSH server and target so that every mapping is one straight lane across all of them. Pure and
 * measured by nothing: the same tunnels always give the same picture, and a changed state never moves anything.
 */
export function layoutPicture({ pbx, tunnels }: PictureInput): Picture {
  const several = tunnels.length > 1;
  const left = tunnels.some((t) => t.mappings.some((m) => m.direction === 'outbound' && m.exposure === 'gateway'))
    ? WIDTH.hosts + SPACE.hosts
    : 0;
  const x = { hosts: 0, pbx: left, band: left + WIDTH.pbx + SPACE.band, server: left + WIDTH.pbx + WIDTH.band + 2 * SPACE.band };
  const targetX = x.server + WIDTH.server + SPACE.target;
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const pbxLanes: Lane[] = [];
  const groups: { y: number; text: string }[] = [];
  let top = several ? HEAD + PAD : 0;

  for (const tunnel of tunnels) {
    if (several) groups.push({ y: top + (HEAD - LANE) / 2, text: tunnel.name });
    const height = HEAD + PAD + Math.max(1, tunnel.mappings.length) * LANE + PAD;
    const laneY = (index: number) => HEAD + PAD + index * LANE + LANE / 2;
    tunnel.mappings.forEach((m, index) => {
      pbxLanes.push({ id: m.id, y: top + laneY(index), port: portOf(m.localPort), text: m.name, failing: at('pbx', m), passing: false });
      lines.push(lineThrough(tunnel, m));
      const y = top + laneY(index) - LANE / 2;
      const side = besides(tunnel, m, { y, hostsX: x.hosts, targetX });
      boxes.push(...side.boxes);
      lines.push(...side.lines);
    });
    boxes.push(
      {
        ...plain,
        id: `band ${tunnel.id}`,
        kind: 'band',
        x: x.band,
        y: top,
        width: WIDTH.band,
        height,
        failing: tunnel.failingHop === 'worker' || tunnel.failingHop === 'ssh-server',
        state: tunnel.state,
      },
      {
        ...plain,
        id: `server ${tunnel.id}`,
        kind: 'server',
        x: x.server,
        y: top,
        width: WIDTH.server,
        height,
        title: tunnel.server.name,
        detail: tunnel.server.address,
        failing: tunnel.failingHop === 'ssh-server',
        lanes: tunnel.mappings.map((m, i) => serverLane(m, laneY(i))),
      },
    );
    top += height + GAP;
  }
  const height = Math.max(HEAD, top - GAP);
  boxes.unshift({
    ...plain,
    id: 'pbx',
    kind: 'pbx',
    x: x.pbx,
    y: 0,
    width: WIDTH.pbx,
    height,
    title: pbx.name,
    detail: pbx.detail,
    failing: tunnels.some((t) => t.failingHop === 'pbx'),
    lanes: pbxLanes,
    groups,
  });
  return { boxes, lines, width: Math.max(...boxes.map((b) => b.x + b.width)), height };
}

function serverLane(m: PictureMapping, y: number): Lane {
  const passesThrough = m.direction === 'outbound' && m.targetHost !== null;
  return {
    id: m.id,
    y,
    port: passesThrough ? '' : portOf(m.remotePort),
    text: '',
    failing: at('ssh-server', m) || (!passesThrough && at('target', m)),
    passing: passesThrough,
  };
}

function lineThrough(tunnel: PictureTunnel, m: PictureMapping): Line {
  const pbx = { box: 'pbx', lane: m.id, side: 'right' } as const;
  const server = { box: `server ${tunnel.id}`, lane: m.id, side: 'left' } as const;
  const [from, to] = m.direction === 'outbound' ? [pbx, server] : [server, pbx];
  return { id: `through ${m.id}`, from, to, encrypted: true, gateway: m.exposure === 'gateway', state: m.state };
}

/** What stands outside both ends: the target behind the SSH server, and hosts that a gateway lets in. */
function besides(
  tunnel: PictureTunnel,
  m: PictureMapping,
  place: { y: number; hostsX: number; targetX: number },
): { boxes: Box[]; lines: Line[] } {
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const box = (kind: 'hosts' | 'target', x: number, lane: Partial<Lane>): Box => ({
    ...plain,
    id: `${kind} ${m.id}`,
    kind,
    x,
    y: place.y + 1,
    width: WIDTH[kind],
    height: LANE - 2,
    lanes: [{ id: m.id, y: LANE / 2 - 1, port: '', text: '', failing: false, passing: false, ...lane }],
  });
  const server = { box: `server ${tunnel.id}`, lane: m.id, side: 'right' } as const;
  if (m.direction === 'outbound' && m.targetHost !== null) {
    boxes.push(box('target', place.targetX, { port: portOf(m.remotePort), text: m.targetHost, failing: at('target', m) }));
    lines.push({
      id: `onward ${m.id}`,
      from: server,
      to: { box: `target ${m.id}`, lane: m.id, side: 'left' },
      encrypted: false,
      gateway: false,
      state: m.state,
    });
  }
  if (m.exposure === 'gateway' && m.direction === 'outbound') {
    boxes.push(box('hosts', place.hostsX, {}));
    lines.push({
      id: `hosts ${m.id}`,
      from: { box: `hosts ${m.id}`, lane: m.id, side: 'right' },
      to: { box: 'pbx', lane: m.id, side: 'left' },
      encrypted: false,
      gateway: true,
      state: m.state,
    });
  }
  if (m.exposure === 'gateway' && m.direction === 'inbound') {
    boxes.push(box('hosts', place.targetX, {}));
    lines.push({
      id: `hosts ${m.id}`,
      from: { box: `hosts ${m.id}`, lane: m.id, side: 'left' },
      to: server,
      encrypted: false,
      gateway: true,
      state: m.state,
    });
  }
  return { boxes, lines };
}
