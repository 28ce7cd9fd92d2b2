import { sourceFilter } from './source-filter.js';

describe('who may connect to a mapping', () => {
  const allowed = sourceFilter(['192.168.10.0/24', '10.1.2.3', '2001:db8::/64']);

  it.each(['192.168.10.77', '::ffff:192.168.10.77', '10.1.2.3', '2001:db8::5'])('lets %s in', (address) =>
    expect(allowed(address)).toBe(true),
  );
  it.each(['192.168.11.1', '10.1.2.4', '2001:db9::1', '', 'localhost', undefined])('keeps %s out', (address) =>
    expect(allowed(address)).toBe(false),
  );

  it('judges a caller alike however many others called in between', () => {
    const few = (network: number): string[] => Array.from({ length: 200 }, (_, host) => `192.168.${network}.${host}`);
    for (let round = 0; round < 3; round += 1) {
      expect(few(10).map(allowed)).not.toContain(false);
      expect(few(11).map(allowed)).not.toContain(true);
    }
  });

  it('lets nobody in on an entry it cannot read', () => {
    const broken = sourceFilter(['10.0.0.0/99', 'anybody', '*']);
    for (const address of ['10.0.0.1', '127.0.0.1', '::1']) expect(broken(address)).toBe(false);
  });
});
