import fc from 'fast-check';
import { MAPPING_FINDING_CODES } from './finding-codes.js';
import { listenerOf, type ListenerInUse, nextFreePort, type PbxContext } from './listener.js';
import { MappingInput } from './mapping.js';
import type { MappingJudgementInput } from './judgement-input.js';
import { judgeMappings } from './rules.js';
import { reportMappings } from './validate.js';

const TENANT = '7d1c1b0e-4b0e-4d5c-9c43-9f2f5a3d0001';
const pbx: PbxContext = {
  edgeId: 'local',
  product: 'starface',
  access: 'network',
  listenAddress: '10.0.0.2',
  networks: ['192.168.10.0/24'],
};
const sshServer = { host: 'ssh.kunde.de', port: 8822, username: 'tunnel' };
const base: MappingJudgementInput = { mappings: [], tenantId: TENANT, module: 'general', pbx, sshServer, listeners: [] };

const K1 = { name: 'Console', direction: 'inbound', exposure: 'private', localPort: 22, remotePort: 2222 };
const K2 = { name: 'LDAP', direction: 'outbound', exposure: 'private', localPort: 1389, remotePort: 389, targetHost: 'dc01.kunde.local' };
const K3 = { name: 'MetaDirectory', direction: 'outbound', exposure: 'gateway', localPort: 1712, remotePort: 1712, targetHost: 'meta' };
const K4 = { name: 'Prometheus', direction: 'inbound', exposure: 'gateway', localPort: 9100, remotePort: 9100 };
const here = (port: number, more: Partial<ListenerInUse> = {}): ListenerInUse => ({
  listenKey: 'edge:local:10.0.0.2',
  listenPort: port,
  tunnelName: 'AD',
  exposure: 'private',
  ...more,
});

const codes = (mappings: readonly unknown[], more: Partial<MappingJudgementInput> = {}): string[] =>
  judgeMappings({ ...base, mappings, ...more }).map((f) => `${f.severity} ${f.code} ${f.path}`);

