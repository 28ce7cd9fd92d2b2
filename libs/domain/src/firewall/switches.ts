import { z } from 'zod';
import type { Product } from '../pbx/pbx.js';
import { type Words, words } from './words.js';

interface SwitchFacts {
  readonly products: readonly Product[];
  readonly label: Words;
  readonly hint: Words;
}
const starface = (label: Words, hint: Words): SwitchFacts => ({ products: ['starface'], label, hint });

/** What a PBX may use: each switch brings the ports it needs. */
export const FIREWALL_SWITCHES = {
  desktopApps: starface(words('Desktop Apps', 'Desktop apps'), words('443, 5061 und 5222 zur Anlage', '443, 5061 and 5222 to the PBX')),
  mobileApps: starface(
    words('Mobile Apps', 'Mobile apps'),
    words('443 und 5222, dazu der Push-Dienst', '443 and 5222, and the push service'),
  ),
  appsFromInternet: starface(
    words('Apps von außen ohne VPN', 'Apps from outside without VPN'),
    words('Öffnet die Ports der Apps für das Internet', 'Opens the ports of the apps to the internet'),
  ),
  remoteWeb: starface(
    words('Weboberfläche von außen', 'Web interface from outside'),
    words('443 aus den Fernwartungsnetzen, sonst aus dem Internet', '443 from the management networks, else from the internet'),
  ),
  plainWeb: starface(
    words('Weboberfläche und REST ohne TLS', 'Web interface and REST without TLS'),
    words('Port 80, nur im LAN', 'Port 80, on the LAN only'),
  ),
  autoprovisioning: starface(
    words('Autoprovisioning und Telefonmenüs', 'Autoprovisioning and phone menus'),
    words('50080 und 50081', '50080 and 50081'),
  ),
  starfaceConnect: starface(words('STARFACE Connect', 'STARFACE Connect'), words('Leitung des Herstellers', 'The vendor’s trunk')),
  sipTrunk: starface(
    words('Andere SIP-Provider', 'Other SIP providers'),
    words('5060 und 5061 zu den Providern', '5060 and 5061 to the providers'),
  ),
  kamailio: starface(
    words('SIP über Kamailio', 'SIP through Kamailio'),
    words('5062 und 5063 zu den Providern', '5062 and 5063 to the providers'),
  ),
  systemNetwork: starface(
    words('Anlagenverbund', 'System network between PBXs'),
    words('3090 zu den anderen Anlagen', '3090 to the other PBXs'),
  ),
  adSignIn: starface(words('Anmeldung über Active Directory', 'Sign-in through Active Directory'), words('UDP 1902', 'UDP 1902')),
  ldapTls: starface(words('LDAP-Adressbuch mit TLS', 'LDAP address book with TLS'), words('636 zum Verzeichnis', '636 to the directory')),
  ldapPlain: starface(
    words('LDAP-Adressbuch ohne TLS', 'LDAP address book without TLS'),
    words('389 zum Verzeichnis', '389 to the directory'),
  ),
  yealinkCloud: starface(
    words('Yealink-Telefone an der STARFACE Cloud', 'Yealink phones on STARFACE cloud'),
    words('5 Hosts mit je 6 Ports', '5 hosts with 6 ports each'),
  ),
  stun: starface(words('STUN', 'STUN'), words('UDP 3478 zu den Servern des Herstellers', 'UDP 3478 to the vendor’s servers')),
  neon: starface(
    words('STARFACE NEON', 'STARFACE NEON'),
    words('Ports stehen in einem eigenen Dokument des Herstellers', 'Its ports are in a document of its own'),
  ),
  monitoring: starface(words('Monitoring', 'Monitoring'), words('Prometheus, 9100 und 9999', 'Prometheus, 9100 and 9999')),
  tunnels: {
    products: ['starface', 'xphone-connect', 'estos-ucserver'],
    label: words('SSH-Tunnel', 'SSH tunnels'),
    hint: words('Zu den SSH-Servern der Tunnel', 'To the SSH servers of the tunnels'),
  },
  federation: {
    products: ['xphone-connect'],
    label: words('Federation', 'Federation'),
    hint: words('5061 in beide Richtungen', '5061 both ways'),
  },
  http01: {
    products: ['xphone-connect', 'estos-ucserver'],
    label: words('Zertifikat über HTTP (http-01)', 'Certificate over HTTP (http-01)'),
    hint: words('Port 80 eingehend für die Erneuerung', 'Port 80 inbound for the renewal'),
  },
  reverseProxy: {
    products: ['estos-ucserver'],
    label: words('Reverse-Proxy für Apps und Web', 'Reverse proxy for apps and web'),
    hint: words('443 zum Proxy, von dort 7224 oder 7225', '443 to the proxy, from there 7224 or 7225'),
  },
  proxyTls: {
    products: ['estos-ucserver'],
    label: words('TLS auch zwischen Proxy und UCServer', 'TLS between proxy and UCServer, too'),
    hint: words('7225 statt 7224', '7225 instead of 7224'),
  },
} as const satisfies Record<string, SwitchFacts>;

export type FirewallSwitch = keyof typeof FIREWALL_SWITCHES;
export const FIREWALL_SWITCH_KEYS = Object.keys(FIREWALL_SWITCHES) as [FirewallSwitch, ...FirewallSwitch[]];
export const FirewallSwitch = z.enum(FIREWALL_SWITCH_KEYS);
export type Switches = Readonly<Record<FirewallSwitch, boolean>>;

/** The switches that exist for a product, in the order they are shown. */
export const switchesOf = (product: Product): readonly FirewallSwitch[] =>
  FIREWALL_SWITCH_KEYS.filter((key) => (FIREWALL_SWITCHES[key].products as readonly Product[]).includes(product));
