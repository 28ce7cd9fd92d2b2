import type { FindingEntry } from '../check/finding-text.js';
import { copyable, entry } from '../text/told.js';
import type { Params } from '../locale.js';
import type { NamesCode } from './names-rules.js';

/** why the verdict is what it is, and which domain it refers to. */
const WHY_DE =
  'Bei Open Federation muss der Name des Servers gleich seiner Domäne sein oder genau eine Ebene darunter liegen, sonst kann es mit Skype-for-Business-Servern Probleme geben; bei statischen Routen muss er nichts mit ihr zu tun haben. Das Handbuch widerspricht sich: Sein eigenes Beispiel mit Open Federation (Domäne acme.de, Name connect.acme.com) hält die Regel nicht ein.';
const WHY_EN =
  'With open federation the server’s name must equal its domain or lie exactly one level below, or there may be trouble with Skype for Business servers; with static routes it need not be related to it. The manual contradicts itself: its own example with open federation (domain acme.de, name connect.acme.com) breaks the rule.';
const fixDe = (p: Params): string =>
  p.openFederation === true
    ? `Geben Sie dem Server einen Namen direkt unter der Domäne und richten Sie A-Eintrag und Zertifikat dafür ein:\n    connect.${copyable(p, 'domain')}\nOder verzichten Sie auf Open Federation und verbinden Sie Partner über statische Routen.`
    : `Solange Partner nur über statische Routen verbunden sind, ist nichts zu tun. Bevor Sie Open Federation einschalten, braucht der Server einen Namen direkt unter der Domäne, mit A-Eintrag und Zertifikat:\n    connect.${copyable(p, 'domain')}`;
const fixEn = (p: Params): string =>
  p.openFederation === true
    ? `Give the server a name directly below the domain, with an A record and a certificate for it:\n    connect.${copyable(p, 'domain')}\nOr do without open federation and connect partners by static routes.`
    : `While partners are connected by static routes only, nothing needs to be done. Before you switch open federation on, the server needs a name directly below the domain, with an A record and a certificate:\n    connect.${copyable(p, 'domain')}`;

