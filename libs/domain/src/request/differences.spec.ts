import type { MappingInput } from '../mapping/mapping.js';
import { termsDifferences } from './differences.js';
import type { Terms } from './request.js';
import { tellingParams } from './telling.js';

const mapping = (over: Partial<MappingInput> = {}): MappingInput => ({
  name: 'LDAP',
  direction: 'outbound',
  exposure: 'private',
  localPort: 1389,
  remotePort: 389,
  targetHost: 'dc.example',
  allowFrom: [],
  protocol: 'ldap',
  ...over,
});
const inbound = mapping({ name: 'Console', direction: 'inbound', localPort: 22, remotePort: 2222, targetHost: null, protocol: 'ssh' });
const terms = (mappings: MappingInput[], over: Partial<Terms['tunnel']> = {}, endsAt: number | null = null): Terms => ({
  tunnel: { pbxId: 'p', module: 'general', name: 'AD', sshServerId: 's1', mappings, ...over },
  endsAt,
});
const options = { locale: 'en', sshServerName: (id: string) => (id === 's1' ? 'Gateway' : id) } as const;
const end = Date.UTC(2026, 11, 24, 18);

describe('what differs', () => {
  it('is nothing between equal terms', () => {
    expect(termsDifferences(terms([mapping(), inbound], {}, end), terms([mapping(), inbound], {}, end), options)).toEqual([]);
  });

  it('is everything of a new tunnel', () => {
    expect(termsDifferences(null, terms([mapping(), inbound], {}, end), options)).toEqual([
      { path: '/name', label: 'Name', before: null, after: 'AD' },
      { path: '/module', label: 'Module', before: null, after: expect.any(String) },
      { path: '/sshServerId', label: 'SSH server', before: null, after: 'Gateway' },
      { path: '/mappings/0', label: 'Mapping “LDAP”', before: null, after: 'LDAP: PBX:1389 → dc.example:389 (LDAP)' },
      { path: '/mappings/1', label: 'Mapping “Console”', before: null, after: 'Console: SSH server:2222 → PBX:22 (SSH)' },
      { path: '/endsAt', label: 'End', before: null, after: '2026-12-24T18:00:00.000Z' },
    ]);
  });

  it('shows a mapping that changed as one, by where it listens or by its name, and what came and went', () => {
    const before = [mapping(), inbound, mapping({ name: 'Old', localPort: 4000 })];
    const after = [
      mapping({ name: 'New', localPort: 5000 }),
      { ...inbound, remotePort: 2223 },
      mapping({ name: 'AD', targetHost: '2001:db8::1', exposure: 'gateway', allowFrom: ['10.0.0.0/24'] }),
    ];
    expect(termsDifferences(terms(before), terms(after), options)).toEqual([
      { path: '/mappings/0', label: 'Mapping “New”', before: null, after: 'New: PBX:5000 → dc.example:389 (LDAP)' },
      {
        path: '/mappings/1',
        label: 'Mapping “Console”',
        before: 'Console: SSH server:2222 → PBX:22 (SSH)',
        after: 'Console: SSH server:2223 → PBX:22 (SSH)',
      },
      {
        path: '/mappings/2',
        label: 'Mapping “AD”',
        before: 'LDAP: PBX:1389 → dc.example:389 (LDAP)',
        after: 'AD: PBX:1389 → [2001:db8::1]:389 (LDAP, connected hosts too: 10.0.0.0/24)',
      },
      { path: '/mappings/2', label: 'Mapping “Old”', before: 'Old: PBX:4000 → dc.example:389 (LDAP)', after: null },
    ]);
  });

  it('shows an end that was shortened, and one that was not there', () => {
    const paths = (a: number | null, b: number | null) => termsDifferences(terms([], {}, a), terms([], {}, b), options);
    expect(paths(null, end)).toEqual([{ path: '/endsAt', label: 'End', before: 'no end', after: '2026-12-24T18:00:00.000Z' }]);
    expect(paths(end, end - 3_600_000)[0]).toMatchObject({ after: '2026-12-24T17:00:00.000Z' });
  });

  it('names an SSH server nobody knows by its id, and speaks German', () => {
    expect(termsDifferences(terms([]), terms([mapping()], { sshServerId: 's2' }), { ...options, locale: 'de' })).toEqual([
      { path: '/sshServerId', label: 'SSH-Server', before: 'Gateway', after: 's2' },
      { path: '/mappings/0', label: 'Mapping „LDAP“', before: null, after: 'LDAP: Anlage:1389 → dc.example:389 (LDAP)' },
    ]);
  });
});

describe('what people are told of a request', () => {
  it('is its name, its end, and the reminder only for the console of a PBX', () => {
    const told = { id: 'r', tenantName: 'Hansen' };
    expect(tellingParams({ ...told, tunnel: terms([mapping()]).tunnel, endsAt: null })).toEqual({
      requestId: 'r',
      tenantName: 'Hansen',
      tunnelName: 'AD',
    });
    expect(tellingParams({ ...told, tunnel: terms([inbound]).tunnel, endsAt: end })).toMatchObject({
      until: '2026-12-24 18:00 UTC',
      console: true,
    });
  });
});