const CASES: readonly (readonly [
  title: string,
  mappings: readonly unknown[],
  findings: readonly string[],
  more?: Partial<MappingJudgementInput>,
])[] = [
  ['K2 as the vendor shows it', [K2], []],
  ['K1: local port 22 is a destination and may be privileged', [K1], []],
  [
    'K3 is marked, and plain LDAP on it too',
    [K3],
    ['warning gateway-exposed /mappings/0/exposure', 'warning unencrypted-exposed /mappings/0/exposure'],
  ],
  [
    'K4 is marked, and plain metrics on it too (T-9)',
    [K4],
    ['warning gateway-exposed /mappings/0/exposure', 'warning unencrypted-exposed /mappings/0/exposure'],
  ],
  [
    'a database laid open',
    [{ ...K3, localPort: 5000, remotePort: 1433 }],
    ['warning gateway-exposed /mappings/0/exposure', 'warning database-exposed /mappings/0/exposure'],
  ],
  [
    'a database of another kind laid open',
    [{ ...K3, localPort: 5000, remotePort: 6379 }],
    ['warning gateway-exposed /mappings/0/exposure', 'warning database-exposed /mappings/0/exposure'],
  ],
  [
    'a database known by its protocol',
    [{ ...K3, localPort: 5000, remotePort: 5001, protocol: 'postgresql' }],
    ['warning gateway-exposed /mappings/0/exposure', 'warning database-exposed /mappings/0/exposure'],
  ],
  [
    'K3 without networks lets nobody in',
    [K3],
    ['warning gateway-without-networks /mappings/0/exposure'],
    { pbx: { ...pbx, networks: [] } },
  ],
  [
    'K3 with its own networks',
    [{ ...K3, localPort: 5000, remotePort: 5000, allowFrom: ['10.1.0.0/16'] }],
    ['warning gateway-exposed /mappings/0/exposure'],
    { pbx: { ...pbx, networks: [] } },
  ],
  ['V1: a privileged listener on the PBX side', [{ ...K2, localPort: 389 }], ['error port-below-1024-refused /mappings/0/localPort']],
  ['V2: a privileged listener on the SSH server', [{ ...K1, remotePort: 80 }], ['warning port-privileged /mappings/0/remotePort']],
  [
    'V2: a mere hint for root',
    [{ ...K1, remotePort: 80 }],
    ['info port-privileged /mappings/0/remotePort'],
    { sshServer: { ...sshServer, username: 'root' } },
  ],
  [
    'V2: a mere hint for a Windows administrator',
    [{ ...K1, remotePort: 80 }],
    ['info port-privileged /mappings/0/remotePort'],
    { sshServer: { ...sshServer, username: 'KUNDE\\Administrator' } },
  ],
  ['V3: one local port to two remote ports', [K2, { ...K2, remotePort: 636 }], ['error listener-collision /mappings/1/localPort']],
  ['V3: several local ports to one remote port', [K2, { ...K2, localPort: 1390 }], []],
  ['V3: several remote ports to one local port', [K1, { ...K1, remotePort: 2223 }], []],
  ['V3: one remote port from two local ports', [K1, { ...K1, localPort: 23 }], ['error listener-collision /mappings/1/remotePort']],
  [
    'V3: wildcard against loopback is said',
    [K1, { ...K1, localPort: 23, exposure: 'gateway' }],
    ['error listener-wildcard-collision /mappings/1/remotePort', 'warning gateway-exposed /mappings/1/exposure'].reverse(),
  ],
  ['V3: the two sides do not meet', [K2, { ...K1, remotePort: 1389 }], []],
  ['a repeated row', [K2, K2], ['error mapping-duplicate /mappings/1']],
  ['another tunnel holds the port', [K2], ['error listener-collision /mappings/0/localPort'], { listeners: [here(1389)] }],
  [
    'another tunnel holds it with another exposure',
    [K2],
    ['error listener-wildcard-collision /mappings/0/localPort'],
    { listeners: [here(1389, { exposure: 'gateway' })] },
  ],
  [
    'a wildcard address of the edge holds it',
    [K2],
    ['error listener-wildcard-collision /mappings/0/localPort'],
    { listeners: [here(1389, { listenKey: 'edge:local:0.0.0.0' })] },
  ],
  ['another address of the edge does not matter', [K2], [], { listeners: [here(1389, { listenKey: 'edge:local:10.0.0.3' })] }],
  [
    'another edge does not matter',
    [K2],
    [],
    { listeners: [here(1389, { listenKey: 'edge:remote:10.0.0.2' }), here(1389, { listenKey: 'edge:remote:0.0.0.0' })] },
  ],
  [
    'another tunnel to the same SSH server holds the remote port',
    [K1],
    ['error listener-collision /mappings/0/remotePort'],
    { listeners: [here(2222, { listenKey: `ssh:${TENANT}:ssh.kunde.de:8822` })] },
  ],
  ['another SSH server does not matter', [K1], [], { listeners: [here(2222, { listenKey: `ssh:${TENANT}:ssh.kunde.de:22` })] }],
  [
    'rows collide even before an SSH server is chosen',
    [K1, { ...K1, localPort: 23 }],
    ['error listener-collision /mappings/1/remotePort'],
    { sshServer: null },
  ],
  ['K1 and K4 have no target', [{ ...K1, targetHost: 'dc01' }], ['error target-on-inbound /mappings/0/targetHost']],
  ['an emptied target field is no target', [{ ...K1, targetHost: '' }], []],
  ['allowFrom needs a gateway', [{ ...K2, allowFrom: ['10.0.0.0/8'] }], ['error allow-from-on-private /mappings/0/allowFrom']],
  [
    'a malformed network, at its own place',
    [{ ...K3, localPort: 5000, remotePort: 5000, allowFrom: ['10.0.0.0/8', '10.0.0.0/64'] }],
    ['error cidr-malformed /mappings/0/allowFrom/1', 'warning gateway-exposed /mappings/0/exposure'],
  ],
  [
    'a module restricts directions',
    [K1],
    ['error module-direction-forbidden /mappings/0/direction'],
    { module: 'active-directory-synchronisation' },
  ],
  ['User Template PRO allows the console', [K1], [], { module: 'user-template-pro' }],
  [
    'an empty row says everything it lacks',
    [{}],
    [
      'error name-missing /mappings/0/name',
      'error direction-missing /mappings/0/direction',
      'error port-missing /mappings/0/localPort',
      'error port-missing /mappings/0/remotePort',
    ],
  ],
  [
    'half typed values',
    [{ ...K2, localPort: '', remotePort: 70_000, targetHost: 'dc01 x' }],
    [
      'error port-missing /mappings/0/localPort',
      'error port-out-of-range /mappings/0/remotePort',
      'error host-malformed /mappings/0/targetHost',
    ],
  ],
  [
    'a port that is no number',
    [{ ...K2, localPort: '1389', remotePort: 3.5 }],
    ['error port-malformed /mappings/0/localPort', 'error port-malformed /mappings/0/remotePort'],
  ],
  ['an address that is none', [{ ...K2, targetHost: '10.0.0.256' }], ['error host-malformed /mappings/0/targetHost']],
  [
    'unknown choices',
    [{ ...K2, exposure: 'all', protocol: 'gopher' }],
    ['error exposure-malformed /mappings/0/exposure', 'error protocol-malformed /mappings/0/protocol'],
  ],
  ['a name too long', [{ ...K2, name: 'x'.repeat(81) }], ['error name-too-long /mappings/0/name']],
  ['no object at all', [null], ['error mapping-malformed /mappings/0']],
  ['no rows', [], ['error mappings-missing /mappings']],
];

