import { STARFACE_HOSTS, type VendorPurpose } from '../../check/data/vendor-hosts.js';
import { STARFACE_CONNECT } from '../../dns/starface-connect.js';
import { type PortRange, port, type Transport } from '../rule.js';
import type { FirewallSwitch } from '../switches.js';
import { type Words, words } from '../words.js';
import type { OddityCode } from './oddities.js';

/** A host that must be reached, with all its ports. */
export interface HostRow {
  readonly key: string;
  readonly host: string;
  readonly ports: readonly PortRange[];
  readonly transport: readonly Transport[];
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly from: 'pbx' | 'phones' | 'pbx+lan';
  /** Null: always. */
  readonly needs: FirewallSwitch | null;
  readonly purpose: Words;
  readonly oddities: readonly OddityCode[];
  /** The addresses that the vendor lists for firewalls that know no names; empty: it lists none. */
  readonly addresses: readonly string[];
}

const PURPOSE: Readonly<Partial<Record<VendorPurpose, Words>>> = {
  'external-address': words('Eigene externe Adresse ermitteln', 'Finding its own external address'),
  licence: words('Lizenzabgleich', 'Licence synchronisation'),
  updates: words('Updates', 'Updates'),
  'updates-firmware': words('Updates und Firmware der Telefone', 'Updates and phone firmware'),
  'provider-portal': words('Provider-Portal', 'Provider portal'),
  'mobile-push': words('Push für mobile Apps', 'Push for mobile apps'),
};

/** The table of the checks, one row per host. */
const web: readonly HostRow[] = [...new Set(STARFACE_HOSTS.map(({ host }) => host))].map((host) => {
  const rows = STARFACE_HOSTS.filter((row) => row.host === host);
  const [first] = rows as [(typeof rows)[number]];
  const push = first.purpose === 'mobile-push';
  return {
    key: `host:${host}`,
    host,
    ports: rows.map((row) => port(row.port)),
    transport: ['tcp'],
    fromVersion: first.fromVersion,
    toVersion: first.toVersion,
    from: push ? 'pbx+lan' : 'pbx',
    needs: push ? 'mobileApps' : null,
    purpose: PURPOSE[first.purpose] ?? words(first.purpose, first.purpose),
    oddities:
      rows.some((row) => row.port === 80) && ['licence', 'external-address'].includes(first.purpose) ? ['P-5'] : push ? ['P-2'] : [],
    addresses: [],
  };
});

const always = { fromVersion: null, toVersion: null, addresses: [], oddities: [] } as const;
const stun = (host: string): HostRow => ({
  ...always,
  key: `host:${host}`,
  host,
  ports: [port(3478)],
  transport: ['udp'],
  from: 'pbx',
  needs: 'stun',
  purpose: words('STUN-Server', 'STUN server'),
  oddities: ['P-4'],
});

const YEALINK = ['dm', 'api-dm', 'rps', 'rpscloud', 'pscloud'].map((name) => `${name}.yealink.com`);
/** 5 hosts × 6 ports: the 30 combinations of the vendor's list. */
export const YEALINK_PORTS = [80, 443, 8443, 8445, 8446, 9989] as const;

export const STARFACE_HOST_ROWS: readonly HostRow[] = [
  ...web,
  stun('stun.starface.com'),
  stun('stun.teamfon.com'),
  {
    ...always,
    key: 'host:starface-connect',
    host: STARFACE_CONNECT.name,
    ports: [port(5060, 5063)],
    transport: ['udp', 'tcp'],
    from: 'pbx',
    needs: 'starfaceConnect',
    purpose: words('STARFACE Connect, Leitung', 'STARFACE Connect trunk'),
    addresses: STARFACE_CONNECT.addresses,
  },
  ...YEALINK.map((host): HostRow => ({
    ...always,
    key: `host:${host}`,
    host,
    ports: YEALINK_PORTS.map((p) => port(p)),
    transport: ['tcp'],
    from: 'phones',
    needs: 'yealinkCloud',
    purpose: words('Provisionierung der Yealink-Telefone', 'Provisioning of Yealink phones'),
  })),
];
