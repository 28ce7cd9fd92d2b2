import { Doorkeeper } from './doorkeeper.js';

describe('who is let in to the listener', () => {
  let now = 0;
  const comes = (keeper: Doorkeeper, addresses: readonly string[]): number => addresses.filter((address) => keeper.lets(address)).length;
  const times = (n: number, address: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => address(i));

  it('counts all addresses of an IPv6 network as one, and each of IPv4 by itself', () => {
    const keeper = new Doorkeeper(() => now);
    expect(
      comes(
        keeper,
        times(50, (i) => `2001:db8:1:2::${i.toString(16)}`),
      ),
    ).toBe(5);
    expect(comes(keeper, ['2001:db8:1:3::1', '::ffff:192.0.2.1', '192.0.2.2'])).toBe(3);
    expect(
      comes(
        keeper,
        times(9, () => '192.0.2.1'),
      ),
    ).toBe(4);
  });

  it('is so many handshakes from everywhere, and everybody anew in the next window', () => {
    const keeper = new Doorkeeper(() => now);
    const many = times(5_000, (i) => `198.51.${i >> 8}.${i & 255}`);
    expect(comes(keeper, many)).toBe(200);
    now += 10_000;
    expect(comes(keeper, many.slice(-3))).toBe(3);
  });
});
