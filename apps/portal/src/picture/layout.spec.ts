import { layoutPicture } from './layout.js';
import type { PictureMapping, PictureTunnel } from './model.js';

const mapping = (id: string, part: Partial<PictureMapping> = {}): PictureMapping => ({
  id,
  name: id,
  direction: 'outbound',
  exposure: 'private',
  localPort: 1389,
  remotePort: 389,
  targetHost: null,
  state: 'up',
  failingHop: null,
  ...part,
});
const tunnel = (id: string, mappings: PictureMapping[], part: Partial<PictureTunnel> = {}): PictureTunnel => ({
  id,
  name: id,
  server: { name: 'gw', address: 'gw:22' },
  state: 'up',
  failingHop: null,
  mappings,
  ...part,
});
const pbx = { name: 'PBX', detail: '' };
const middle = (picture: ReturnType<typeof layoutPicture>, end: { box: string; lane: string }) => {
  const box = picture.boxes.find((b) => b.id === end.box)!;
  return box.y + box.lanes.find((l) => l.id === end.lane)!.y;
};

const rich = () =>
  layoutPicture({
    pbx,
    tunnels: [
      tunnel('t1', [
        mapping('a', { targetHost: 'dc01' }),
        mapping('b', { direction: 'inbound', exposure: 'gateway' }),
        mapping('c', { exposure: 'gateway', targetHost: 'sql' }),
      ]),
      tunnel('t2', [mapping('d', { direction: 'inbound', failingHop: 'ssh-server', state: 'failing' })]),
    ],
  });

describe('layoutPicture', () => {
  it('makes every mapping one straight lane across all boxes it passes', () => {
    const picture = rich();
    for (const line of picture.lines) expect(middle(picture, line.from)).toBe(middle(picture, line.to));
  });

  it('lets no two boxes overlap', () => {
    const { boxes } = rich();
    const overlaps = boxes.flatMap((a, i) =>
      boxes.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
    );
    expect(overlaps).toEqual([]);
  });

  it('points outbound lines away from the PBX and inbound ones towards it', () => {
    const { lines } = rich();
    expect(lines.find((l) => l.id === 'through a')).toMatchObject({ from: { box: 'pbx' }, to: { box: 'server t1' } });
    expect(lines.find((l) => l.id === 'through b')).toMatchObject({ from: { box: 'server t1' }, to: { box: 'pbx' } });
  });

  it('shows whom a gateway lets in, on the side where they stand', () => {
    const { lines } = rich();
    expect(lines.find((l) => l.id === 'hosts b')).toMatchObject({ to: { box: 'server t1', side: 'right' }, gateway: true });
    expect(lines.find((l) => l.id === 'hosts c')).toMatchObject({ to: { box: 'pbx', side: 'left' }, gateway: true });
  });

  it('marks the hop that fails and no other', () => {
    const { boxes } = rich();
    const failing = boxes.flatMap((b) => b.lanes.filter((l) => l.failing).map((l) => `${b.id}/${l.id}`));
    expect(failing).toEqual(['server t2/d']);
    expect(
      layoutPicture({ pbx, tunnels: [tunnel('t', [mapping('a')], { state: 'waiting', failingHop: 'ssh-server' })] })
        .boxes.filter((b) => b.failing)
        .map((b) => b.kind),
    ).toEqual(['band', 'server']);
  });

  it('does not move when only states change', () => {
    const places = (state: PictureMapping['state']) =>
      layoutPicture({ pbx, tunnels: [tunnel('t', [mapping('a', { state }), mapping('b', { state })])] }).boxes.map((b) => [
        b.x,
        b.y,
        b.height,
      ]);
    expect(places('failing')).toEqual(places('up'));
  });

  it('draws a tunnel that has no mapping yet', () => {
    expect(layoutPicture({ pbx, tunnels: [tunnel('t', [])] }).boxes.map((b) => b.kind)).toEqual(['pbx', 'band', 'server']);
  });
});
