import { bodyOf, emptyWish, nextWish, OWN, type Wish, type WishStep } from './wish.js';

const PBX = '00000000-0000-4000-8000-000000000001';
const SERVER = '00000000-0000-4000-8000-000000000002';
const NOW = Date.parse('2026-11-23T09:00:00Z');
const template = (key: string, name: string, localPort: number) => ({
  key,
  name,
  origin: 'vendor' as const,
  description: '',
  modules: [],
  timeLimited: false,
  autoApprovable: true,
  mappings: [{ name, direction: 'outbound', exposure: 'private', localPort, remotePort: 389, protocol: 'ldap', targetHost: null }],
});
const ldap = template('ldap', 'LDAP', 1389);
const ldaps = template('ldaps', 'LDAPS', 1636);
const after = (...steps: WishStep[]): Wish => steps.reduce(nextWish, emptyWish);
const there: WishStep = { type: 'pbx', pbxId: PBX, sshServerId: SERVER };

describe('a wish', () => {
  it('takes the mappings and the name of the service that is chosen last', () => {
    const wish = after(there, { type: 'service', template: ldap, before: undefined }, { type: 'service', template: ldaps, before: ldap });
    expect(wish.draft.rows.map((r) => [r.name, r.localPort])).toEqual([['LDAPS', 1636]]);
    expect(wish.draft).toMatchObject({ name: 'LDAPS', sshServerId: SERVER });
  });

  it('keeps a name that somebody typed', () => {
    const named: WishStep = { type: 'draft', step: { type: 'set', part: { name: 'Directory' } } };
    const wish = after(there, { type: 'service', template: ldap, before: undefined }, named, {
      type: 'service',
      template: ldaps,
      before: ldap,
    });
    expect(wish.draft.name).toBe('Directory');
  });

  it('starts own mappings from the rows at hand, else from an empty one, and names no template then', () => {
    const own: WishStep = { type: 'service', template: null, before: ldap };
    expect(after(there, { type: 'service', template: ldap, before: undefined }, own).draft.rows).toHaveLength(1);
    const blank = after(there, own);
    expect(blank.draft.rows).toHaveLength(1);
    expect(blank.service).toBe(OWN);
    expect(bodyOf(blank, null, NOW).template).toBeNull();
  });

  it('forgets the SSH server of another PBX', () => {
    expect(after(there, { type: 'pbx', pbxId: SERVER, sshServerId: null }).draft.sshServerId).toBeNull();
  });

  it('counts its end from the moment it is sent, and says which tunnel is to be changed', () => {
    const wish = after(there, { type: 'service', template: ldap, before: undefined }, { type: 'end', end: { choice: 'day', date: '' } });
    expect(bodyOf(wish, null, NOW)).toMatchObject({ kind: 'tunnel', tunnelId: null, template: 'ldap', endsAt: '2026-11-24T09:00:00.000Z' });
    expect(bodyOf(wish, PBX, NOW)).toMatchObject({ kind: 'change', tunnelId: PBX });
    expect(bodyOf(wish, null, NOW).tunnel).not.toHaveProperty('enabled');
  });
});
