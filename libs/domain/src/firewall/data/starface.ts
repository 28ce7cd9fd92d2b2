import { port, type PortRange, type Transport } from '../rule.js';
import type { FirewallSwitch } from '../switches.js';
import { SOURCES, type Words, words } from '../words.js';
import { type ClosedRow, type PortRow, use } from './ports.js';

type Row = Partial<Omit<PortRow, 'ports' | 'transport'>> & Pick<PortRow, 'purpose' | 'uses'>;
const row = (key: string, ports: readonly PortRange[], transport: readonly Transport[], values: Row): PortRow => ({
  key,
  product: 'starface',
  fromVersion: null,
  toVersion: null,
  ports,
  transport,
  printed: null,
  tls: 'no',
  minTls: null,
  oddities: [],
  source: SOURCES.starface,
  ...values,
});

const APPS: readonly FirewallSwitch[] = ['desktopApps', 'mobileApps'];
const TRUNKS: readonly FirewallSwitch[] = ['sipTrunk', 'starfaceConnect'];
const OUTSIDE: readonly FirewallSwitch[] = ['appsFromInternet'];

const appsOutside = words('Apps melden sich ohne VPN von außen an', 'Apps sign in from outside without VPN');
const trunkOut = words('Anmeldung bei den SIP-Providern', 'Registration with the SIP providers');
const trunkIn = words('Anrufe der Provider, wenn sie ohne Registrierung zustellen', 'Calls of providers that deliver without registration');

