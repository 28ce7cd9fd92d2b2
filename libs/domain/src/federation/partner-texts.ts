import type { FindingEntry } from '../check/finding-text.js';
import type { SilenceCode } from '../dns/answers.js';
import type { Locale, Params } from '../locale.js';
import { entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { PartnerCode } from './partner.js';

/** What is wrong with a partner's certificate, by the rule that says so. */
const PROBLEMS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  'CRT-01': { de: 'ist abgelaufen oder gilt noch nicht', en: 'has expired or is not valid yet' },
  'CRT-03': { de: 'lautet nicht auf diesen Namen', en: 'is not for this name' },
  'CRT-04': { de: 'ist ein Wildcard-Zertifikat (*)', en: 'is a wildcard certificate (*)' },
  'CRT-05': { de: 'wird ohne vollständige Kette gesendet', en: 'is sent without its full chain' },
  'CRT-06': { de: 'kommt von keiner Stelle, der Windows vertraut', en: 'comes from no authority that Windows trusts' },
  'CRT-07': { de: 'hat einen zu schwachen Schlüssel oder eine veraltete Signatur', en: 'has too weak a key or an outdated signature' },
  'CRT-08': {
    de: 'ist nicht für beide Richtungen bestimmt (serverAuth und clientAuth)',
    en: 'is not meant for both directions (serverAuth and clientAuth)',
  },
  'CRT-10': { de: 'ist gesperrt', en: 'is revoked' },
};
/** Where one rule has several ways of failing, and the general word would be wrong. */
const SPECIAL: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  'certificate-expired': { de: 'ist abgelaufen', en: 'has expired' },
  'certificate-not-yet-valid': { de: 'gilt noch nicht', en: 'is not valid yet' },
  'intermediate-expired': { de: 'hat ein abgelaufenes Zwischenzertifikat', en: 'has an intermediate that has expired' },
  'self-signed': { de: 'ist selbst signiert', en: 'is self-signed' },
  'signature-bad': { de: 'trägt eine Signatur, die nicht hält', en: 'has a signature that does not hold' },
  'server-auth-missing': { de: 'ist nicht für Server bestimmt (serverAuth fehlt)', en: 'is not meant for servers (serverAuth is missing)' },
  'client-auth-missing': { de: 'enthält kein clientAuth', en: 'has no clientAuth' },
};
const VERDICTS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  refused: { de: 'abgewiesen', en: 'refused' },
  filtered: { de: 'keine Antwort', en: 'no answer' },
  unreachable: { de: 'kein Weg dorthin', en: 'no route' },
};
const verdict = (p: Params, locale: Locale): string => VERDICTS[value(p, 'verdict', '')]?.[locale] ?? value(p, 'verdict', '–');
const problem = (p: Params, locale: Locale): string =>
  SPECIAL[value(p, 'problem', '')]?.[locale] ??
  PROBLEMS[value(p, 'certificateRule', '')]?.[locale] ??
  value(p, 'problem', locale === 'de' ? 'ist fehlerhaft' : 'is faulty');

const TELL_DE = 'Das kann nur der Partner beheben. Nennen Sie seinem Administrator diesen Befund.';
const TELL_EN = 'Only the partner can mend this. Tell its administrator what was found.';

