import type { FindingEntry } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { copyable, entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { AgreementCode } from './agreement.js';
import type { SilenceCode } from './answers.js';
import type { IssuanceCode } from './issuance.js';
import type { SrvCode } from './srv.js';

const allowing = (p: Params): string =>
  `${copyable(p, 'at')}.  3600  IN  CAA  0 issue "${p.ca === '' ? 'letsencrypt.org' : copyable(p, 'ca')}"`;
const RIGHT_RECORD = '\n    {name}.  3600  IN  SRV  0 0 {expectedPort} {fqdn}.';

export const SRV_FINDINGS = {
  'srv-missing': entry(
    'DNS-05',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Der SRV-Eintrag für {domain} fehlt',
      text: (p) =>
        `Open Federation ist eingeschaltet, aber ${value(p, 'name', '?')} ${p.denied === true ? 'gibt es im DNS nicht (NXDOMAIN)' : 'hat keinen SRV-Eintrag (NODATA)'}. Partner finden den Server nicht von selbst.`,
      fix: 'Legen Sie in der öffentlichen Zone von {domain} an:\n    {name}.  3600  IN  SRV  0 0 {port} {fqdn}.\nPrüfen Sie:\n    nslookup -nosearch -type=SRV {name} 8.8.8.8',
    },
    {
      title: 'The SRV record for {domain} is missing',
      text: (p) =>
        `Open federation is on, but ${value(p, 'name', '?')} ${p.denied === true ? 'does not exist in DNS (NXDOMAIN)' : 'has no SRV record (NODATA)'}. Partners do not find the server by themselves.`,
      fix: 'Create in the public zone of {domain}:\n    {name}.  3600  IN  SRV  0 0 {port} {fqdn}.\nCheck:\n    nslookup -nosearch -type=SRV {name} 8.8.8.8',
    },
  ),
  'srv-not-needed': entry(
    'DNS-05',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Ohne Open Federation ist kein SRV-Eintrag nötig',
      text: 'Open Federation ist ausgeschaltet; Partner erreichen {domain} über ihre statische Route.',
      fix: '',
    },
    {
      title: 'Without open federation no SRV record is needed',
      text: 'Open federation is off; partners reach {domain} by their static route.',
      fix: '',
    },
  ),
  'srv-without-open-federation': entry(
    'DNS-05',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'SRV-Eintrag ohne Open Federation',
      text: '{name} lädt beliebige Partner ein, Open Federation ist aber ausgeschaltet: Ihre Anfragen bleiben ohne Erfolg.',
      fix: 'Schalten Sie Open Federation ein, oder löschen Sie den SRV-Eintrag {name}.',
    },
    {
      title: 'SRV record without open federation',
      text: '{name} invites any partner, but open federation is off: what they ask for fails.',
      fix: 'Switch open federation on, or delete the SRV record {name}.',
    },
  ),
  'srv-service-denied': entry(
    'DNS-06',
    'RFC 2782',
    {
      title: 'Der SRV-Eintrag von {domain} sagt: kein Dienst',
      text: 'Das Ziel „.“ bedeutet, dass es diesen Dienst ausdrücklich nicht gibt. Partner versuchen keine Verbindung.',
      fix: `Ersetzen Sie den Eintrag durch:${RIGHT_RECORD}`,
    },
    {
      title: 'The SRV record of {domain} says: no service',
      text: 'The target “.” means that this service decidedly does not exist. Partners do not try to connect.',
      fix: `Replace the record by:${RIGHT_RECORD}`,
    },
  ),
  'srv-port-differs': entry(
    'DNS-06',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Der SRV-Eintrag von {domain} nennt Port {port} statt {expectedPort}',
      text: 'Gesehen: {record}. Partner verbinden sich mit einem Port, auf dem der Server nicht lauscht.',
      fix: `Ändern Sie den Eintrag in:${RIGHT_RECORD}`,
    },
    {
      title: 'The SRV record of {domain} says port {port} instead of {expectedPort}',
      text: 'Seen: {record}. Partners connect to a port on which the server does not listen.',
      fix: `Change the record to:${RIGHT_RECORD}`,
    },
  ),
  'srv-target-differs': entry(
    'DNS-06',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Der SRV-Eintrag von {domain} führt zu {target}',
      text: 'Gesehen: {record}. Der Server heißt {fqdn}; das Zertifikat und die Verbindung passen nicht zum Ziel.',
      fix: `Ändern Sie den Eintrag in:${RIGHT_RECORD}`,
    },
    {
      title: 'The SRV record of {domain} leads to {target}',
      text: 'Seen: {record}. The server’s name is {fqdn}; neither the certificate nor the connection fits the target.',
      fix: `Change the record to:${RIGHT_RECORD}`,
    },
  ),
  'srv-target-malformed': entry(
    'DNS-06',
    'RFC 2782',
    {
      title: 'Das Ziel des SRV-Eintrags von {domain} ist kein Hostname',
      text: 'Gesehen: {record}. Ein SRV-Eintrag braucht einen Namen mit A-Eintrag, keine IP-Adresse.',
      fix: `Ändern Sie den Eintrag in:${RIGHT_RECORD}`,
    },
    {
      title: 'The target of the SRV record of {domain} is no host name',
      text: 'Seen: {record}. An SRV record needs a name with an A record, not an IP address.',
      fix: `Change the record to:${RIGHT_RECORD}`,
    },
  ),
  'srv-target-alias': entry(
    'DNS-06',
    'RFC 2782',
    {
      title: 'Das Ziel {target} ist ein Alias (CNAME)',
      text: 'Das Ziel eines SRV-Eintrags darf kein CNAME sein; manche Server folgen ihm nicht.',
      fix: 'Ersetzen Sie den CNAME-Eintrag von {fqdn} durch einen A-Eintrag mit der öffentlichen Adresse.',
    },
    {
      title: 'The target {target} is an alias (CNAME)',
      text: 'The target of an SRV record must not be a CNAME; some servers do not follow it.',
      fix: 'Replace the CNAME record of {fqdn} by an A record with the public address.',
    },
  ),
  'srv-target-unresolved': entry(
    'DNS-06',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Das Ziel {target} hat keine Adresse',
      text: 'Der SRV-Eintrag von {domain} führt zu einem Namen ohne A-Eintrag.',
      fix: 'Legen Sie für {fqdn} einen A-Eintrag mit der öffentlichen Adresse an.',
    },
    {
      title: 'The target {target} has no address',
      text: 'The SRV record of {domain} leads to a name without an A record.',
      fix: 'Create an A record with the public address for {fqdn}.',
    },
  ),
  'srv-several': entry(
    'DNS-07',
    'RFC 2782',
    {
      title: '{domain} hat {count} SRV-Einträge',
      text: 'Partner versuchen sie in dieser Reihenfolge (Priorität, Gewicht, Port, Ziel): {order}.',
      fix: 'Löschen Sie, was nicht mehr gebraucht wird.',
    },
    {
      title: '{domain} has {count} SRV records',
      text: 'Partners try them in this order (priority, weight, port, target): {order}.',
      fix: 'Delete what is no longer needed.',
    },
  ),
  'srv-microsoft-collision': entry(
    'DNS-08',
    'Microsoft Learn: federation; published DNS records of Microsoft 365',
    {
      title: '{domain} gehört im DNS schon Microsoft 365',
      text: 'Der SRV-Eintrag {name} führt zu {target}. Denselben Eintrag bräuchte der Connect Server; er kann nur zu einem der beiden führen, und Nachrichten an Ihre Benutzer kommen bei Teams an.',
      fix: 'Lassen Sie den Eintrag für Microsoft stehen und geben Sie dem Connect Server eine eigene Subdomäne, zum Beispiel xphone.{domain} mit A-Eintrag und Zertifikat für connect.xphone.{domain} (Federation vorher ausschalten; Anmeldenamen und IM-Adressen ändern sich, mobile Benutzer müssen sich neu anmelden). Dann legen Sie an:\n    _sipfederationtls._tcp.xphone.{domain}.  3600  IN  SRV  0 0 {expectedPort} connect.xphone.{domain}.',
    },
    {
      title: '{domain} already belongs to Microsoft 365 in DNS',
      text: 'The SRV record {name} leads to {target}. The Connect Server would need the same record; it can lead to one of the two only, and messages to your users arrive at Teams.',
      fix: 'Leave the record to Microsoft and give the Connect Server a sub-domain of its own, for example xphone.{domain} with an A record and a certificate for connect.xphone.{domain} (switch federation off before; login names and IM addresses change, mobile users have to sign in anew). Then create:\n    _sipfederationtls._tcp.xphone.{domain}.  3600  IN  SRV  0 0 {expectedPort} connect.xphone.{domain}.',
    },
  ),
  'caa-unreadable': entry(
    'DNS-10',
    'RFC 8659 §4.1',
    {
      title: 'Ein CAA-Eintrag von {at} ist nicht lesbar',
      text: 'Zertifizierungsstellen könnten die Ausstellung für {name} verweigern.',
      fix: 'Prüfen Sie die Schreibweise, zum Beispiel:\n    {at}.  3600  IN  CAA  0 issue "letsencrypt.org"',
    },
    {
      title: 'A CAA record of {at} cannot be read',
      text: 'Authorities may refuse to issue for {name}.',
      fix: 'Check how it is written, for example:\n    {at}.  3600  IN  CAA  0 issue "letsencrypt.org"',
    },
  ),
  'caa-critical-unknown': entry(
    'DNS-10',
    'RFC 8659 §4.1',
    {
      title: 'Ein CAA-Eintrag von {at} verbietet die Ausstellung',
      text: 'Der Eintrag „{tag}“ ist als kritisch markiert (Flag 128), aber unbekannt: Dann darf keine Zertifizierungsstelle für {name} ausstellen.',
      fix: 'Setzen Sie das Flag des Eintrags „{tag}“ auf 0, oder löschen Sie ihn.',
    },
    {
      title: 'A CAA record of {at} forbids issuing',
      text: 'The record “{tag}” is marked critical (flag 128) but unknown: then no authority may issue for {name}.',
      fix: 'Set the flag of the record “{tag}” to 0, or delete it.',
    },
  ),
  'caa-forbids-all': entry(
    'DNS-10',
    'RFC 8659 §4.2',
    {
      title: 'CAA von {at} verbietet jedes Zertifikat',
      text: 'Keine Zertifizierungsstelle darf für {name} ausstellen; die nächste Erneuerung schlägt fehl.',
      fix: (p) => `Erlauben Sie Ihre Zertifizierungsstelle:\n    ${allowing(p)}`,
    },
    {
      title: 'CAA of {at} forbids every certificate',
      text: 'No authority may issue for {name}; the next renewal fails.',
      fix: (p) => `Allow your authority:\n    ${allowing(p)}`,
    },
  ),
  'caa-forbids': entry(
    'DNS-10',
    'RFC 8659 §4.2',
    {
      title: 'CAA von {at} lässt {ca} nicht zu',
      text: 'Für {name} dürfen nur ausstellen: {allowed}. Die nächste Erneuerung bei {ca} schlägt fehl.',
      fix: 'Ergänzen Sie:\n    {at}.  3600  IN  CAA  0 issue "{ca}"',
    },
    {
      title: 'CAA of {at} does not allow {ca}',
      text: 'Only these may issue for {name}: {allowed}. The next renewal at {ca} fails.',
      fix: 'Add:\n    {at}.  3600  IN  CAA  0 issue "{ca}"',
    },
  ),
  'caa-restricts': entry(
    'DNS-10',
    'RFC 8659',
    {
      title: 'CAA von {at} erlaubt nur bestimmte Zertifizierungsstellen',
      text: 'Für {name} dürfen ausstellen: {allowed}. Welche Sie verwenden, ist hier nicht eingetragen.',
      fix: 'Tragen Sie Ihre Zertifizierungsstelle ein, damit der Abgleich möglich ist.',
    },
    {
      title: 'CAA of {at} allows certain authorities only',
      text: 'These may issue for {name}: {allowed}. Which one you use is not recorded here.',
      fix: 'Enter your authority so that it can be compared.',
    },
  ),
  'caa-limits': entry(
    'DNS-10',
    'RFC 8657',
    {
      title: 'CAA von {at} bindet {ca} an Bedingungen',
      text: 'Erlaubt ist die Ausstellung für {name} nur mit: {limits}. Ein anderes ACME-Konto oder eine andere Prüfung wird abgelehnt.',
      fix: 'Vergleichen Sie Konto (accounturi) und Prüfung (validationmethods) mit Ihrem ACME-Client, bevor Sie ihn neu einrichten.',
    },
    {
      title: 'CAA of {at} ties {ca} to conditions',
      text: 'Issuing for {name} is allowed only with: {limits}. Another ACME account or validation is refused.',
      fix: 'Compare account (accounturi) and validation (validationmethods) with your ACME client before you set it up anew.',
    },
  ),
  'dnssec-bogus': entry(
    'DNS-10',
    'SC-081v3, RFC 4035 §4.3',
    {
      title: 'DNSSEC von {name} ist ungültig',
      text: 'Ein prüfender DNS-Server verwirft die Antwort. Zertifizierungsstellen müssen DNSSEC seit dem 15. März 2026 prüfen: Es gibt kein neues Zertifikat, und viele Partner finden den Server nicht.',
      fix: 'Vergleichen Sie den DS-Eintrag beim Registrar mit dem Schlüssel (DNSKEY) der Zone, und lassen Sie die Zone neu signieren. Ist DNSSEC nicht gewollt, löschen Sie den DS-Eintrag.',
    },
    {
      title: 'DNSSEC of {name} is invalid',
      text: 'A validating DNS server rejects the answer. Since 15 March 2026 authorities must validate DNSSEC: there is no new certificate, and many partners do not find the server.',
      fix: 'Compare the DS record at the registrar with the key (DNSKEY) of the zone, and have the zone signed anew. If DNSSEC is not wanted, delete the DS record.',
    },
  ),
  'dnssec-unknown': entry(
    'DNS-10',
    'SC-081v3, RFC 4035 §4.3',
    {
      title: 'Ob DNSSEC gültig ist, ließ sich nicht feststellen',
      text: 'Kein prüfender DNS-Server gab zu {name} Auskunft.',
      fix: 'Prüfen Sie später noch einmal.',
    },
    {
      title: 'Whether DNSSEC is valid could not be told',
      text: 'No validating DNS server answered about {name}.',
      fix: 'Check again later.',
    },
  ),
} as const satisfies Record<Exclude<SrvCode | IssuanceCode, SilenceCode | AgreementCode>, FindingEntry>;
