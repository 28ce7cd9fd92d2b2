import type { MappingInput } from '../mapping/mapping.js';
import { SERVICE_TEMPLATES } from '../mapping/service-templates.js';
import { AUTO_APPROVABLE, type AutoApprovalInput, isAutoApproved } from './auto-approval.js';
import { judgeRisks, opensPbxConsole } from './risks.js';

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
const risks = (over: Partial<MappingInput>, ends = true, template: string | null = null) =>
  judgeRisks({ template, mappings: [mapping(over)], ends }).map(({ code, severity, mapping: at }) => `${severity} ${code} ${at ?? '-'}`);

describe('what makes a reviewer look twice', () => {
  it.each([
    ['nothing at a plain private mapping', {}, []],
    ['a gateway', { exposure: 'gateway', allowFrom: ['192.168.1.7'] }, ['warning gateway-exposure 0']],
    ['a gateway of the PBX to its declared networks', { exposure: 'gateway' }, ['warning gateway-exposure 0']],
    [
      'a gateway of the SSH server to everybody',
      { direction: 'inbound', exposure: 'gateway', localPort: 9100, remotePort: 9100, targetHost: null },
      ['high gateway-exposure 0'],
    ],
    [
      'a network wider than a LAN',
      { exposure: 'gateway', allowFrom: ['172.16.0.0/16'] },
      ['warning gateway-exposure 0', 'warning wide-target 0'],
    ],
    ['the whole internet', { exposure: 'gateway', allowFrom: ['0.0.0.0/0'] }, ['warning gateway-exposure 0', 'high wide-target 0']],
    ['a LAN is not wide', { exposure: 'gateway', allowFrom: ['192.168.1.0/24', 'fd00::/64'] }, ['warning gateway-exposure 0']],
    ['a target on the internet', { targetHost: '8.8.8.8' }, ['warning wide-target 0']],
    ['a private target is none', { targetHost: '10.0.0.5' }, []],
    ['a database by its protocol', { protocol: 'mssql', remotePort: 14_330 }, ['warning database 0']],
    ['a database by its port', { protocol: 'tcp', remotePort: 5432 }, ['warning database 0']],
    [
      'the PBX’s own database',
      { direction: 'inbound', localPort: 5432, remotePort: 15_432, targetHost: null, protocol: 'tcp' },
      ['warning database 0'],
    ],
    ['a listener on a database’s port that leads elsewhere is none', { localPort: 5432 }, []],
    [
      'the console of the PBX',
      { direction: 'inbound', localPort: 22, remotePort: 2222, targetHost: null, protocol: 'ssh' },
      ['high ssh-console 0'],
    ],
    [
      'the console by its port alone',
      { direction: 'inbound', localPort: 22, remotePort: 2222, targetHost: null, protocol: 'tcp' },
      ['high ssh-console 0'],
    ],
    ['the console of a target', { remotePort: 22, protocol: 'tcp' }, ['high ssh-console 0']],
    [
      'a privileged listener on the SSH server',
      { direction: 'inbound', localPort: 8080, remotePort: 80, targetHost: null, protocol: 'http' },
      ['warning privileged-port 0'],
    ],
  ] as const)('%s', (_, over, expected) => expect(risks(over as Partial<MappingInput>)).toEqual(expected));

  it('no end: worth knowing, and worth a question for a console', () => {
    expect(risks({}, false)).toEqual(['info no-end -']);
    expect(risks({ direction: 'inbound', localPort: 22, remotePort: 2222, targetHost: null }, false)).toEqual([
      'high ssh-console 0',
      'high no-end -',
    ]);
  });

  it('what the template is for, also when its rows were disguised', () => {
    expect(risks({ remotePort: 10_000, protocol: 'tcp' }, true, 'mssql')).toEqual(['warning database -']);
    expect(
      risks({ direction: 'inbound', localPort: 8022, remotePort: 2222, targetHost: null, protocol: 'tcp' }, true, 'ssh-console'),
    ).toEqual(['high ssh-console -']);
  });

  it('knows the console of the PBX from the one of a target', () => {
    expect(opensPbxConsole([mapping({ remotePort: 22 })])).toBe(false);
    expect(opensPbxConsole([mapping(), mapping({ direction: 'inbound', localPort: 22 })])).toBe(true);
  });
});

describe('what needs nobody', () => {
  const ask = (over: Partial<AutoApprovalInput> = {}, row: Partial<MappingInput> = {}): boolean =>
    isAutoApproved({
      kind: 'tunnel',
      template: 'ldap',
      tunnel: { pbxId: 'p', module: 'general', name: 'AD', sshServerId: 's', mappings: [mapping(row)] },
      ends: true,
      autoApprove: ['ldap', 'metadirectory'],
      warned: false,
      ...over,
    });

  it('are templates without databases, consoles and gateways', () => {
    expect([...AUTO_APPROVABLE].sort()).toEqual(['ami', 'global-catalog', 'ldap', 'ldaps', 'metadirectory', 'smb', 'xmpp']);
    expect(SERVICE_TEMPLATES.length).toBeGreaterThan(AUTO_APPROVABLE.length);
  });

  it.each([
    ['a listed template as it is', {}, {}],
    ['without an end', { ends: false }, {}],
    ['to the machine the customer names', {}, { targetHost: '10.0.0.7' }],
    ['on another unprivileged port', {}, { localPort: 2389 }],
    ['under another name', {}, { name: 'Unser AD' }],
  ] as const)('is %s', (_, over, row) => expect(ask(over, row)).toBe(true));

  it.each([
    ['a template that is not listed', { autoApprove: ['smb'] }, {}],
    ['no template', { template: null }, {}],
    ['a template nobody knows', { template: 'x', autoApprove: ['x'] }, {}],
    ['a change of a tunnel', { kind: 'change' }, {}],
    ['what the rules warn about', { warned: true }, {}],
    [
      'a module it is not meant for',
      { tunnel: { pbxId: 'p', module: 'monitoring', name: 'AD', sshServerId: 's', mappings: [mapping()] } },
      {},
    ],
    ['another service under its name', {}, { remotePort: 3389 }],
    ['a privileged listener', {}, { localPort: 389 }],
    ['a gateway', {}, { exposure: 'gateway' }],
    ['others let in', {}, { allowFrom: ['10.0.0.1'] }],
    ['another direction', {}, { direction: 'inbound' }],
    ['another protocol', {}, { protocol: 'tcp' }],
    ['a target on the internet', {}, { targetHost: '8.8.8.8' }],
    [
      'a row more',
      { tunnel: { pbxId: 'p', module: 'general', name: 'AD', sshServerId: 's', mappings: [mapping(), mapping({ localPort: 1390 })] } },
      {},
    ],
    ['a row less', { tunnel: { pbxId: 'p', module: 'general', name: 'AD', sshServerId: 's', mappings: [] } }, {}],
  ] as const)('is not %s', (_, over, row) => expect(ask(over as Partial<AutoApprovalInput>, row as Partial<MappingInput>)).toBe(false));

  it('is never a listed template that is not harmless', () => {
    for (const template of ['mssql', 'ssh-console', 'prometheus']) {
      const rows = SERVICE_TEMPLATES.find((t) => t.key === template)!.mappings.map((m) => ({ ...m, targetHost: null, allowFrom: [] }));
      const tunnel = { pbxId: 'p', module: 'user-template-pro' as const, name: 'x', sshServerId: 's', mappings: rows };
      expect([template, ask({ template, tunnel, autoApprove: [template] })]).toEqual([template, false]);
    }
  });
});