export const PARTNER_FINDINGS = {
  'partner-srv-missing': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} veröffentlicht keine Federation',
      text: 'Es gibt keinen SRV-Eintrag {name}. Über Open Federation ist der Partner nicht zu finden.',
      fix: 'Bitten Sie den Partner um den SRV-Eintrag, oder tragen Sie seinen SIP-Server als statische Route ein:\n    nslookup -nosearch -type=SRV {name} 8.8.8.8',
    },
    {
      title: '{domain} publishes no federation',
      text: 'There is no SRV record {name}. The partner cannot be found by open federation.',
      fix: 'Ask the partner for the SRV record, or enter its SIP server as a static route:\n    nslookup -nosearch -type=SRV {name} 8.8.8.8',
    },
  ),
  'partner-srv-denied': entry(
    'FED-11',
    'RFC 2782',
    {
      title: '{domain} bietet ausdrücklich keine Federation an',
      text: 'Der SRV-Eintrag {name} hat das Ziel „.“: Diesen Dienst gibt es dort nicht.',
      fix: TELL_DE,
    },
    {
      title: '{domain} decidedly offers no federation',
      text: 'The SRV record {name} has the target “.”: there is no such service.',
      fix: TELL_EN,
    },
  ),
  'partner-unresolved': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Der Server von {domain} hat keine Adresse',
      text: '{host} ist im DNS nicht zu finden.',
      fix: `Prüfen Sie den Namen in der Route. ${TELL_DE}\n    nslookup -nosearch -type=A {host} 8.8.8.8`,
    },
    {
      title: 'The server of {domain} has no address',
      text: '{host} is not found in DNS.',
      fix: `Check the name in the route. ${TELL_EN}\n    nslookup -nosearch -type=A {host} 8.8.8.8`,
    },
  ),
  'partner-unreachable': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} ist nicht erreichbar',
      text: (p) => `${value(p, 'host', '?')}, Port ${value(p, 'port', '?')}, nimmt keine Verbindung an (${verdict(p, 'de')}).`,
      fix: 'Prüfen Sie am Connect Server, ob er ausgehend dorthin darf (TCP, beliebige Ziele). Geht es auch dort nicht, liegt es beim Partner:\n    Test-NetConnection {host} -Port {port}',
    },
    {
      title: '{domain} cannot be reached',
      text: (p) => `${value(p, 'host', '?')}, port ${value(p, 'port', '?')}, accepts no connection (${verdict(p, 'en')}).`,
      fix: 'On the Connect Server check that it may connect there (TCP outbound, any destination). If it fails there, too, it is the partner’s:\n    Test-NetConnection {host} -Port {port}',
    },
  ),
  'partner-untold': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Ob {domain} erreichbar ist, ließ sich nicht feststellen',
      text: 'Der Server des Partners konnte nicht geprüft werden.',
      fix: '',
    },
    { title: 'Whether {domain} can be reached could not be told', text: 'The partner’s server could not be looked at.', fix: '' },
  ),
  'partner-tls': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Mit {domain} kommt kein TLS zustande',
      text: '{host}, Port {port}, spricht kein TLS 1.2 oder neuer ({seen}).',
      fix: TELL_DE,
    },
    {
      title: 'No TLS comes about with {domain}',
      text: '{host}, port {port}, does not speak TLS 1.2 or later ({seen}).',
      fix: TELL_EN,
    },
  ),
  'partner-not-mutual': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} verlangt kein Clientzertifikat',
      text: '{host}, Port {port}, ist wohl kein Federation-Dienst, oder ein Proxy steht davor.',
      fix: `Prüfen Sie Name und Port der Route. ${TELL_DE}`,
    },
    {
      title: '{domain} asks for no client certificate',
      text: '{host}, port {port}, is probably no federation service, or behind a proxy.',
      fix: `Check name and port of the route. ${TELL_EN}`,
    },
  ),
  'partner-mutual-untold': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Ob {domain} ein Clientzertifikat verlangt, ließ sich nicht feststellen',
      text: 'Der Handshake mit {host} kam nicht weit genug.',
      fix: '',
    },
    {
      title: 'Whether {domain} asks for a client certificate could not be told',
      text: 'The handshake with {host} did not get far enough.',
      fix: '',
    },
  ),
  'partner-certificate': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: (p) => `Das Zertifikat von ${value(p, 'domain', '?')} ${problem(p, 'de')}`,
      text: (p) =>
        `${value(p, 'host', '?')}:${value(p, 'port', '?')} zeigt ein Zertifikat, das dieselben Regeln verletzt, die für Ihren Server gelten: Es ${problem(p, 'de')}.${p.microsoft === true ? ' Microsoft verwendet es für alle Kunden; ändern lässt sich daran nichts.' : ''}`,
      fix: (p) => (p.microsoft === true ? '' : TELL_DE),
    },
    {
      title: (p) => `The certificate of ${value(p, 'domain', '?')} ${problem(p, 'en')}`,
      text: (p) =>
        `${value(p, 'host', '?')}:${value(p, 'port', '?')} shows a certificate that breaks the rules which hold for your server, too: it ${problem(p, 'en')}.${p.microsoft === true ? ' Microsoft uses it for all customers; nothing can be changed about it.' : ''}`,
      fix: (p) => (p.microsoft === true ? '' : TELL_EN),
    },
  ),
  'partner-certificate-untold': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Das Zertifikat von {domain} ließ sich nicht ganz beurteilen',
      text: 'Zu einer der Regeln fehlte eine Auskunft, etwa eine Sperrliste ({certificateRule}).',
      fix: '',
    },
    {
      title: 'The certificate of {domain} could not be judged in full',
      text: 'For one of the rules something was missing, such as a revocation list ({certificateRule}).',
      fix: '',
    },
  ),
  'partner-certificate-unread': entry(
    'FED-11',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Das Zertifikat von {domain} war nicht zu lesen',
      text: '{host} brach ab, bevor er sein Zertifikat zeigte.',
      fix: '',
    },
    {
      title: 'The certificate of {domain} could not be read',
      text: '{host} broke off before it showed its certificate.',
      fix: '',
    },
  ),
} as const satisfies Record<Exclude<PartnerCode, SilenceCode>, FindingEntry>;
