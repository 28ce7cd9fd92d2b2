import { explainMapping } from './explain.js';
import type { PbxContext } from './listener.js';
import { MappingInput } from './mapping.js';
import { judgeMappings } from './rules.js';
import { SERVICE_TEMPLATES } from './service-templates.js';
import { moduleFacts } from '../pbx/modules.js';

const pbx: PbxContext = {
  edgeId: 'local',
  product: 'starface',
  access: 'ssh',
  listenAddress: '10.0.0.2',
  networks: ['192.168.10.0/24'],
  sshServer: { host: 'pbx', port: 22 },
};
const server = { host: 'ssh.kunde.de', port: 22, username: 'tunnel' };
const mapping = (input: object) => MappingInput.parse({ name: 'x', direction: 'outbound', localPort: 1389, remotePort: 389, ...input });

describe('the sentence that explains a mapping', () => {
  it.each([
    [
      'K2 with a target',
      mapping({ targetHost: 'dc01.kunde.local' }),
      'Die STARFACE erreicht unter 127.0.0.1:1389 den Dienst auf Port 389 von dc01.kunde.local – über den SSH-Server ssh.kunde.de, bis dorthin verschlüsselt.',
    ],
    [
      'K2 on the SSH server',
      mapping({}),
      'Die STARFACE erreicht unter 127.0.0.1:1389 den Dienst auf Port 389 des SSH-Servers ssh.kunde.de – verschlüsselt durch den Tunnel.',
    ],
    [
      'K3',
      mapping({ exposure: 'gateway', targetHost: 'meta' }),
      'Die STARFACE und mit ihr verbundene Rechner (192.168.10.0/24) erreichen unter 127.0.0.1:1389 den Dienst auf Port 389 von meta – über den SSH-Server ssh.kunde.de, bis dorthin verschlüsselt.',
    ],
    [
      'K1',
      mapping({ direction: 'inbound', localPort: 22, remotePort: 2222 }),
      'Nur der SSH-Server ssh.kunde.de selbst erreicht unter localhost:2222 den Port 22 der STARFACE – verschlüsselt durch den Tunnel.',
    ],
    [
      'K4',
      mapping({ direction: 'inbound', exposure: 'gateway', localPort: 9100, remotePort: 9100 }),
      'Der SSH-Server ssh.kunde.de und mit ihm verbundene Rechner erreichen über seinen Port 9100 den Port 9100 der STARFACE – bis zum SSH-Server verschlüsselt.',
    ],
  ])('%s in German', (_kind, input, text) => {
    expect(explainMapping(input, pbx, server, 'de')).toBe(text);
  });

  it('names the PBX by its product, the listener by where it is, and stands without an SSH server', () => {
    const xphone = { ...pbx, product: 'xphone-connect', access: 'network' } as const;
    expect(explainMapping(mapping({}), xphone, null, 'en')).toBe(
      'The XPhone server reaches the service on port 389 of the SSH server at 10.0.0.2:1389 – encrypted through the tunnel.',
    );
    expect(explainMapping(mapping({}), { ...xphone, listenAddress: 'fd00::1' }, server, 'en')).toContain('at [fd00::1]:1389');
    expect(explainMapping(mapping({}), { ...xphone, listenAddress: '0.0.0.0' }, server, 'de')).toContain('unter Port 1389 den Dienst');
  });
});

describe('service templates', () => {
  it('have unique keys, and the five of the vendor', () => {
    expect(new Set(SERVICE_TEMPLATES.map((template) => template.key)).size).toBe(SERVICE_TEMPLATES.length);
    expect(SERVICE_TEMPLATES.filter((template) => template.origin === 'vendor').map((template) => template.key)).toEqual([
      'ldap',
      'mssql',
      'metadirectory',
      'prometheus',
      'ssh-console',
    ]);
  });
  it.each(SERVICE_TEMPLATES.map((template) => [template.key, template] as const))(
    '%s can be inserted as it is under every module it is meant for',
    (_key, template) => {
      const mappings = template.mappings.map(({ needsTarget: _, ...rest }) => rest);
      for (const module of template.modules) {
        expect(moduleFacts(module).products).toContain('starface');
        const errors = judgeMappings({ mappings, tenantId: 't', module, pbx, sshServer: server, listeners: [] }).filter(
          (finding) => finding.severity === 'error',
        );
        expect(errors).toEqual([]);
      }
    },
  );
  it('do not collide with each other when all are inserted', () => {
    const mappings = SERVICE_TEMPLATES.flatMap((template) => template.mappings);
    expect(
      judgeMappings({ mappings, tenantId: 't', module: 'general', pbx, sshServer: server, listeners: [] }).filter(
        (finding) => finding.severity === 'error',
      ),
    ).toEqual([]);
  });
});
