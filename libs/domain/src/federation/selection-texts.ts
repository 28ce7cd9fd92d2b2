import type { FindingEntry } from '../check/finding-text.js';
import type { Locale, Params } from '../locale.js';
import { moment } from '../text/dates.js';
import { entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { SelectionCode } from './selection.js';

const SOURCES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  de: {
    https: 'auf demselben Server über HTTPS',
    uploaded: 'unter den hochgeladenen Zertifikaten',
    transparency: 'in einem öffentlichen Zertifikatsprotokoll',
    served: 'auf dem Federation-Port',
  },
  en: {
    https: 'on the same server over HTTPS',
    uploaded: 'among the uploaded certificates',
    transparency: 'in a public certificate log',
    served: 'on the federation port',
  },
};
const seen = (p: Params, locale: Locale): string => SOURCES[locale][value(p, 'source', '')] ?? value(p, 'source', '?');

/** What to click, as the German interface names it. */
const CLICK_DE =
  'Öffnen Sie am Connect Server die Federation-Konfiguration > [Zertifikate], wählen Sie das Zertifikat für {fqdn} mit der Seriennummer {serial} und speichern Sie. Fehlt es in der Liste: certlm.msc > [Eigene Zertifikate > Zertifikate] > [Alle Aufgaben > Private Schlüssel verwalten], Leserecht für das Dienstkonto. Prüfen Sie danach:\n    openssl s_client -connect {fqdn}:{port} -servername {fqdn} -showcerts';
const CLICK_EN =
  'On the Connect Server open the federation configuration > [Zertifikate], select the certificate for {fqdn} with the serial number {serial}, and save. If it is not on the list: certlm.msc > [Eigene Zertifikate > Zertifikate] > [Alle Aufgaben > Private Schlüssel verwalten], read access for the service account. Check afterwards:\n    openssl s_client -connect {fqdn}:{port} -servername {fqdn} -showcerts';
