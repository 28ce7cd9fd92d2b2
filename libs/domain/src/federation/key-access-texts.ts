import type { FindingEntry } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { entry } from '../text/told.js';
import { value } from '../text/words.js';
import { isWindowsAccount } from './account.js';
import { powershell } from './quote.js';

/** simple-acme or win-acme: the client has switches for the Windows store. */
export const isWindows = (p: Params): boolean => p.windows === true;
const KEYS = 'certlm.msc > [Eigene Zertifikate > Zertifikate] > [Alle Aufgaben > Private Schlüssel verwalten]';

/** The switch that grants the key to the service's account alone; the account is asked for where it cannot be written safely. */
const grant = (p: Params): string => {
  const account = value(p, 'account', '');
  return isWindows(p) && isWindowsAccount(account) ? `\n    --acl-read ${powershell(account)}` : '';
};
export const AGAIN_DE = 'Die Schalter wirken nur beim Anlegen: Erstellen Sie die Erneuerung mit dem Befehl aus dem Plan neu.';
export const AGAIN_EN = 'The switches count only when a renewal is created: create it anew with the command of the plan.';

/** Who may read the private key, and as whom the service runs (C-4, C-5, X-7). */
export const KEY_ACCESS_FINDINGS = {
  'acme-key-access-missing': entry(
    'FED-09',
    'C4B: XPhone Connect 9, Kapitel Federation; simple-acme: source code',
    {
      title: 'Nach der Erneuerung kann der Dienst den Schlüssel nicht lesen',
      text: (p) =>
        `Der Dienst läuft als ${value(p, 'account', '–')}, Leserecht bekommt: ${value(p, 'granted', 'niemand sonst')}. Ist das Konto kein lokaler Administrator, verweigert Windows ihm den neuen privaten Schlüssel.`,
      fix: (p) =>
        isWindows(p)
          ? `Geben Sie dem Dienstkonto das Leserecht gleich bei der Erneuerung mit:${grant(p)}\n${AGAIN_DE}`
          : `Geben Sie dem Dienstkonto ${value(p, 'account', '–')} nach jedem Import das Leserecht: ${KEYS}.`,
    },
    {
      title: 'After a renewal the service cannot read the key',
      text: (p) =>
        `The service runs as ${value(p, 'account', '–')}; read access goes to: ${value(p, 'granted', 'nobody else')}. Unless the account is a local administrator, Windows refuses it the new private key.`,
      fix: (p) =>
        isWindows(p)
          ? `Grant the service account read access with the renewal itself:${grant(p)}\n${AGAIN_EN}`
          : `Give the service account ${value(p, 'account', '–')} read access after every import: ${KEYS}.`,
    },
  ),
  'acme-key-access-too-wide': entry(
    'FED-09',
    'C4B: XPhone Connect 9, Kapitel Federation; simple-acme: source code',
    {
      title: 'Jedes angemeldete Konto darf den privaten Schlüssel lesen',
      text: 'Leserecht hat {tooWide}, wie das Handbuch es vorschlägt. Damit kann jedes Konto, das sich anmeldet, im Namen von {fqdn} auftreten.',
      fix: (p) =>
        value(p, 'account', '') === ''
          ? 'Nehmen Sie die Gruppe aus den Rechten (certlm.msc > [Alle Aufgaben > Private Schlüssel verwalten]). Das lokale Systemkonto braucht kein eigenes Recht.'
          : `Geben Sie nur dem Dienstkonto das Leserecht, und nehmen Sie die Gruppe heraus (certlm.msc > [Alle Aufgaben > Private Schlüssel verwalten]):${grant(p)}`,
    },
    {
      title: 'Any account that is logged on may read the private key',
      text: 'Read access is with {tooWide}, as the manual suggests. Any account that logs on can act in the name of {fqdn}.',
      fix: (p) =>
        value(p, 'account', '') === ''
          ? 'Take the group out of the permissions (certlm.msc > [Alle Aufgaben > Private Schlüssel verwalten]). The local system account needs no permission of its own.'
          : `Grant read access to the service account only, and take the group out (certlm.msc > [Alle Aufgaben > Private Schlüssel verwalten]):${grant(p)}`,
    },
  ),
  'acme-key-access-unknown': entry(
    'FED-09',
    'C4B: XPhone Connect 9, Kapitel Federation; simple-acme: source code',
    {
      title: 'Ob der Dienst den Schlüssel nach der Erneuerung lesen kann, ist nicht bekannt',
      text: 'Der Dienst läuft als {account} und braucht Leserecht auf jeden neuen Schlüssel.',
      fix: (p) =>
        isWindows(p)
          ? `Prüfen Sie, ob die Erneuerung diesen Schalter hat, und tragen Sie es hier ein:${grant(p)}`
          : `Sehen Sie nach (${KEYS}), und tragen Sie hier ein, wer Leserecht hat.`,
    },
    {
      title: 'Whether the service can read the key after a renewal is not known',
      text: 'The service runs as {account} and needs read access to every new key.',
      fix: (p) =>
        isWindows(p)
          ? `Check whether the renewal has this switch, and enter it here:${grant(p)}`
          : `Have a look (${KEYS}), and enter here who has read access.`,
    },
  ),
  'service-account-malformed': entry(
    'C-4',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '„{account}“ ist kein Windows-Konto',
      text: 'Das Konto enthält Zeichen, die in Kontonamen nicht vorkommen oder sich nicht sicher in einen Befehl schreiben lassen; der Plan lässt es weg.',
      fix: 'Schreiben Sie es wie DOMAENE\\konto, konto@domaene oder NT SERVICE\\Dienstname.',
    },
    {
      title: '“{account}” is not a Windows account',
      text: 'It contains characters that account names do not have, or that cannot be written into a command safely; the plan leaves it out.',
      fix: 'Write it like DOMAIN\\account, account@domain or NT SERVICE\\Name.',
    },
  ),
  'service-account-everybody': entry(
    'C-4',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '„{account}“ ist eine Gruppe, kein Dienstkonto',
      text: 'Der Schlüssel gehört dem Konto, als das der Dienst läuft, nicht einer Gruppe, in der jedes Konto ist.',
      fix: 'Tragen Sie das Konto aus services.msc > XPhone Connect Server > [Anmelden] ein; leer bedeutet lokales Systemkonto.',
    },
    {
      title: '“{account}” is a group, not a service account',
      text: 'The key belongs to the account that the service runs as, not to a group that every account is in.',
      fix: 'Enter the account from services.msc > XPhone Connect Server > [Anmelden]; empty means the local system account.',
    },
  ),
  'user-store-without-account': entry(
    'C-4',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Der Zertifikatsspeicher des Benutzers passt nicht zum Systemkonto',
      text: 'Den Speicher eines Benutzers sieht der Dienst nur, wenn er als dieser Benutzer läuft; eingetragen ist das lokale Systemkonto.',
      fix: 'Legen Sie das Zertifikat in den Speicher des lokalen Computers (certlm.msc), oder tragen Sie das Dienstkonto ein.',
    },
    {
      title: 'The user’s certificate store does not fit the system account',
      text: 'The service sees a user’s store only if it runs as that user; recorded is the local system account.',
      fix: 'Put the certificate into the store of the local computer (certlm.msc), or enter the service account.',
    },
  ),
} as const satisfies Record<string, FindingEntry>;