describe('the mapping rules', () => {
  it.each(CASES.map(([title, mappings, findings, more = {}]) => [title, mappings, findings, more] as const))(
    '%s',
    (_title, mappings, findings, more) => {
      expect(codes(mappings, more).sort()).toEqual([...findings].sort());
    },
  );

  it('refuses more than 64 rows', () => {
    const rows = Array.from({ length: 65 }, (_, i) => ({ ...K2, localPort: 2000 + i }));
    expect(codes(rows)).toEqual(['error too-many /mappings']);
  });

  it('names the other tunnel only to those who may know it', () => {
    const collision = (tunnelName: string | null) =>
      judgeMappings({ ...base, mappings: [K2], listeners: [here(1389, { tunnelName })] })[0]?.params;
    expect(collision('AD')).toMatchObject({ tunnel: 'AD' });
    expect(collision(null)).not.toHaveProperty('tunnel');
  });

  const port = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: -5, max: 70_000 }), fc.constantFrom(null, '', '22', 1.5));
  const row = fc.record(
    {
      name: fc.constantFrom('LDAP', '', undefined),
      direction: fc.constantFrom('outbound', 'inbound', 'sideways'),
      exposure: fc.constantFrom('private', 'gateway', undefined),
      localPort: port,
      remotePort: port,
      targetHost: fc.constantFrom(null, '', 'dc01', 'a b', '::1', '[::1]', 'x;y', undefined),
      allowFrom: fc.constantFrom(undefined, [], ['10.0.0.0/8'], ['x'], 'x', [7]),
      protocol: fc.constantFrom('tcp', 'ldap', undefined, 'x'),
    },
    { requiredKeys: [] },
  );

  it('calls valid only what the contract accepts, and then no two rows share a listener', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(row, fc.constantFrom(K1, K2, K3, K4, null, 7)), { maxLength: 5 }), (mappings) => {
        const findings = judgeMappings({ ...base, mappings });
        if (findings.some((finding) => finding.severity === 'error')) return;
        const parsed = mappings.map((mapping) =>
          MappingInput.parse({
            ...(mapping as object),
            ...((mapping as { targetHost?: string }).targetHost === '' ? { targetHost: null } : {}),
          }),
        );
        const listeners = parsed.map((mapping) => listenerOf(mapping, pbx, sshServer, TENANT)).map((l) => `${l.listenKey}:${l.port}`);
        expect(new Set(listeners).size).toBe(listeners.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of other tunnels', () => {
    const listeners = [here(1389), here(1390), here(5000, { listenKey: 'edge:local:0.0.0.0' })];
    expect(codes([K2], { listeners })).toEqual(codes([K2], { listeners: [...listeners].reverse() }));
  });
});