export const NAMES_FINDINGS = {
  'federation-domain-malformed': entry(
    'DNS-04',
    'RFC 1123 §2.1, RFC 5891',
    {
      title: '„{domain}“ ist keine Domäne',
      text: 'Die Domäne des Connect Servers ist der Teil hinter dem @ seiner Benutzer. Der eingetragene Text lässt sich nicht als DNS-Name schreiben.',
      fix: 'Tragen Sie die Domäne ein, wie sie in den allgemeinen Einstellungen des Connect Servers steht.',
    },
    {
      title: '“{domain}” is not a domain',
      text: 'The Connect Server’s domain is the part behind the @ of its users. What is entered cannot be written as a DNS name.',
      fix: 'Enter the domain as it stands in the general settings of the Connect Server.',
    },
  ),
  'federation-name-malformed': entry(
    'DNS-04',
    'RFC 1123 §2.1, RFC 5891',
    {
      title: '„{fqdn}“ ist kein Hostname',
      text: 'Der öffentliche Name des Servers muss ein vollständiger DNS-Name sein, keine IP-Adresse und kein Wildcard (*): Auf ihn lautet das Zertifikat.',
      fix: 'Tragen Sie den vollständigen Namen ein, zum Beispiel:\n    connect.{domain}',
    },
    {
      title: '“{fqdn}” is not a host name',
      text: 'The server’s public name must be a full DNS name, neither an IP address nor a wildcard: the certificate is issued to it.',
      fix: 'Enter the full name, for example:\n    connect.{domain}',
    },
  ),
  'federation-name-unrelated': entry(
    'DNS-04',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{fqdn} liegt nicht unter der Domäne {domain}',
      text: `Beurteilt für die Domäne {domain}. ${WHY_DE}`,
      fix: fixDe,
    },
    {
      title: '{fqdn} is not below the domain {domain}',
      text: `Judged for the domain {domain}. ${WHY_EN}`,
      fix: fixEn,
    },
  ),
  'federation-name-too-deep': entry(
    'DNS-04',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{fqdn} liegt zu tief unter der Domäne {domain}',
      text: `Beurteilt für die Domäne {domain}: Erlaubt ist genau eine Ebene darunter. ${WHY_DE}`,
      fix: fixDe,
    },
    {
      title: '{fqdn} lies too deep below the domain {domain}',
      text: `Judged for the domain {domain}: exactly one level below is allowed. ${WHY_EN}`,
      fix: fixEn,
    },
  ),
  'federation-name-parent': entry(
    'DNS-04',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{fqdn} liegt über der Domäne {domain}',
      text: `Beurteilt für die Domäne {domain}: Der Name ist eine übergeordnete Domäne. ${WHY_DE}`,
      fix: fixDe,
    },
    {
      title: '{fqdn} lies above the domain {domain}',
      text: `Judged for the domain {domain}: the name is a parent domain. ${WHY_EN}`,
      fix: fixEn,
    },
  ),
  'federation-port-unusual': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Port {port} statt {expected}',
      text: 'Partner erwarten Federation auf Port {expected}. Teams und Skype for Business verbinden sich mit keinem anderen, und fremde Firewalls lassen meist nur ihn zu.',
      fix: 'Leiten Sie außen Port {expected} auf den Server, und tragen Sie {expected} ein.',
    },
    {
      title: 'Port {port} instead of {expected}',
      text: 'Partners expect federation on port {expected}. Teams and Skype for Business connect to no other, and foreign firewalls mostly allow only this one.',
      fix: 'Forward port {expected} from outside to the server, and enter {expected}.',
    },
  ),
  'public-address-malformed': entry(
    'DNS-03',
    'RFC 6890',
    {
      title: '„{address}“ ist keine IP-Adresse',
      text: 'Ohne die öffentliche Adresse lassen sich DNS und Firewall nicht prüfen.',
      fix: 'Tragen Sie die öffentliche IP-Adresse des Anschlusses ein.',
    },
    {
      title: '“{address}” is not an IP address',
      text: 'Without the public address neither DNS nor firewall can be checked.',
      fix: 'Enter the public IP address of the line.',
    },
  ),
  'public-address-not-public': entry(
    'DNS-03',
    'RFC 6890, RFC 1918, RFC 6598',
    {
      title: '{address} ist keine öffentliche Adresse',
      text: 'Die Adresse gehört zur Klasse „{class}“ und ist aus dem Internet nicht erreichbar (auch Adressen aus 100.64.0.0/10 hinter dem NAT des Providers nicht).',
      fix: 'Tragen Sie die öffentliche Adresse ein, unter der die Firewall erreichbar ist. Hat der Anschluss keine eigene, brauchen Sie eine vom Provider.',
    },
    {
      title: '{address} is not a public address',
      text: 'The address is of the class “{class}” and cannot be reached from the internet (nor can addresses of 100.64.0.0/10 behind a carrier’s NAT).',
      fix: 'Enter the public address at which the firewall is reached. If the line has none of its own, get one from the carrier.',
    },
  ),
  'public-address-sample': entry(
    'DNS-03',
    'RFC 5737, RFC 3849',
    {
      title: '{address} ist eine Beispieladresse',
      text: 'Diese Adresse ist für Dokumentation reserviert. Vermutlich wurde ein Beispiel übernommen.',
      fix: 'Tragen Sie die tatsächliche öffentliche Adresse ein.',
    },
    {
      title: '{address} is a sample address',
      text: 'This address is reserved for documentation. An example was probably copied.',
      fix: 'Enter the real public address.',
    },
  ),
  'internal-address-malformed': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '„{address}“ ist keine IP-Adresse',
      text: 'Zu dieser Adresse soll die Firewall weiterleiten.',
      fix: 'Tragen Sie die interne IP-Adresse des Connect Servers ein.',
    },
    {
      title: '“{address}” is not an IP address',
      text: 'This is where the firewall should forward to.',
      fix: 'Enter the internal IP address of the Connect Server.',
    },
  ),
  'internal-address-public': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die interne Adresse {address} ist öffentlich',
      text: 'Der Server hängt damit ohne Adressumsetzung im Internet. Das ist möglich; die Firewall muss dann alles außer den Federation-Ports sperren.',
      fix: 'Prüfen Sie, ob wirklich die interne Adresse eingetragen ist.',
    },
    {
      title: 'The internal address {address} is public',
      text: 'The server is on the internet without address translation then. This is possible; the firewall must block everything but the ports of the federation.',
      fix: 'Check that this really is the internal address.',
    },
  ),
  'interface-malformed': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation [Netzwerkschnittstellen]',
    {
      title: '„{interface}“ ist keine Netzwerkschnittstelle',
      text: 'Erwartet wird IP-Adresse und Port, wie das Produkt sie unter [Netzwerkschnittstellen] zeigt.',
      fix: 'Schreiben Sie zum Beispiel 192.168.1.100:{port} oder [fd00::10]:{port}.',
    },
    {
      title: '“{interface}” is not a network interface',
      text: 'Expected are IP address and port as the product shows them under [Netzwerkschnittstellen].',
      fix: 'Write, for example, 192.168.1.100:{port} or [fd00::10]:{port}.',
    },
  ),
  'interface-port-differs': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation [Netzwerkschnittstellen]',
    {
      title: 'Der Server lauscht auf Port {shownPort}, erwartet wird {port}',
      text: 'Gewählt ist die Schnittstelle {interface}. Die Weiterleitung der Firewall muss auf diesen Port zeigen.',
      fix: 'Wählen Sie unter [Netzwerkschnittstellen] Port {port}, oder leiten Sie außen {port} auf innen {shownPort} weiter.',
    },
    {
      title: 'The server listens on port {shownPort}, {port} is expected',
      text: 'The interface {interface} is chosen. The forwarding of the firewall must lead to this port.',
      fix: 'Choose port {port} under [Netzwerkschnittstellen], or forward {port} outside to {shownPort} inside.',
    },
  ),
  'interface-address-differs': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation [Netzwerkschnittstellen]',
    {
      title: 'Der Server lauscht auf einer anderen Adresse als {internalAddress}',
      text: 'Gewählt ist die Schnittstelle {interface}; die Firewall leitet an {internalAddress} weiter. Verbindungen kommen nicht an.',
      fix: 'Wählen Sie unter [Netzwerkschnittstellen] die Adresse {internalAddress}, oder leiten Sie an die gewählte Adresse weiter.',
    },
    {
      title: 'The server listens on an address other than {internalAddress}',
      text: 'The interface {interface} is chosen; the firewall forwards to {internalAddress}. Connections do not arrive.',
      fix: 'Choose the address {internalAddress} under [Netzwerkschnittstellen], or forward to the chosen one.',
    },
  ),
  'interface-loopback': entry(
    'F-1',
    'C4B: XPhone Connect 9, Kapitel Federation [Netzwerkschnittstellen]',
    {
      title: 'Der Server lauscht nur für sich selbst',
      text: 'Die gewählte Schnittstelle {interface} ist von keinem anderen Rechner aus erreichbar.',
      fix: 'Wählen Sie unter [Netzwerkschnittstellen] die Adresse der Netzwerkkarte, Port {port}.',
    },
    {
      title: 'The server listens for itself only',
      text: 'The chosen interface {interface} cannot be reached from any other machine.',
      fix: 'Choose the address of the network card under [Netzwerkschnittstellen], port {port}.',
    },
  ),
} as const satisfies Record<NamesCode, FindingEntry>;
