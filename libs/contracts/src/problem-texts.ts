import type { Locale } from '@stellwerk/domain';
import type { ProblemCode } from './problem.js';

interface ProblemText {
  readonly title: string;
  /** What happened and what to do. */
  readonly detail: string;
}

const TEXTS = {
  'validation-failed': {
    de: { title: 'Eingabe ungültig', detail: 'Mindestens ein Feld ist nicht gültig. Berichtigen Sie die genannten Felder, und senden Sie die Anfrage noch einmal.' },
    en: { title: 'Invalid input', detail: 'At least one field is not valid. Correct the fields named below and send the request again.' },
  },
  'malformed-json': {
    de: { title: 'Kein gültiges JSON', detail: 'Der Inhalt der Anfrage ist kein gültiges JSON. Prüfen Sie Klammern, Anführungszeichen und Kommas.' },
    en: { title: 'Not valid JSON', detail: 'The body of the request is not valid JSON. Check braces, quotes and commas.' },
  },
  unauthenticated: {
    de: { title: 'Nicht angemeldet', detail: 'Melden Sie sich an, oder senden Sie einen API-Schlüssel im Kopf „Authorization: Bearer …“.' },
    en: { title: 'Not signed in', detail: 'Sign in, or send an API key in the header “Authorization: Bearer …”.' },
  },
  'sign-in-refused': {
    de: { title: 'Anmeldung abgelehnt', detail: 'E-Mail-Adresse oder Kennwort stimmt nicht. Versuchen Sie es noch einmal.' },
    en: { title: 'Sign-in refused', detail: 'The e-mail address or the password is wrong. Try again.' },
  },
  'csrf-refused': {
    de: { title: 'Anfrage nicht bestätigt', detail: 'Der Anfrage fehlt das Token ihrer Sitzung. Laden Sie die Seite neu; Programme senden den Wert „csrfToken“ aus /me im Kopf „x-csrf-token“.' },
    en: { title: 'Request not confirmed', detail: 'The request lacks its session’s token. Reload the page; programs send the value “csrfToken” of /me in the header “x-csrf-token”.' },
  },
  forbidden: {
    de: { title: 'Nicht erlaubt', detail: 'Ihre Berechtigung reicht dafür nicht aus. Wenden Sie sich an die Person, die Ihr Konto verwaltet.' },
    en: { title: 'Not allowed', detail: 'Your permissions do not cover this. Ask the person who manages your account.' },
  },
  'not-found': {
    de: { title: 'Nicht gefunden', detail: 'Das gibt es nicht, oder Sie dürfen es nicht sehen. Prüfen Sie die Adresse und die Kennung.' },
    en: { title: 'Not found', detail: 'It does not exist, or you may not see it. Check the address and the id.' },
  },
  'method-not-allowed': {
    de: { title: 'Methode nicht erlaubt', detail: 'Diese Adresse kennt die verwendete HTTP-Methode nicht. Der Kopf „Allow“ nennt die möglichen.' },
    en: { title: 'Method not allowed', detail: 'This address does not know the HTTP method used. The header “Allow” names those it does.' },
  },
  'not-acceptable': {
    de: { title: 'Format nicht verfügbar', detail: 'Die Antwort gibt es nicht im verlangten Format. Verlangen Sie „application/json“.' },
    en: { title: 'Format not available', detail: 'The answer does not exist in the requested format. Ask for “application/json”.' },
  },
  conflict: {
    de: { title: 'Inzwischen geändert', detail: 'Die Angaben widersprechen dem jetzigen Stand, oder jemand war schneller. Laden Sie neu, und wiederholen Sie die Änderung.' },
    en: { title: 'Changed meanwhile', detail: 'The request contradicts the present state, or somebody was faster. Load it anew and repeat the change.' },
  },
  'port-taken': {
    de: { title: 'Port schon vergeben', detail: 'Ein Port der Mappings ist bereits vergeben. Wählen Sie den vorgeschlagenen oder einen anderen freien Port.' },
    en: { title: 'Port already taken', detail: 'A port of the mappings is already taken. Choose the suggested port or another free one.' },
  },
  'in-use': {
    de: { title: 'Wird noch verwendet', detail: 'Löschen geht erst, wenn nichts mehr davon abhängt. Entfernen Sie zuerst, was es noch verwendet.' },
    en: { title: 'Still in use', detail: 'It can be deleted only when nothing depends on it any more. First remove what still uses it.' },
  },
  'mapping-refused': {
    de: { title: 'Mappings nicht zulässig', detail: 'Mindestens ein Mapping verletzt eine Regel. Die genannten Felder sagen, welche, und was zu tun ist.' },
    en: { title: 'Mappings not permitted', detail: 'At least one mapping breaks a rule. The fields named below say which one and what to do.' },
  },
  'module-refused': {
    de: { title: 'Modul nicht möglich', detail: 'Unter diesem Modul ist der Tunnel auf dieser Anlage nicht möglich. Tragen Sie das Modul bei der Anlage ein, oder wählen Sie „Allgemein“.' },
    en: { title: 'Module not possible', detail: 'Under this module the tunnel is not possible on this PBX. Add the module to the PBX, or choose “General”.' },
  },
  'host-forbidden': {
    de: { title: 'Adresse nicht zugelassen', detail: 'Mit dieser Adresse darf sich Stellwerk nicht verbinden. Private Netze lässt der Anbieter je Kunde unter „Zugelassene Netze“ zu.' },
    en: { title: 'Address not allowed', detail: 'Stellwerk may not connect to this address. The provider allows private networks per customer under “Allowed networks”.' },
  },
  'private-key-unusable': {
    de: { title: 'Privater Schlüssel nicht lesbar', detail: 'Der private Schlüssel ist beschädigt, in einem unbekannten Format oder die Passphrase stimmt nicht. Möglich sind OpenSSH, PEM und PKCS#8.' },
    en: { title: 'Private key unusable', detail: 'The private key is damaged, in an unknown format, or the passphrase is wrong. OpenSSH, PEM and PKCS#8 are possible.' },
  },
  'host-key-not-offered': {
    de: { title: 'Schlüssel wird nicht angeboten', detail: 'Der SSH-Server zeigt diesen Hostschlüssel zurzeit nicht. Lassen Sie die Hostschlüssel neu lesen, und bestätigen Sie den angezeigten.' },
    en: { title: 'Key not offered', detail: 'The SSH server does not show this host key at present. Read the host keys again and accept the one shown.' },
  },
  'body-too-large': {
    de: { title: 'Anfrage zu groß', detail: 'Der Inhalt der Anfrage überschreitet die erlaubte Größe. Senden Sie weniger auf einmal.' },
    en: { title: 'Request too large', detail: 'The body of the request exceeds the permitted size. Send less at once.' },
  },
  'unsupported-media-type': {
    de: { title: 'Format nicht verstanden', detail: 'Senden Sie den Inhalt als JSON, mit dem Kopf „Content-Type: application/json“.' },
    en: { title: 'Format not understood', detail: 'Send the body as JSON, with the header “Content-Type: application/json”.' },
  },
  'rate-limited': {
    de: { title: 'Zu viele Anfragen', detail: 'Das war zu oft in kurzer Zeit. Warten Sie, bis die im Kopf „Retry-After“ genannten Sekunden um sind.' },
    en: { title: 'Too many requests', detail: 'That was too often in a short time. Wait for the seconds named in the header “Retry-After”.' },
  },
  'internal-error': {
    de: { title: 'Interner Fehler', detail: 'In Stellwerk ist etwas schiefgegangen; es wurde nichts geändert. Nennen Sie bei einer Rückfrage die Kennung der Anfrage.' },
    en: { title: 'Internal error', detail: 'Something went wrong inside Stellwerk; nothing was changed. If you ask about it, name the request id.' },
  },
  unavailable: {
    de: { title: 'Zurzeit nicht verfügbar', detail: 'Ein benötigter Dienst antwortet gerade nicht. Versuchen Sie es in einigen Sekunden noch einmal; laufende Tunnel sind davon nicht betroffen.' },
    en: { title: 'Unavailable at present', detail: 'A service that is needed does not answer just now. Try again in a few seconds; running tunnels are not affected.' },
  },
} as const satisfies Record<ProblemCode, Record<Locale, ProblemText>>;

/** Title and detail of a refusal in the reader's language. The API may append what it knows more precisely. */
export const problemText = (code: ProblemCode, locale: Locale): ProblemText => TEXTS[code][locale];
