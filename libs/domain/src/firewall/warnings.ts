import { type Words, words } from './words.js';

/** What somebody should think about before opening a port, or must add before a plan is whole. */
export const FIREWALL_WARNINGS = {
  'pbx-address-missing': words(
    'Die Adresse der Anlage fehlt: Ohne sie gibt es keine Regeln zum Laden.',
    'The address of the PBX is missing: without it there are no rules to load.',
  ),
  'proxy-address-missing': words('Die Adresse des Reverse-Proxys fehlt.', 'The address of the reverse proxy is missing.'),
  'ssh-address-missing': words(
    'Die innere Adresse des SSH-Servers fehlt: Die Portweiterleitung dorthin müssen Sie ergänzen.',
    'The inner address of the SSH server is missing: add the port forwarding to it.',
  ),
  'public-address-missing': words(
    'Die öffentliche Adresse fehlt: Portweiterleitungen (NAT) sind nicht enthalten.',
    'The public address is missing: port forwardings (NAT) are not included.',
  ),
  'lan-assumed': words(
    'Die Netze des Kunden sind nicht angegeben; angenommen werden alle privaten Netze.',
    'The customer’s networks are not given; all private networks are assumed.',
  ),
  'version-unknown': words(
    'Die Version der Anlage ist nicht bekannt: Was von ihr abhängt, ist nicht enthalten.',
    'The version of the PBX is not known: what depends on it is not included.',
  ),
  'push-unknown': words(
    'Für diese Version nennt der Hersteller keinen Push-Host (7.0.0.9 bis 7.0.0.18). Fragen Sie ihn, bevor Sie raten.',
    'For this version the vendor names no push host (7.0.0.9 to 7.0.0.18). Ask before you guess.',
  ),
  'neon-elsewhere': words(
    'Was STARFACE NEON braucht, steht in einem eigenen Dokument des Herstellers und ist hier nicht enthalten.',
    'What STARFACE NEON needs is in another document of the vendor and not included here.',
  ),
  'through-tunnel': words(
    'Verzeichnis und Überwachung erreicht eine Anlage in der Cloud über SSH-Tunnel; dafür ist kein weiterer Port zu öffnen.',
    'A PBX in the cloud reaches directory and monitoring through SSH tunnels; no further port needs to be opened for them.',
  ),
  'no-federation': words(
    'Für diesen Server ist keine Federation eingerichtet; es gilt Port 5061.',
    'No federation is set up for this server; port 5061 is assumed.',
  ),
  'prefer-vpn': words(
    'Wo immer möglich, davor ein VPN setzen, statt den Port für das Internet zu öffnen.',
    'Wherever possible put a VPN in front instead of opening the port to the internet.',
  ),
  'restrict-source': words(
    'Offen für jede Adresse: Tragen Sie die Adressen der Gegenstelle ein, damit nur sie hineinkommt.',
    'Open to every address: enter the addresses of the other side, so that only it gets in.',
  ),
  'wide-range': words(
    'Ein großer Bereich; so nennt ihn der Hersteller. Gesprächsdaten (RTP) brauchen ihn.',
    'A wide range; the vendor says so. Call audio (RTP) needs it.',
  ),
  'plain-ldap': words(
    'Unverschlüsselt: Kennwörter und Einträge sind unterwegs lesbar. Besser 636 mit TLS.',
    'Unencrypted: passwords and entries can be read on the way. Better use 636 with TLS.',
  ),
  'plain-http': words('Unverschlüsselt: nur im LAN, nie für das Internet.', 'Unencrypted: on the LAN only, never to the internet.'),
  'port-not-named': words(
    'Der Hersteller nennt keinen Port; eingesetzt sind die SIP-Ports seiner Liste.',
    'The vendor names no port; the SIP ports of its list are used.',
  ),
  'direction-not-named': words(
    'Der Hersteller nennt keine Richtung; erlaubt ist beides im inneren Netz.',
    'The vendor names no direction; both are allowed on the inner network.',
  ),
  'monitoring-open': words(
    'Ohne Anmeldung: Wer den Port erreicht, liest alles. Nur den Rechner der Überwachung zulassen.',
    'Without sign-in: whoever reaches the port reads everything. Allow the monitoring machine only.',
  ),
  'ssh-internet': words(
    'SSH am Internet: Nur die Adresse der Anlage zulassen, Schlüssel statt Kennwort, eigenes Konto.',
    'SSH on the internet: allow the address of the PBX only, a key instead of a password, an account of its own.',
  ),
  'no-inspection': words(
    'TLS muss unverändert bis zum Server: keine TLS-Prüfung und kein Reverse-Proxy dazwischen.',
    'TLS must reach the server unchanged: no TLS inspection and no reverse proxy in between.',
  ),
} as const satisfies Record<string, Words>;
export type FirewallWarning = keyof typeof FIREWALL_WARNINGS;
