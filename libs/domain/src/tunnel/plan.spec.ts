import fc from 'fast-check';
import type { Mapping } from '../mapping/mapping.js';
import { diffMappings, forwardKey, plan, type PlannedTunnel, shouldRun } from './plan.js';

const mapping = fc.record({
  id: fc.uuid(),
  name: fc.constantFrom('a', 'b'),
  direction: fc.constantFrom('outbound' as const, 'inbound' as const),
  exposure: fc.constantFrom('private' as const, 'gateway' as const),
  localPort: fc.integer({ min: 1, max: 5 }),
  remotePort: fc.integer({ min: 1, max: 5 }),
  targetHost: fc.constantFrom(null, 'db'),
  allowFrom: fc.constant([]),
  protocol: fc.constant('tcp' as const),
}) satisfies fc.Arbitrary<Mapping>;
const mappings = fc.uniqueArray(mapping, { maxLength: 8, selector: forwardKey });
const tunnel = fc.record({
  id: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
  generation: fc.integer({ min: 1, max: 3 }),
  connectionKey: fc.constantFrom('x', 'y'),
  credentialKey: fc.constant('c'),
  mappings: fc.constant([]),
});
const tunnels = fc.uniqueArray(tunnel, { selector: (t) => t.id });

/** What the worker would run after carrying out the steps. */
function carryOut(running: readonly PlannedTunnel[], steps: ReturnType<typeof plan>): Map<string, PlannedTunnel> {
  const now = new Map(running.map((t) => [t.id, t]));
  for (const s of steps)
    if (s.do === 'stop') now.delete(s.id);
    else now.set(s.tunnel.id, s.tunnel);
  return now;
}

describe('plan', () => {
  it('leads from any running set to the desired one and then asks for nothing more', () => {
    fc.assert(
      fc.property(tunnels, tunnels, (desired, running) => {
        const after = carryOut(running, plan(desired, running));
        expect([...after.keys()].sort()).toEqual(desired.map((d) => d.id).sort());
        expect(plan(desired, [...after.values()])).toEqual([]);
      }),
    );
  });

  it('touches a tunnel at most once and an unchanged one never', () => {
    fc.assert(
      fc.property(tunnels, tunnels, (desired, running) => {
        const touched = plan(desired, running).map((s) => (s.do === 'stop' ? s.id : s.tunnel.id));
        expect(new Set(touched).size).toBe(touched.length);
        for (const r of running) {
          const d = desired.find((t) => t.id === r.id);
          if (d && d.generation === r.generation && d.connectionKey === r.connectionKey) expect(touched).not.toContain(r.id);
        }
      }),
    );
  });

  it('reconnects for another server or credential, remaps for other mappings', () => {
    const t = { id: 't', generation: 1, connectionKey: 'x', credentialKey: 'c', mappings: [] };
    expect(plan([{ ...t, generation: 2, connectionKey: 'y' }], [t])).toMatchObject([{ do: 'reconnect' }]);
    expect(plan([{ ...t, generation: 2, credentialKey: 'd' }], [t])).toMatchObject([{ do: 'reconnect' }]);
    expect(plan([{ ...t, generation: 2 }], [t])).toMatchObject([{ do: 'remap' }]);
  });
});

describe('a rotation of keys', () => {
  it('reconnects nothing: the credential is sealed anew, not changed', () => {
    const t = { id: 't', generation: 1, connectionKey: 'x', credentialKey: 'c', mappings: [] };
    expect(plan([{ ...t, credentialKey: 'sealed-anew' }], [t])).toEqual([]);
  });
});

describe('diffMappings', () => {
  it('closes what is gone, opens what is new, keeps every equal forward', () => {
    fc.assert(
      fc.property(mappings, mappings, (before, after) => {
        const { close, open, keep } = diffMappings(before, after);
        const kept = before.filter((m) => !close.includes(m.id));
        expect([...kept, ...open].map(forwardKey).sort()).toEqual(after.map(forwardKey).sort());
        expect(keep.map((k) => k.was).sort()).toEqual(kept.map((m) => m.id).sort());
      }),
    );
  });

  it('keeps the listener of a renamed mapping, even under a new id', () => {
    const m: Mapping = {
      id: 'a',
      name: 'LDAP',
      direction: 'outbound',
      exposure: 'private',
      localPort: 1389,
      remotePort: 389,
      targetHost: null,
      allowFrom: [],
      protocol: 'tcp',
    };
    expect(diffMappings([m], [{ ...m, id: 'b', name: 'Directory', protocol: 'ldap' }])).toMatchObject({
      close: [],
      open: [],
      keep: [{ was: 'a', now: { id: 'b' } }],
    });
  });
});

describe('whether a tunnel shall run', () => {
  const wish = { enabled: true, moduleActive: true, tenantActive: true, endsAt: null };
  it.each([
    ['while everything allows it', {}, true],
    ['not while it is switched off', { enabled: false }, false],
    ['not while its module has no enabled configuration', { moduleActive: false }, false],
    ['not while its customer is suspended or deleted', { tenantActive: false }, false],
    ['until the last millisecond of its time', { endsAt: 1_001 }, true],
    ['not from its end on', { endsAt: 1_000 }, false],
    ['not after its end', { endsAt: 1 }, false],
  ])('%s', (_, over, runs) => expect(shouldRun({ ...wish, ...over }, 1_000)).toBe(runs));
});