describe('where a mapping listens', () => {
  const inbound = { direction: 'inbound', localPort: 22, remotePort: 2222 } as const;
  const outbound = { direction: 'outbound', localPort: 1389, remotePort: 389 } as const;
  it('is the SSH server for inbound, however its name is written', () => {
    const key = listenerOf(inbound, pbx, sshServer, TENANT);
    expect(key).toEqual({ listenKey: `ssh:${TENANT}:ssh.kunde.de:8822`, port: 2222 });
    expect(listenerOf(inbound, pbx, { ...sshServer, host: 'SSH.Kunde.de.' }, TENANT)).toEqual(key);
    expect(listenerOf(inbound, pbx, { host: '::ffff:10.1.1.1', port: 22 }, TENANT)).toEqual(
      listenerOf(inbound, pbx, { host: '10.1.1.1', port: 22 }, TENANT),
    );
  });
  it('is the edge for outbound, or the PBX itself where we log in to it', () => {
    expect(listenerOf(outbound, pbx, sshServer, TENANT)).toEqual({ listenKey: 'edge:local:10.0.0.2', port: 1389 });
    expect(
      listenerOf(outbound, { ...pbx, access: 'ssh', sshServer: { host: 'pbx.kunde.de', port: 22 } }, sshServer, TENANT).listenKey,
    ).toBe(`ssh:${TENANT}:pbx.kunde.de:22`);
  });
});

describe('the next free port', () => {
  it('is never taken and never below the minimum', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 70_000 }),
        fc.uniqueArray(fc.integer({ min: 1_024, max: 65_535 }), { maxLength: 50 }),
        (wanted, taken) => {
          const free = nextFreePort(wanted, new Set(taken));
          expect(free).toBeGreaterThanOrEqual(1_024);
          expect(free).toBeLessThanOrEqual(65_535);
          expect(taken).not.toContain(free);
        },
      ),
    );
  });
  it('counts upwards, wraps, and gives up when all are taken', () => {
    expect(nextFreePort(1389, new Set([1389, 1390]))).toBe(1391);
    expect(nextFreePort(65_535, new Set([65_535]))).toBe(1024);
    expect(nextFreePort(65_534, new Set([65_534, 65_535]), 65_534)).toBeNull();
  });
});

describe('the report for an editor', () => {
  it('has a sentence per complete row, a free port per taken one, and the gateway rows', () => {
    const report = reportMappings(
      { ...base, mappings: [K2, { name: 'half' }, K4, { ...K2, remotePort: 636 }], listeners: [here(1390)] },
      'de',
    );
    expect(report.valid).toBe(false);
    expect(report.explanations.map((text) => text !== null)).toEqual([true, false, true, true]);
    expect(report.suggestions).toEqual([{ path: '/mappings/3/localPort', port: 1391 }]);
    expect(report.gateways).toEqual([2]);
  });
  it('suggests a port from 1024 that is really free where V1 refuses one', () => {
    const report = reportMappings({ ...base, mappings: [{ ...K2, localPort: 389 }], listeners: [here(1389)] }, 'en');
    expect(report.suggestions).toEqual([{ path: '/mappings/0/localPort', port: 1390 }]);
  });
});

it('every finding code has a case above', () => {
  const seen = CASES.flatMap(([, mappings, , more]) => judgeMappings({ ...base, mappings, ...more }).map((finding) => finding.code));
  expect([...new Set<string>([...seen, 'too-many'])].sort()).toEqual([...MAPPING_FINDING_CODES].sort());
});