/** The vendor's list of ports for STARFACE (S2), doubles merged (P-3), each with the directions that we infer. */
export const STARFACE_PORTS: readonly PortRow[] = [
  row('dns', [port(53)], ['udp', 'tcp'], {
    purpose: words('Namensauflösung (DNS)', 'Name resolution (DNS)'),
    uses: [
      use(
        'out: pbx > internet',
        words('Ohne DNS findet die Anlage weder Provider noch Updates', 'Without DNS the PBX finds neither providers nor updates'),
      ),
    ],
  }),
  row('time', [port(123)], ['udp'], {
    purpose: words('Systemzeit (NTP)', 'System time (NTP)'),
    uses: [use('out: pbx > internet', words('Falsche Zeit bricht TLS und Protokolle', 'A wrong clock breaks TLS and logs'))],
  }),
  row('web', [port(443)], ['tcp'], {
    tls: 'yes',
    minTls: '1.2',
    oddities: ['P-3'],
    purpose: words('Weboberfläche (https) und Grundfunktionen der Apps', 'Web interface (https) and basic functions of the apps'),
    uses: [
      use('lan: lan > pbx', words('Benutzer und Apps im LAN', 'Users and apps on the LAN')),
      use('in: internet > pbx', appsOutside, { any: APPS, all: OUTSIDE, warnings: ['prefer-vpn'] }),
      use('in: management > pbx', words('Weboberfläche von außen', 'Web interface from outside'), {
        any: ['remoteWeb'],
        warnings: ['prefer-vpn'],
      }),
    ],
  }),
  row('web-plain', [port(80)], ['tcp'], {
    purpose: words('Weboberfläche und REST-Schnittstelle über http', 'Web interface and REST interface over http'),
    uses: [use('lan: lan > pbx', words('Zugriff ohne TLS', 'Access without TLS'), { any: ['plainWeb'], warnings: ['plain-http'] })],
  }),
  row('ldap', [port(389)], ['tcp'], {
    printed: 'LDAP',
    oddities: ['P-1'],
    purpose: words('Externes Adressbuch, unverschlüsselt (LDAP)', 'External address book, unencrypted (LDAP)'),
    uses: [
      use('out: pbx > directory', words('Die Anlage fragt das Verzeichnis', 'The PBX asks the directory'), {
        any: ['ldapPlain'],
        warnings: ['plain-ldap'],
      }),
    ],
  }),
  row('ldaps', [port(636)], ['tcp'], {
    printed: 'LDAP',
    tls: 'yes',
    oddities: ['P-1'],
    purpose: words('Externes Adressbuch mit TLS (LDAPS)', 'External address book with TLS (LDAPS)'),
    uses: [use('out: pbx > directory', words('Die Anlage fragt das Verzeichnis', 'The PBX asks the directory'), { any: ['ldapTls'] })],
  }),
  row('ad-sign-in', [port(1902)], ['udp'], {
    tls: 'unknown',
    purpose: words('Benutzerauthentifizierung über Active Directory', 'User authentication through Active Directory'),
    uses: [
      use('lan: lan > pbx', words('Anmeldung über Active Directory', 'Sign-in through Active Directory'), {
        any: ['adSignIn'],
        warnings: ['direction-not-named'],
      }),
      use('lan: pbx > lan', words('Anmeldung über Active Directory', 'Sign-in through Active Directory'), {
        any: ['adSignIn'],
        warnings: ['direction-not-named'],
      }),
    ],
  }),
  row('system-network', [port(3090)], ['tcp', 'udp'], {
    tls: 'unknown',
    purpose: words('Anlagenverbund', 'System network between PBXs'),
    uses: [
      use('out: pbx > peers', words('Aufbau zu den anderen Anlagen', 'Connections to the other PBXs'), { any: ['systemNetwork'] }),
      use('in: peers > pbx', words('Aufbau von den anderen Anlagen', 'Connections from the other PBXs'), {
        any: ['systemNetwork'],
        warnings: ['prefer-vpn'],
      }),
    ],
  }),
  row('stun', [port(3478)], ['udp'], {
    oddities: ['P-4'],
    purpose: words('STUN', 'STUN'),
    // Outbound goes to the vendor's servers by name: see the table of hosts.
    uses: [],
  }),
  row('sip', [port(5060)], ['udp', 'tcp'], {
    oddities: ['P-3'],
    purpose: words('SIP, Gesprächsaufbau', 'SIP, call setup'),
    uses: [
      use('lan: phones > pbx', words('Telefone melden sich an', 'Phones register')),
      use('out: pbx > providers', trunkOut, { any: ['sipTrunk'] }),
      use('in: providers > pbx', trunkIn, { any: ['sipTrunk'], onlyKnown: true }),
    ],
  }),
  row('sip-tls', [port(5061)], ['tcp'], {
    tls: 'yes',
    minTls: '1.2',
    purpose: words('SIP über TLS: Desktop Apps und einige SIP-Provider', 'SIP over TLS: Desktop apps and some SIP providers'),
    uses: [
      use('lan: lan > pbx', words('Desktop Apps im LAN', 'Desktop apps on the LAN'), { any: ['desktopApps'] }),
      use('in: internet > pbx', appsOutside, { any: ['desktopApps'], all: OUTSIDE, warnings: ['prefer-vpn'] }),
      use('out: pbx > providers', trunkOut, { any: ['sipTrunk'] }),
    ],
  }),
  row('sip-kamailio', [port(5062)], ['tcp', 'udp'], {
    purpose: words('SIP zu Providern über Kamailio', 'SIP to providers through Kamailio'),
    uses: [
      use('out: pbx > providers', trunkOut, { any: ['kamailio'] }),
      use('in: providers > pbx', trunkIn, { any: ['kamailio'], onlyKnown: true }),
    ],
  }),
  row('sip-kamailio-tls', [port(5063)], ['tcp'], {
    tls: 'yes',
    purpose: words('SIP zu Providern über Kamailio, verschlüsselt', 'SIP to providers through Kamailio, encrypted'),
    uses: [
      use('out: pbx > providers', trunkOut, { any: ['kamailio'] }),
      use('in: providers > pbx', trunkIn, { any: ['kamailio'], onlyKnown: true }),
    ],
  }),
  row('xmpp', [port(5222)], ['tcp'], {
    tls: 'starttls',
    minTls: '1.2',
    purpose: words('Anmeldung der Apps am XMPP-Server', 'Sign-in of the apps at the XMPP server'),
    uses: [
      use('lan: lan > pbx', words('Apps im LAN', 'Apps on the LAN'), { any: APPS }),
      use('in: internet > pbx', appsOutside, { any: APPS, all: OUTSIDE, warnings: ['prefer-vpn'] }),
    ],
  }),
  row('rtp-in', [port(10_000, 20_000)], ['udp'], {
    purpose: words('Gesprächsdaten zur Anlage (RTP)', 'Call audio to the PBX (RTP)'),
    uses: [
      use('lan: phones > pbx', words('Gespräche der Telefone', 'Calls of the phones'), { warnings: ['wide-range'] }),
      use('in: internet > pbx', words('Gespräche der Apps von außen', 'Calls of the apps from outside'), {
        any: APPS,
        all: OUTSIDE,
        warnings: ['wide-range'],
      }),
      use('in: providers > pbx', words('Gespräche der Provider', 'Calls of the providers'), {
        any: ['sipTrunk', 'kamailio'],
        warnings: ['wide-range'],
      }),
      // The vendor lists addresses for the signalling only.
      use('in: internet > pbx', words('Gespräche über STARFACE Connect', 'Calls through STARFACE Connect'), {
        any: ['starfaceConnect'],
        warnings: ['wide-range'],
      }),
    ],
  }),
  row('rtp-out', [port(1025, 65_535)], ['udp'], {
    purpose: words('Gesprächsdaten von der Anlage (RTP)', 'Call audio from the PBX (RTP)'),
    uses: [
      use('lan: pbx > phones', words('Gespräche der Telefone', 'Calls of the phones'), { warnings: ['wide-range'] }),
      use('out: pbx > internet', words('Gespräche nach außen', 'Calls to the outside'), {
        any: [...TRUNKS, 'kamailio', 'appsFromInternet'],
        warnings: ['wide-range'],
      }),
    ],
  }),
  row('provisioning', [port(50_080)], ['tcp'], {
    purpose: words('Autoprovisioning und Telefonmenüs, unverschlüsselt', 'Autoprovisioning and phone menus, unencrypted'),
    uses: [
      use('lan: phones > pbx', words('Telefone holen ihre Konfiguration', 'Phones fetch their configuration'), {
        any: ['autoprovisioning'],
        warnings: ['plain-http'],
      }),
    ],
  }),
  row('provisioning-tls', [port(50_081)], ['tcp'], {
    tls: 'yes',
    purpose: words('Autoprovisioning für Openstage und Snom mit TLS', 'Autoprovisioning for Openstage and Snom with TLS'),
    uses: [
      use('lan: phones > pbx', words('Telefone holen ihre Konfiguration', 'Phones fetch their configuration'), {
        any: ['autoprovisioning'],
      }),
    ],
  }),
  row('monitoring', [port(9100), port(9999)], ['tcp'], {
    oddities: ['P-7'],
    source: SOURCES.tunnels,
    purpose: words('Monitoring (Prometheus)', 'Monitoring (Prometheus)'),
    uses: [
      use('lan: monitoring > pbx', words('Die Überwachung liest Messwerte', 'The monitoring reads metrics'), {
        any: ['monitoring'],
        warnings: ['monitoring-open'],
      }),
    ],
  }),
];

