import type { Direction, Exposure, ModuleKey, Product } from '@stellwerk/domain';
import type { DemoProtocol } from './services.js';

export interface DemoMapping {
  readonly name: string;
  readonly direction: Direction;
  readonly exposure: Exposure;
  readonly localPort: number;
  readonly remotePort: number;
  readonly targetHost: string | null;
  readonly protocol: DemoProtocol;
  /** Deliberately nothing listens at its far end. */
  readonly broken?: true;
}

export interface DemoTunnel {
  readonly name: string;
  readonly module: ModuleKey;
  readonly enabled: boolean;
  readonly mappings: readonly DemoMapping[];
}

export interface DemoCustomer {
  readonly name: string;
  readonly pbx: {
    readonly name: string;
    readonly product: Product;
    readonly version: string;
    readonly edition: string;
    readonly address: string;
    readonly listenAddress: string;
    readonly network: string;
  };
  readonly sshServer: { readonly name: string; readonly host: string };
  /** The address of somebody the customer federates with. */
  readonly partner: string;
  readonly modules: Partial<Record<ModuleKey, string>>;
  readonly tunnels: readonly DemoTunnel[];
}

/** Which loopback addresses one demonstration uses: 127.<octet>.<customer>.<host>, so that 127.0.0.1 stays free for a newcomer's own ports. */
export const addressOf = (octet: number, customer: number, host: number): string => `127.${octet}.${customer}.${host}`;

const LISTEN = 1;
const SSH_SERVER = 2;
const PBX = 10;
const DOMAIN_CONTROLLER = 20;
const DATABASE = 30;
const NOBODY = 40;
const PARTNER = 50;

export const STADTWERKE = 'Stadtwerke Ahrental';
export const KLINIKUM = 'Klinikum St. Georg, Bad Wildungen';
export const AUTOHAUS = 'Autohaus Reinhardt GmbH, Kassel';
export const HAFENKANTE = 'Spedition Hafenkante, Bremerhaven';

interface Site {
  readonly at: (host: number) => string;
  /** Ports on the SSH servers, which all share 127.0.0.1: each customer has eight of its own. */
  readonly remote: (n: number) => number;
}

const outbound = (
  name: string,
  ports: readonly [local: number, remote: number],
  targetHost: string,
  protocol: DemoProtocol,
): DemoMapping => ({
  name,
  direction: 'outbound',
  exposure: 'private',
  localPort: ports[0],
  remotePort: ports[1],
  targetHost,
  protocol,
});
const inbound = (name: string, ports: readonly [local: number, remote: number], protocol: DemoProtocol): DemoMapping => ({
  name,
  direction: 'inbound',
  exposure: 'private',
  localPort: ports[0],
  remotePort: ports[1],
  targetHost: null,
  protocol,
});
const tunnel = (name: string, module: ModuleKey, mappings: readonly DemoMapping[], enabled = true): DemoTunnel => ({
  name,
  module,
  enabled,
  mappings,
});

type Plan = Pick<DemoCustomer, 'name' | 'modules'> & {
  readonly product: Product;
  readonly version: string;
  readonly edition: string;
  readonly pbx: string;
  readonly server: string;
  readonly tunnels: (site: Site) => readonly DemoTunnel[];
};

