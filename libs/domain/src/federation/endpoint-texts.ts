import type { FindingEntry } from '../check/finding-text.js';
import { entry } from '../text/told.js';
import type { EndpointCode } from './endpoint.js';

const OPENSSL = '\n    openssl s_client -connect {host}:{port} -servername {host} -showcerts';

export const ENDPOINT_FINDINGS = {
  'federation-port-refused': entry(
    'FED-01',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Port {port} von {host} ist geschlossen',
      text: '{host} ({address}) weist Verbindungen auf Port {port} ab. Die Firewall leitet nicht weiter, oder der Dienst lauscht nicht.',
      fix: 'Prüfen Sie die Weiterleitung der Firewall (TCP, beliebige Quelle, Ziel Port {port}) und unter [Netzwerkschnittstellen], worauf der Dienst lauscht:\n    Test-NetConnection {host} -Port {port}',
    },
    {
      title: 'Port {port} of {host} is closed',
      text: '{host} ({address}) refuses connections on port {port}. The firewall does not forward, or the service does not listen.',
      fix: 'Check the forwarding of the firewall (TCP, any source, destination port {port}), and under [Netzwerkschnittstellen] where the service listens:\n    Test-NetConnection {host} -Port {port}',
    },
  ),
  'federation-port-filtered': entry(
    'FED-01',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Port {port} von {host} antwortet nicht',
      text: 'Auf {host} ({address}), Port {port}, kam keine Antwort: Eine Firewall verwirft die Pakete.',
      fix: 'Erlauben Sie eingehend TCP von beliebigen Adressen und Ports auf {address}, Port {port}, mit Weiterleitung an den Connect Server:\n    Test-NetConnection {host} -Port {port}',
    },
    {
      title: 'Port {port} of {host} does not answer',
      text: 'No answer came from {host} ({address}), port {port}: a firewall drops the packets.',
      fix: 'Allow TCP from any address and port to {address}, port {port}, forwarded to the Connect Server:\n    Test-NetConnection {host} -Port {port}',
    },
  ),
  'federation-port-unreachable': entry(
    'FED-01',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{host} ist nicht erreichbar',
      text: 'Zu {address} führt kein Weg.',
      fix: 'Prüfen Sie den Anschluss und die Adresse im DNS:\n    nslookup -nosearch -type=A {host} 8.8.8.8',
    },
    {
      title: '{host} cannot be reached',
      text: 'There is no route to {address}.',
      fix: 'Check the line and the address in DNS:\n    nslookup -nosearch -type=A {host} 8.8.8.8',
    },
  ),
  'federation-port-untold': entry(
    'FED-01',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Ob Port {port} erreichbar ist, ließ sich nicht feststellen',
      text: 'Von hier aus konnte {host} nicht geprüft werden ({why}).',
      fix: 'Prüfen Sie zuerst die DNS-Einträge.',
    },
    {
      title: 'Whether port {port} can be reached could not be told',
      text: '{host} could not be looked at from here ({why}).',
      fix: 'Check the DNS records first.',
    },
  ),
  'federation-not-reached': entry(
    'FED-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    { title: 'Noch nicht prüfbar', text: 'Zu {host}, Port {port}, kam keine Verbindung zustande.', fix: '' },
    { title: 'Cannot be checked yet', text: 'No connection to {host}, port {port}, came about.', fix: '' },
  ),
  'federation-no-tls': entry(
    'FED-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Auf Port {port} spricht kein TLS-Dienst',
      text: 'Die Verbindung kam zustande, der TLS-Handshake nicht ({seen}). Auf dem Port lauscht ein anderer Dienst, oder dem Server fehlt ein Zertifikat mit lesbarem privatem Schlüssel.',
      fix: `Wählen Sie in der Federation-Konfiguration unter [Zertifikate] ein Zertifikat aus und prüfen Sie das Leserecht auf seinen Schlüssel:${OPENSSL}`,
    },
    {
      title: 'No TLS service speaks on port {port}',
      text: 'The connection came about, the TLS handshake did not ({seen}). Another service listens on the port, or the server lacks a certificate with a readable private key.',
      fix: `Select a certificate in the federation configuration under [Zertifikate], and check read access to its key:${OPENSSL}`,
    },
  ),
  'federation-tls-too-old': entry(
    'FED-02',
    'RFC 8996',
    {
      title: '{host} spricht nur veraltetes TLS',
      text: 'TLS 1.2 oder neuer wurde nicht angenommen ({seen}). Teams und aktuelle Partner lehnen ältere Versionen ab.',
      fix: 'Aktivieren Sie TLS 1.2 in Windows (SCHANNEL > Protocols > TLS 1.2 > Server: Enabled = 1, DisabledByDefault = 0) und starten Sie den Server neu.',
    },
    {
      title: '{host} speaks outdated TLS only',
      text: 'TLS 1.2 or later was not accepted ({seen}). Teams and current partners refuse older versions.',
      fix: 'Enable TLS 1.2 in Windows (SCHANNEL > Protocols > TLS 1.2 > Server: Enabled = 1, DisabledByDefault = 0), and restart the server.',
    },
  ),
  'federation-client-certificate-not-requested': entry(
    'FED-03',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{host} verlangt kein Clientzertifikat',
      text: 'Federation läuft immer über gegenseitiges TLS (MTLS). Hier antwortet vermutlich ein anderer Dienst oder ein Proxy, der TLS selbst beendet.',
      fix: `Leiten Sie TCP {port} unverändert bis zum Connect Server durch, ohne TLS-Prüfung oder Reverse-Proxy dazwischen:${OPENSSL}`,
    },
    {
      title: '{host} asks for no client certificate',
      text: 'Federation always runs over mutual TLS (MTLS). Probably another service answers here, or a proxy that ends TLS itself.',
      fix: `Pass TCP {port} unchanged through to the Connect Server, without TLS inspection or a reverse proxy in between:${OPENSSL}`,
    },
  ),
  'federation-client-certificate-untold': entry(
    'FED-03',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Ob ein Clientzertifikat verlangt wird, ließ sich nicht feststellen',
      text: 'Der Handshake mit {host}, Port {port}, kam nicht weit genug.',
      fix: '',
    },
    {
      title: 'Whether a client certificate is asked for could not be told',
      text: 'The handshake with {host}, port {port}, did not get far enough.',
      fix: '',
    },
  ),
  'federation-certificate-unread': entry(
    'FED-04',
    'RFC 8446 §4.4.2',
    {
      title: 'Das Zertifikat des Servers war nicht zu lesen',
      text: '{host}, Port {port}, brach ab, bevor er sein Zertifikat zeigte ({failure}).',
      fix: '',
    },
    {
      title: 'The server’s certificate could not be read',
      text: '{host}, port {port}, broke off before it showed its certificate ({failure}).',
      fix: '',
    },
  ),
} as const satisfies Record<EndpointCode, FindingEntry>;