const closed = (key: string, at: number, purpose: Words, why: Words): ClosedRow => ({
  key,
  product: 'starface',
  to: 'pbx',
  port: port(at),
  transport: 'tcp',
  purpose,
  why,
  source: SOURCES.ours,
});
const plain = words('Unverschlüsselt: gehört nicht ins Internet', 'Unencrypted: not for the internet');
const console = words(
  'Der Tunnel wird von der Anlage aus aufgebaut; ihr SSH muss nie erreichbar sein',
  'The tunnel is built from the PBX; its SSH never has to be reachable',
);
const metrics = words('Ohne Anmeldung lesbar', 'Readable without sign-in');

export const STARFACE_CLOSED: readonly ClosedRow[] = [
  closed('console', 22, words('SSH-Konsole der Anlage', 'SSH console of the PBX'), console),
  closed('web-plain', 80, words('Weboberfläche ohne TLS', 'Web interface without TLS'), plain),
  closed('ldap', 389, words('LDAP ohne TLS', 'LDAP without TLS'), plain),
  closed('provisioning', 50_080, words('Autoprovisioning ohne TLS', 'Autoprovisioning without TLS'), plain),
  closed('metrics', 9100, words('Monitoring (Prometheus)', 'Monitoring (Prometheus)'), metrics),
  closed('metrics-2', 9999, words('Monitoring (Prometheus)', 'Monitoring (Prometheus)'), metrics),
];
