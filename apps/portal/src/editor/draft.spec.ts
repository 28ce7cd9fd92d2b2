import { change, type Change, differs, type Draft, emptyDraft, tunnelOf, wireOf } from './draft.js';

const after = (...steps: Change[]): Draft => steps.reduce(change, emptyDraft('general'));
const ldap = {
  key: 'ldap',
  name: 'LDAP',
  origin: 'vendor' as const,
  description: '',
  modules: [],
  timeLimited: false,
  autoApprovable: true,
  mappings: [
    { name: 'LDAP', direction: 'outbound', exposure: 'private', localPort: 1389, remotePort: 389, protocol: 'ldap', targetHost: null },
  ],
};
const add: Change = { type: 'add-row', kind: 'outbound-private' };

describe('change', () => {
  it('brings a deleted row back to its place, the last one first', () => {
    const three = after(add, add, add);
    const keys = three.rows.map((r) => r.key);
    const two = [keys[0]!, keys[2]!].reduce((d, key) => change(d, { type: 'remove-row', key }), three);
    expect(two.rows.map((r) => r.key)).toEqual([keys[1]]);
    const back = change(change(two, { type: 'undo-remove' }), { type: 'undo-remove' });
    expect(back.rows.map((r) => r.key)).toEqual(keys);
    expect(differs(three, back)).toBe(false);
  });

  it('never gives two rows the same key, even after deleting', () => {
    const one = after(add, { type: 'remove-row', key: 'new-0' }, add);
    const back = change(one, { type: 'undo-remove' });
    expect(new Set(back.rows.map((r) => r.key)).size).toBe(2);
  });

  it('drops a target when a mapping becomes inbound and a source list when it becomes private', () => {
    const draft = after(add, {
      type: 'change-row',
      key: 'new-0',
      part: { kind: 'outbound-gateway', targetHost: 'dc01', allowFrom: ['10.0.0.0/24'] },
    });
    expect(change(draft, { type: 'change-row', key: 'new-0', part: { kind: 'inbound-gateway' } }).rows[0]).toMatchObject({
      targetHost: '',
      allowFrom: ['10.0.0.0/24'],
    });
    expect(change(draft, { type: 'change-row', key: 'new-0', part: { kind: 'outbound-private' } }).rows[0]).toMatchObject({
      targetHost: 'dc01',
      allowFrom: [],
    });
  });

  it('names a nameless tunnel after the first template and no named one', () => {
    expect(after({ type: 'add-template', template: ldap }).name).toBe('LDAP');
    expect(after({ type: 'set', part: { name: 'Mine' } }, { type: 'add-template', template: ldap }).name).toBe('Mine');
  });
});

describe('the wire', () => {
  it('carries a template’s row whole', () => {
    expect(tunnelOf(after({ type: 'add-template', template: ldap }), 'p').mappings).toEqual([
      {
        name: 'LDAP',
        direction: 'outbound',
        exposure: 'private',
        localPort: 1389,
        remotePort: 389,
        targetHost: null,
        allowFrom: [],
        protocol: 'ldap',
      },
    ]);
  });

  it('leaves out a port that is not typed yet instead of inventing one', () => {
    expect(wireOf(after(add).rows[0]!)).not.toHaveProperty('localPort');
  });
});