export const SELECTION_FINDINGS = {
  'certificate-not-selected': entry(
    'FED-08',
    'C4B: XPhone Connect 9, Kapitel Federation; simple-acme: source code',
    {
      title: 'Erneuert, aber nicht ausgewählt: {fqdn}',
      text: (p) =>
        `Ein neueres Zertifikat (${value(p, 'issuer', '?')}, seit ${moment(p, 'from', 'de')}, gültig bis ${moment(p, 'until', 'de')}) ist ${seen(p, 'de')} zu sehen; Port ${value(p, 'port', '?')} zeigt noch das alte, gültig bis ${moment(p, 'servedUntil', 'de')}. Das Produkt wechselt nicht von selbst. Hat der ACME-Client das alte schon aus dem Speicher gelöscht, fällt Federation beim nächsten Neustart aus, gleich wie viele Tage es noch gälte.`,
      fix: CLICK_DE,
    },
    {
      title: 'Renewed, but not selected: {fqdn}',
      text: (p) =>
        `A newer certificate (${value(p, 'issuer', '?')}, since ${moment(p, 'from', 'en')}, valid until ${moment(p, 'until', 'en')}) is seen ${seen(p, 'en')}; port ${value(p, 'port', '?')} still shows the old one, valid until ${moment(p, 'servedUntil', 'en')}. The product does not change by itself. If the ACME client has already deleted the old one from the store, federation fails at the next restart, however many days it would still be valid.`,
      fix: CLICK_EN,
    },
  ),
  'certificate-issued-elsewhere': entry(
    'FED-08',
    'RFC 6962',
    {
      title: 'Für {fqdn} wurde ein neueres Zertifikat ausgestellt',
      text: (p) =>
        `Ein öffentliches Zertifikatsprotokoll kennt ein Zertifikat von ${value(p, 'issuer', '?')} (seit ${moment(p, 'from', 'de')}); Port ${value(p, 'port', '?')} zeigt ein älteres, gültig bis ${moment(p, 'servedUntil', 'de')}. Entweder wurde erneuert und noch nicht ausgewählt, oder es gehört einem anderen Rechner.`,
      fix: CLICK_DE,
    },
    {
      title: 'A newer certificate was issued for {fqdn}',
      text: (p) =>
        `A public certificate log knows a certificate of ${value(p, 'issuer', '?')} (since ${moment(p, 'from', 'en')}); port ${value(p, 'port', '?')} shows an older one, valid until ${moment(p, 'servedUntil', 'en')}. Either it was renewed and not selected yet, or it belongs to another machine.`,
      fix: CLICK_EN,
    },
  ),
  'certificate-newer-server-only': entry(
    'FED-08',
    'C4B: XPhone Connect 9, Kapitel Federation; dotnet/runtime #121982',
    {
      title: 'Neueres Zertifikat für {fqdn}, das nicht ausgewählt werden sollte',
      text: (p) =>
        `Ein neueres Zertifikat (${value(p, 'issuer', '?')}, Seriennummer ${value(p, 'serial', '?')}) ist ${seen(p, 'de')} zu sehen, enthält aber kein clientAuth. Das auf Port ${value(p, 'port', '?')} ausgewählte enthält es und gilt bis ${moment(p, 'servedUntil', 'de')}.`,
      fix: (p) =>
        `Lassen Sie das Zertifikat mit der Seriennummer ${value(p, 'servedSerial', '?')} ausgewählt, solange es gilt: Mit dem neueren fiele die ausgehende Richtung aus. Sorgen Sie dafür, dass der ACME-Client es nicht löscht (simple-acme: --keepexisting).`,
    },
    {
      title: 'Newer certificate for {fqdn} that should not be selected',
      text: (p) =>
        `A newer certificate (${value(p, 'issuer', '?')}, serial number ${value(p, 'serial', '?')}) is seen ${seen(p, 'en')}, but it has no clientAuth. The one selected on port ${value(p, 'port', '?')} has it and is valid until ${moment(p, 'servedUntil', 'en')}.`,
      fix: (p) =>
        `Keep the certificate with the serial number ${value(p, 'servedSerial', '?')} selected while it is valid: with the newer one the outbound direction would fail. See that the ACME client does not delete it (simple-acme: --keepexisting).`,
    },
  ),
  'certificate-nothing-to-compare': entry(
    'FED-08',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Kein anderes Zertifikat für {fqdn} bekannt',
      text: 'Womit sich das Zertifikat auf Port {port} vergleichen ließe, fehlt: Auf Port 443 antwortet kein Webserver, und für diesen Namen wurde keines hochgeladen. Ein erneuertes, aber nicht ausgewähltes Zertifikat bliebe unbemerkt.',
      fix: 'Laden Sie nach jeder Erneuerung das neue Zertifikat für {fqdn} hoch (ohne privaten Schlüssel), oder lassen Sie ein Zertifikatsprotokoll als Quelle einrichten.',
    },
    {
      title: 'No other certificate for {fqdn} is known',
      text: 'There is nothing to compare the certificate on port {port} with: no web server answers on port 443, and none was uploaded for this name. A renewed certificate that is not selected would go unnoticed.',
      fix: 'Upload the new certificate for {fqdn} after every renewal (without its private key), or have a certificate log set up as a source.',
    },
  ),
  'served-certificate-unread': entry(
    'FED-08',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Welches Zertifikat ausgewählt ist, ließ sich nicht feststellen',
      text: '{fqdn}, Port {port}, zeigte kein Zertifikat.',
      fix: '',
    },
    { title: 'Which certificate is selected could not be told', text: '{fqdn}, port {port}, showed no certificate.', fix: '' },
  ),
  'certificate-source-unable': entry(
    'FED-08',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Eine Quelle für neuere Zertifikate war nicht zu befragen',
      text: (p) =>
        `Nach einem neueren Zertifikat für ${value(p, 'fqdn', '?')} konnte ${seen(p, 'de')} nicht gesucht werden (${value(p, 'why', '?')}).`,
      fix: '',
    },
    {
      title: 'One source of newer certificates could not be asked',
      text: (p) => `A newer certificate for ${value(p, 'fqdn', '?')} could not be looked for ${seen(p, 'en')} (${value(p, 'why', '?')}).`,
      fix: '',
    },
  ),
} as const satisfies Record<SelectionCode, FindingEntry>;