const PLANS: readonly Plan[] = [
  {
    name: 'Kanzlei Brandt & Vogel, Hamburg',
    product: 'starface',
    version: '8.1.2.4',
    edition: 'Cloud',
    pbx: 'STARFACE Cloud Brandt & Vogel',
    server: 'dc01 Jungfernstieg',
    modules: { 'active-directory-synchronisation': '23.6.16', monitoring: '23.6.16', 'reverse-lookup-pro': '23.6.16' },
    tunnels: ({ at, remote }) => [
      tunnel('Anmeldung am Active Directory', 'active-directory-synchronisation', [
        outbound('LDAP dc01', [1389, 3890], at(DOMAIN_CONTROLLER), 'ldap'),
        outbound('LDAP dc02', [1390, 3891], at(DOMAIN_CONTROLLER), 'ldap'),
      ]),
      tunnel('Prometheus für die Haus-IT', 'monitoring', [inbound('Prometheus', [9100, remote(0)], 'http-metrics')]),
      tunnel('Rufnummernauflösung für Telefone', 'reverse-lookup-pro', [
        { ...outbound('MetaDirectory', [1712, 1712], at(DATABASE), 'ldap'), exposure: 'gateway' },
      ]),
    ],
  },
  {
    name: AUTOHAUS,
    product: 'starface',
    version: '8.1.1.9',
    edition: 'Appliance',
    pbx: 'STARFACE Autohaus Reinhardt',
    server: 'srv-tk Kassel',
    modules: { 'call-recording': '23.5.25', 'multiline-tapi-configuration': '23.5.25' },
    tunnels: ({ at, remote }) => [
      tunnel('Protokoll der Gesprächsaufzeichnung', 'call-recording', [outbound('MS SQL', [1433, 1433], at(DATABASE), 'mssql')]),
      tunnel('TAPI für den Serviceplatz', 'multiline-tapi-configuration', [inbound('AMI', [5038, remote(0)], 'ami')]),
    ],
  },
  {
    name: STADTWERKE,
    product: 'xphone-connect',
    version: '9.0.96',
    edition: 'Enterprise',
    pbx: 'XPhone Connect Stadtwerke',
    server: 'xphone-gw Ahrental',
    modules: {},
    tunnels: ({ at, remote }) => [
      tunnel('Verzeichnis und Datenbank', 'general', [
        outbound('LDAP', [1389, 3890], at(DOMAIN_CONTROLLER), 'ldap'),
        outbound('PostgreSQL CRM', [15432, 5432], at(DATABASE), 'postgresql'),
      ]),
      tunnel('Kennzahlen der Leitwarte', 'general', [inbound('Prometheus', [9100, remote(0)], 'http-metrics')]),
    ],
  },
  {
    name: KLINIKUM,
    product: 'estos-ucserver',
    version: '8.2.3',
    edition: 'Standard',
    pbx: 'UCServer Klinikum',
    server: 'ucs-dmz Bad Wildungen',
    modules: {},
    tunnels: ({ at }) => [
      tunnel('MetaDirectory', 'general', [outbound('LDAP MetaDirectory', [1712, 1712], at(DATABASE), 'ldap')]),
      tunnel('Vorführung: Ziel lehnt ab', 'general', [
        outbound('LDAP Station 3', [1389, 3890], at(DOMAIN_CONTROLLER), 'ldap'),
        { ...outbound('MS SQL, absichtlich gestört', [1433, 1433], at(NOBODY), 'mssql'), broken: true },
      ]),
    ],
  },
  {
    name: 'Bäckerei Hollmann KG, Celle',
    product: 'starface',
    version: '8.1.2.4',
    edition: 'Cloud',
    pbx: 'STARFACE Cloud Hollmann',
    server: 'nas-filiale Celle',
    modules: { 'insight-analytics': '23.6.16', 'user-template-pro': '23.5.25' },
    tunnels: ({ at, remote }) => [
      tunnel('Export der Auswertungen', 'insight-analytics', [outbound('MS SQL Controlling', [1433, 1433], at(DATABASE), 'mssql')]),
      tunnel('Vorführung: bewusst ausgeschaltet', 'user-template-pro', [inbound('AMI Fernwartung', [5038, remote(0)], 'ami')], false),
    ],
  },
  {
    name: HAFENKANTE,
    product: 'xphone-connect',
    version: '9.0.90',
    edition: 'Office',
    pbx: 'XPhone Connect Hafenkante',
    server: 'srv-dispo Bremerhaven',
    modules: {},
    tunnels: ({ at }) => [
      tunnel('Verzeichnis der Disposition', 'general', [outbound('LDAP', [1389, 3890], at(DOMAIN_CONTROLLER), 'ldap')]),
    ],
  },
];

/** The customer whose people ask for things, and what was approved for them: the same LDAP under another port, for some days. */
export const TRIAL = { customer: STADTWERKE, localPort: 2389, protocol: 'ldap' } as const;

/** The demonstration's customers on one block of loopback addresses. Pure: the same octet gives the same fleet. */
export const demoFleet = (octet: number): readonly DemoCustomer[] =>
  PLANS.map((plan, index) => {
    const at = (host: number): string => addressOf(octet, index + 1, host);
    const remote = (n: number): number => 20_000 + octet * 40 + index * 8 + n;
    return {
      name: plan.name,
      pbx: {
        name: plan.pbx,
        product: plan.product,
        version: plan.version,
        edition: plan.edition,
        address: at(PBX),
        listenAddress: at(LISTEN),
        network: `${addressOf(octet, index + 1, 0)}/24`,
      },
      sshServer: { name: plan.server, host: at(SSH_SERVER) },
      partner: at(PARTNER),
      modules: plan.modules,
      tunnels: plan.tunnels({ at, remote }),
    };
  });

/** Where the far end of a mapping is served: beside the SSH server for outbound ones, on the PBX for inbound ones. */
export const serviceOf = (customer: DemoCustomer, mapping: DemoMapping): { host: string; port: number } =>
  mapping.direction === 'outbound'
    ? { host: mapping.targetHost ?? '127.0.0.1', port: mapping.remotePort }
    : { host: customer.pbx.address, port: mapping.localPort };

/** Where its near end listens, and from which address a user of it comes. */
export const entranceOf = (customer: DemoCustomer, mapping: DemoMapping): { host: string; port: number; from: string | undefined } =>
  mapping.direction === 'outbound'
    ? { host: customer.pbx.listenAddress, port: mapping.localPort, from: customer.pbx.address }
    : { host: '127.0.0.1', port: mapping.remotePort, from: undefined };
