import type { FindingEntry } from '../check/finding-text.js';
import type { Locale, Params } from '../locale.js';
import { day, deadline } from '../text/dates.js';
import { copyable, entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { AcmeCode } from './acme-rules.js';
import { AGAIN_DE, AGAIN_EN, isWindows, KEY_ACCESS_FINDINGS } from './key-access-texts.js';

/** Where a client is told to renew at two thirds of the lifetime; empty for one that nobody knows. */
function renewAt(p: Params, locale: Locale): string {
  const onDay = value(p, 'recommended', '?');
  const before = typeof p.lifetime === 'number' && typeof p.recommended === 'number' ? Math.floor(p.lifetime - p.recommended) : '?';
  const fqdn = copyable(p, 'fqdn');
  const section = locale === 'de' ? 'Abschnitt' : 'section';
  if (isWindows(p)) return `\nsettings.json, ${section} ScheduledTask:\n    "RenewalDays": ${onDay}`;
  if (p.client === 'certbot') return `\n/etc/letsencrypt/renewal/${fqdn}.conf:\n    renew_before_expiry = ${before} days`;
  return p.client === 'acme.sh' ? `\n~/.acme.sh/${fqdn}/${fqdn}.conf:\n    Le_RenewalDays='${onDay}'` : '';
}

export const ACME_FINDINGS = {
  ...KEY_ACCESS_FINDINGS,
  'acme-not-described': entry(
    'FED-09',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Über die Erneuerung des Zertifikats ist nichts eingetragen',
      text: 'Ob das Zertifikat für {fqdn} automatisch erneuert wird und was dabei mit dem alten geschieht, lässt sich so nicht prüfen.',
      fix: 'Fügen Sie die Einstellungen des ACME-Clients ein, oder tragen Sie sie von Hand ein, wenn es einen gibt.',
    },
    {
      title: 'Nothing is recorded about the renewal of the certificate',
      text: 'Whether the certificate for {fqdn} is renewed automatically, and what becomes of the old one, cannot be checked.',
      fix: 'Paste the settings of the ACME client, or enter them by hand, if there is one.',
    },
  ),
  'acme-previous-deleted': entry(
    'FED-09',
    'simple-acme: source code',
    {
      title: 'Die Erneuerung löscht das ausgewählte Zertifikat',
      text: '{client} entfernt das alte Zertifikat nach jeder Erneuerung aus dem Windows-Speicher. XPhone zeigt aber weiter darauf, bis jemand das neue auswählt: Bis dahin ist Federation über {fqdn} gefährdet, spätestens nach einem Neustart des Dienstes fällt sie aus.',
      fix: `Ergänzen Sie den Schalter, der das alte Zertifikat behält:\n    --keepexisting\n${AGAIN_DE}`,
    },
    {
      title: 'Renewal deletes the selected certificate',
      text: '{client} removes the old certificate from the Windows store after every renewal. XPhone still points at it until somebody selects the new one: until then federation through {fqdn} is at risk, and fails after a restart of the service at the latest.',
      fix: `Add the switch that keeps the old certificate:\n    --keepexisting\n${AGAIN_EN}`,
    },
  ),
  'acme-keeping-unknown': entry(
    'FED-09',
    'simple-acme: source code',
    {
      title: 'Ob die Erneuerung das alte Zertifikat behält, ist nicht bekannt',
      text: (p) =>
        isWindows(p)
          ? `Ohne den Schalter --keepexisting löscht ${value(p, 'client', '?')} bei jeder Erneuerung das alte Zertifikat, auf das XPhone noch zeigt.`
          : 'Manche ACME-Clients löschen bei jeder Erneuerung das alte Zertifikat, auf das XPhone noch zeigt.',
      fix: (p) =>
        isWindows(p)
          ? 'Sehen Sie in den Einstellungen der Erneuerung nach (KeepExisting), und tragen Sie es hier ein.'
          : 'Sehen Sie nach, ob das alte Zertifikat nach einer Erneuerung noch unter [Eigene Zertifikate > Zertifikate] liegt (certlm.msc), und tragen Sie es hier ein.',
    },
    {
      title: 'Whether renewal keeps the old certificate is not known',
      text: (p) =>
        isWindows(p)
          ? `Without the switch --keepexisting, ${value(p, 'client', '?')} deletes the old certificate at every renewal, at which XPhone still points.`
          : 'Some ACME clients delete the old certificate at every renewal, at which XPhone still points.',
      fix: (p) =>
        isWindows(p)
          ? 'Look it up in the settings of the renewal (KeepExisting), and enter it here.'
          : 'See whether the old certificate is still under [Eigene Zertifikate > Zertifikate] (certlm.msc) after a renewal, and enter it here.',
    },
  ),
  'acme-renewal-late': entry(
    'FED-09',
    'Let’s Encrypt: announcements; simple-acme: source code; RFC 9773',
    {
      title: 'Die Erneuerung lässt nur {left} Tage für die Auswahl von Hand',
      text: 'Zertifikate gelten {lifetime} Tage, erneuert wird am Tag {day}. In der Zeit danach muss jemand das neue Zertifikat in XPhone auswählen.',
      fix: (p) =>
        `Erneuern Sie nach zwei Dritteln der Laufzeit, und lassen Sie den Zeitplan des Servers (ARI) eingeschaltet.${renewAt(p, 'de')}`,
    },
    {
      title: 'Renewal leaves {left} days only for the selection by hand',
      text: 'Certificates are valid for {lifetime} days and renewed on day {day}. In the time after that somebody must select the new certificate in XPhone.',
      fix: (p) => `Renew at two thirds of the lifetime, and leave the server’s schedule (ARI) on.${renewAt(p, 'en')}`,
    },
  ),
  'acme-renewal-after-expiry': entry(
    'FED-09',
    'Let’s Encrypt: announcements; simple-acme: source code',
    {
      title: 'Das Zertifikat läuft ab, bevor es erneuert wird',
      text: 'Zertifikate gelten {lifetime} Tage, erneuert wird erst am Tag {day}.',
      fix: (p) => `Erneuern Sie spätestens am Tag ${value(p, 'recommended', '?')}.${renewAt(p, 'de')}`,
    },
    {
      title: 'The certificate expires before it is renewed',
      text: 'Certificates are valid for {lifetime} days, and renewed only on day {day}.',
      fix: (p) => `Renew on day ${value(p, 'recommended', '?')} at the latest.${renewAt(p, 'en')}`,
    },
  ),
  'acme-renewal-soon-late': entry(
    'FED-09',
    'Let’s Encrypt: announcements; SC-081v3',
    {
      title: (p) => `Ab dem ${day(p, 'from', 'de')} bleiben nur ${value(p, 'left', '?')} Tage für die Auswahl von Hand`,
      text: 'Neue Zertifikate gelten dann {lifetime} Tage; mit den jetzigen Einstellungen werden sie am Tag {day} erneuert.',
      fix: (p) => `Stellen Sie vorher auf Erneuerung nach zwei Dritteln der Laufzeit um.${renewAt(p, 'de')}`,
    },
    {
      title: (p) => `From ${day(p, 'from', 'en')} only ${value(p, 'left', '?')} days are left for the selection by hand`,
      text: 'New certificates are valid for {lifetime} days then; with the present settings they are renewed on day {day}.',
      fix: (p) => `Change to renewal at two thirds of the lifetime before that day.${renewAt(p, 'en')}`,
    },
  ),
  'acme-renewal-unknown': entry(
    'FED-09',
    'simple-acme: source code',
    {
      title: 'Wann erneuert wird, ist nicht bekannt',
      text: 'Für {client} ist kein Erneuerungstag eingetragen.',
      fix: 'Tragen Sie ein, am wievielten Tag der Laufzeit erneuert wird.',
    },
    {
      title: 'When it is renewed is not known',
      text: 'No renewal day is recorded for {client}.',
      fix: 'Enter on which day of the lifetime it is renewed.',
    },
  ),
  'acme-ari-off': entry(
    'FED-09',
    'RFC 9773',
    {
      title: 'Der Zeitplan der Zertifizierungsstelle (ARI) ist ausgeschaltet',
      text: 'Muss die Zertifizierungsstelle Zertifikate vorzeitig sperren, erfährt der Client es nicht und erneuert zu spät.',
      fix: (p) =>
        isWindows(p)
          ? 'settings.json, Abschnitt ScheduledTask:\n    "RenewalDisableServerSchedule": false'
          : `Schalten Sie ARI (RFC 9773) in ${value(p, 'client', '?')} ein; ältere Versionen kennen es nicht.`,
    },
    {
      title: 'The authority’s schedule (ARI) is off',
      text: 'If the authority must revoke certificates early, the client does not learn of it and renews too late.',
      fix: (p) =>
        isWindows(p)
          ? 'settings.json, section ScheduledTask:\n    "RenewalDisableServerSchedule": false'
          : `Switch ARI (RFC 9773) on in ${value(p, 'client', '?')}; older versions do not know it.`,
    },
  ),
  'acme-ari-unknown': entry(
    'FED-09',
    'RFC 9773',
    {
      title: 'Ob der Zeitplan der Zertifizierungsstelle (ARI) genutzt wird, ist nicht bekannt',
      text: 'Mit ARI erneuert {client} rechtzeitig, wenn Zertifikate vorzeitig gesperrt werden müssen.',
      fix: 'Tragen Sie ein, ob ARI genutzt wird (simple-acme: eingeschaltet, wenn nichts anderes gesetzt ist).',
    },
    {
      title: 'Whether the authority’s schedule (ARI) is used is not known',
      text: 'With ARI, {client} renews in time when certificates must be revoked early.',
      fix: 'Enter whether ARI is used (simple-acme: on unless set otherwise).',
    },
  ),
  'acme-validation-needs-port': entry(
    'FED-09',
    'C4B: XPhone Connect 9, Kapitel Federation; RFC 8555 §8.3; RFC 8737',
    {
      title: 'Die Erneuerung braucht Port {validationPort} von außen',
      text: '{validation} funktioniert nur, wenn die Zertifizierungsstelle {fqdn} auf Port {validationPort} erreicht. Die Beispiel-Firewall des Handbuchs nennt nur 5061.',
      fix: 'Leiten Sie TCP {validationPort} von beliebigen Adressen auf den Server weiter, oder stellen Sie auf dns-01 um.',
    },
    {
      title: 'Renewal needs port {validationPort} from outside',
      text: '{validation} works only if the authority reaches {fqdn} on port {validationPort}. The manual’s sample firewall has 5061 only.',
      fix: 'Forward TCP {validationPort} from any address to the server, or change to dns-01.',
    },
  ),
  'acme-validation-unknown': entry(
    'FED-09',
    'RFC 8555 §8',
    {
      title: 'Wie die Domäne geprüft wird, ist nicht bekannt',
      text: 'Davon hängt ab, welcher Port für die Erneuerung offen sein muss.',
      fix: 'Tragen Sie ein: http-01 (Port 80), tls-alpn-01 (Port 443) oder dns-01 (kein Port).',
    },
    {
      title: 'How the domain is validated is not known',
      text: 'It decides which port must be open for the renewal.',
      fix: 'Enter http-01 (port 80), tls-alpn-01 (port 443) or dns-01 (no port).',
    },
  ),
  'acme-profile-ended': entry(
    'FED-09',
    'letsencrypt.org/docs/profiles (14 Jul 2026)',
    {
      title: 'Das Profil {profile} gibt es nicht mehr: Die Erneuerung scheitert',
      text: (p) =>
        `Let’s Encrypt hat das Profil ${value(p, 'profile', '?')} am ${deadline(p, 'ended', 'de')} geschlossen und lehnt jede Bestellung ab, die es nennt. Das Zertifikat für ${value(p, 'fqdn', '?')} wird deshalb nicht mehr erneuert.`,
      fix: 'Bestellen Sie das Zertifikat bei einer Zertifizierungsstelle, die clientAuth noch ausstellt; der Plan nennt die Möglichkeiten. Genügt Ihnen die eingehende Richtung, legen Sie die Erneuerung ohne Profil neu an.',
    },
    {
      title: 'The profile {profile} is gone: renewal fails',
      text: (p) =>
        `Let’s Encrypt closed the profile ${value(p, 'profile', '?')} on ${deadline(p, 'ended', 'en')} and refuses every order that names it. So the certificate for ${value(p, 'fqdn', '?')} is not renewed any more.`,
      fix: 'Order the certificate from an authority that still issues clientAuth; the plan names the ways. If the inbound direction suffices, create the renewal anew without a profile.',
    },
  ),
  'acme-profile-without-client-auth': entry(
    'FED-09',
    'Let’s Encrypt: Profiles',
    {
      title: 'Das Profil {profile} enthält kein clientAuth',
      text: 'Zertifikate dieses Profils sind nur für Server bestimmt und haben keinen Common Name: In der Zertifikatsliste des Produkts erscheint der Name leer, und die ausgehende Richtung der Federation fällt aus.',
      fix: 'Verwenden Sie eine Zertifizierungsstelle, die clientAuth noch ausstellt; der Plan nennt die Möglichkeiten.',
    },
    {
      title: 'The profile {profile} has no clientAuth',
      text: 'Certificates of this profile are meant for servers only and have no common name: in the product’s list the name appears empty, and the outbound direction of the federation fails.',
      fix: 'Use an authority that still issues clientAuth; the plan names the ways.',
    },
  ),
} as const satisfies Record<AcmeCode, FindingEntry>;
