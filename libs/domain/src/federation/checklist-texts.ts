import type { FindingEntry } from '../check/finding-text.js';
import { entry } from '../text/told.js';
import type { ChecklistCode } from './checklist-rules.js';

const LOOK_DE = 'Von außen ist das nicht zu sehen. Sehen Sie nach, und bestätigen Sie den Punkt.';
const LOOK_EN = 'This cannot be seen from outside. Have a look, and confirm the point.';

/** FED-15: what to look up, and where. Places in the product are named as its German interface names them. */
export const CHECKLIST_FINDINGS = {
  'checklist-licence': entry(
    'FED-15',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Lizenzen noch nicht bestätigt',
      text: LOOK_DE,
      fix: 'Nötig sind XPhone Connect Server und für jeden beteiligten Benutzer das Office Plus Pack.',
    },
    {
      title: 'Licences not confirmed yet',
      text: LOOK_EN,
      fix: 'Needed are XPhone Connect Server and, for every user concerned, the Office Plus Pack.',
    },
  ),
  'checklist-site-switch': entry(
    'FED-15',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Federation im Standort noch nicht bestätigt',
      text: LOOK_DE,
      fix: 'Federation wird im Standort oder in der Konfigurationsgruppe [Standort, Konfigurationsgruppe] ein- und ausgeschaltet. Prüfen Sie, ob sie für die gewünschten Benutzer eingeschaltet ist.',
    },
    {
      title: 'Federation not confirmed for the site yet',
      text: LOOK_EN,
      fix: 'Federation is switched on and off in the site or the configuration group [Standort, Konfigurationsgruppe]. Check that it is on for the users concerned.',
    },
  ),
  'checklist-certificate-selected': entry(
    'FED-15',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Auswahl des Zertifikats noch nicht bestätigt',
      text: LOOK_DE,
      fix: 'Federation-Konfiguration des Connect Servers > [Zertifikate]: Das aktive Zertifikat muss auf {fqdn} lauten. Nach jeder Erneuerung muss es von Hand neu gewählt und gespeichert werden.',
    },
    {
      title: 'Selection of the certificate not confirmed yet',
      text: LOOK_EN,
      fix: 'Federation configuration of the Connect Server > [Zertifikate]: the active certificate must be for {fqdn}. After every renewal it must be selected and saved anew by hand.',
    },
  ),
  'checklist-private-key-access': entry(
    'FED-15',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Leserecht auf den privaten Schlüssel noch nicht bestätigt',
      text: LOOK_DE,
      fix: 'certlm.msc > [Eigene Zertifikate > Zertifikate] > [Alle Aufgaben > Private Schlüssel verwalten]: Leserecht für das Dienstkonto {account}, nicht für [Authentifizierte Benutzer], wie das Handbuch rät: Damit könnte jedes angemeldete Konto den Schlüssel benutzen.',
    },
    {
      title: 'Read access to the private key not confirmed yet',
      text: LOOK_EN,
      fix: 'certlm.msc > [Eigene Zertifikate > Zertifikate] > [Alle Aufgaben > Private Schlüssel verwalten]: read access for the service account {account}, not for [Authentifizierte Benutzer] as the manual advises: any account that is logged on could use the key then.',
    },
  ),
  'checklist-teams-allow-list': entry(
    'FED-15',
    'Microsoft Learn: federation; Microsoft: Teams external access',
    {
      title: 'Freigabe bei Teams-Partnern noch nicht bestätigt',
      text: 'Führt ein Partner in Teams eine Liste zugelassener Domänen, sperrt sie alle anderen. Das sieht nur sein Administrator.',
      fix: 'Schicken Sie dem Administrator des Partners den Übergabetext aus dem Plan: Teams Admin Center > Benutzer > Externer Zugriff, Domäne:\n    {domain}',
    },
    {
      title: 'Permission of Teams partners not confirmed yet',
      text: 'If a partner keeps a list of allowed domains in Teams, it blocks all others. Only its administrator sees this.',
      fix: 'Send the partner’s administrator the hand-over text of the plan: Teams admin center > Users > External access, domain:\n    {domain}',
    },
  ),
  'checklist-partner-informed': entry(
    'FED-15',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Partner noch nicht informiert',
      text: 'Ohne Open Federation tragen die Partner ihrerseits eine Route ein; mit ihr müssen sie {domain} zulassen.',
      fix: 'Nennen Sie den Partnern Domäne {domain}, SIP-Server {fqdn} und Port {port}, und bestätigen Sie den Punkt.',
    },
    {
      title: 'Partners not informed yet',
      text: 'Without open federation the partners enter a route on their side; with it they must allow {domain}.',
      fix: 'Tell the partners domain {domain}, SIP server {fqdn} and port {port}, and confirm the point.',
    },
  ),
} as const satisfies Record<ChecklistCode, FindingEntry>;
