import type { Locale, Params } from '../locale.js';
import { type Text, value, when } from '../text/words.js';
import { CHECK_MESSAGES } from './check-kinds.js';

/** What a notification says: the subject of its mail and its line in the portal, then the text of the mail. */
interface Message {
  readonly subject: Text;
  readonly body: Text;
  /** Path in the portal where one can act on it; `{name}` is filled in from the params. */
  readonly path: string;
}

const tenant = (p: Params): string => value(p, 'tenantName', '–');
/** A point in time (ISO 8601) as people write it, with its zone: a reader must never guess. What is no time is shown as it is. */
function moment(p: Params, name: string, locale: Locale): string {
  const text = value(p, name, '');
  const at = new Date(text);
  if (text === '' || Number.isNaN(at.getTime())) return text || '–';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone: 'Europe/Berlin' }).format(at);
}
const tunnel = (p: Params): string => value(p, 'tunnelName', '–');

const DELEGATION_STATES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  pending: { de: 'erbeten', en: 'asked for' },
  active: { de: 'gewährt', en: 'granted' },
  expired: { de: 'abgelaufen', en: 'expired' },
  revoked: { de: 'entzogen', en: 'revoked' },
  declined: { de: 'abgelehnt', en: 'declined' },
};
const delegationState = (p: Params, locale: Locale): string => DELEGATION_STATES[value(p, 'state', '')]?.[locale] ?? '–';

/** What can change about how a person signs in, as its own sentence. */
const SIGN_IN_CHANGES = {
  password: { de: 'Ihr Kennwort wurde geändert.', en: 'Your password was changed.' },
  'totp-added': { de: 'Eine Authenticator-App wurde eingerichtet.', en: 'An authenticator app was set up.' },
  'totp-removed': { de: 'Ihre Authenticator-App wurde entfernt.', en: 'Your authenticator app was removed.' },
  'passkey-added': { de: 'Ein Passkey wurde hinzugefügt.', en: 'A passkey was added.' },
  'passkey-removed': { de: 'Ein Passkey wurde entfernt.', en: 'A passkey was removed.' },
  'recovery-codes': { de: 'Neue Wiederherstellungscodes wurden erzeugt.', en: 'New recovery codes were made.' },
  'recovery-code-used': {
    de: 'Mit einem Ihrer Wiederherstellungscodes wurde Ihre Identität nachgewiesen.',
    en: 'One of your recovery codes was used to prove your identity.',
  },
  'factors-reset': {
    de: 'Ihre zweiten Faktoren wurden von einem Administrator entfernt, und alle Ihre Sitzungen wurden beendet.',
    en: 'Your second factors were removed by an administrator, and all of your sessions were ended.',
  },
  'identity-linked': {
    de: 'Eine externe Identität wurde mit Ihrem Konto verknüpft.',
    en: 'An external identity was linked to your account.',
  },
  'identity-unlinked': { de: 'Eine verknüpfte Identität wurde gelöst.', en: 'A linked identity was unlinked.' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;
export type SignInChange = keyof typeof SIGN_IN_CHANGES;

const signInChange = (p: Params, locale: Locale): string => {
  const what = value(p, 'what', '');
  return Object.hasOwn(SIGN_IN_CHANGES, what)
    ? SIGN_IN_CHANGES[what as SignInChange][locale]
    : { de: 'Etwas an Ihrer Anmeldung wurde geändert.', en: 'Something about how you sign in was changed.' }[locale];
};

/**
 * Everything Stellwerk tells people about, with the sentences of both languages. Params carry names and ids, never a secret: an
 * invitation's link is put in when the mail is sent.
 */
const KINDS = {
  invitation: {
    subject: {
      de: (p) => `Einladung zu ${value(p, 'into', 'Stellwerk')}`,
      en: (p) => `Invitation to ${value(p, 'into', 'Stellwerk')}`,
    },
    body: {
      de: (p) =>
        `${value(p, 'invitedBy', 'Jemand')} lädt Sie ein, in Stellwerk für ${value(p, 'into', '–')} mitzuarbeiten (${value(p, 'roleName', 'Mitglied')}).\n\nDer Link gilt einmal, nur für diese Adresse und bis ${moment(p, 'until', 'de')}. Wenn Sie niemanden kennen, der Sie eingeladen haben könnte, löschen Sie diese Nachricht einfach.`,
      en: (p) =>
        `${value(p, 'invitedBy', 'Somebody')} invites you to work for ${value(p, 'into', '–')} in Stellwerk (${value(p, 'roleName', 'member')}).\n\nThe link is good once, for this address only, until ${moment(p, 'until', 'en')}. If you know nobody who might have invited you, simply delete this message.`,
    },
    path: '/invitation',
  },
  'request-submitted': {
    subject: {
      de: (p) => `${tenant(p)} bittet um einen Tunnel: ${tunnel(p)}`,
      en: (p) => `${tenant(p)} asks for a tunnel: ${tunnel(p)}`,
    },
    body: {
      de: (p) => `${value(p, 'by', 'Jemand')} (${tenant(p)}) bittet um „${tunnel(p)}“.\n\nBegründung: ${value(p, 'reason', '–')}`,
      en: (p) => `${value(p, 'by', 'Somebody')} (${tenant(p)}) asks for “${tunnel(p)}”.\n\nReason: ${value(p, 'reason', '–')}`,
    },
    path: '/requests/{requestId}',
  },
  'request-commented': {
    subject: {
      de: (p) => `Neuer Kommentar zu „${tunnel(p)}“ (${tenant(p)})`,
      en: (p) => `New comment on “${tunnel(p)}” (${tenant(p)})`,
    },
    body: {
      de: (p) => `${value(p, 'by', 'Jemand')} schreibt: ${value(p, 'text', '–')}`,
      en: (p) => `${value(p, 'by', 'Somebody')} writes: ${value(p, 'text', '–')}`,
    },
    path: '/requests/{requestId}',
  },
  'request-approved': {
    subject: { de: (p) => `Genehmigt: ${tunnel(p)} (${tenant(p)})`, en: (p) => `Approved: ${tunnel(p)} (${tenant(p)})` },
    body: {
      de: (p) =>
        `„${tunnel(p)}“ ist genehmigt${when(p, 'until', () => ` und endet am ${moment(p, 'until', 'de')}`)}. Der Tunnel wird jetzt aufgebaut.${when(p, 'changed', () => ' Er weicht von der Anfrage ab; bitte sehen Sie sich die Unterschiede an.')}${when(p, 'comment', (t) => `\n\nAnmerkung: ${t}`)}`,
      en: (p) =>
        `“${tunnel(p)}” is approved${when(p, 'until', () => ` and ends at ${moment(p, 'until', 'en')}`)}. The tunnel is being set up now.${when(p, 'changed', () => ' It differs from what was asked for; please look at the differences.')}${when(p, 'comment', (t) => `\n\nRemark: ${t}`)}`,
    },
    path: '/requests/{requestId}',
  },
  'request-declined': {
    subject: { de: (p) => `Abgelehnt: ${tunnel(p)} (${tenant(p)})`, en: (p) => `Declined: ${tunnel(p)} (${tenant(p)})` },
    body: {
      de: (p) => `„${tunnel(p)}“ wurde abgelehnt.\n\nBegründung: ${value(p, 'text', '–')}`,
      en: (p) => `“${tunnel(p)}” was declined.\n\nReason: ${value(p, 'text', '–')}`,
    },
    path: '/requests/{requestId}',
  },
  'request-withdrawn': {
    subject: { de: (p) => `Zurückgezogen: ${tunnel(p)} (${tenant(p)})`, en: (p) => `Withdrawn: ${tunnel(p)} (${tenant(p)})` },
    body: {
      de: (p) => `${value(p, 'by', 'Jemand')} hat die Anfrage „${tunnel(p)}“ zurückgezogen.`,
      en: (p) => `${value(p, 'by', 'Somebody')} took the request “${tunnel(p)}” back.`,
    },
    path: '/requests/{requestId}',
  },
  'access-revoked': {
    subject: { de: (p) => `Vorzeitig beendet: ${tunnel(p)} (${tenant(p)})`, en: (p) => `Ended early: ${tunnel(p)} (${tenant(p)})` },
    body: {
      de: (p) =>
        `${value(p, 'by', 'Jemand')} hat den Zugang „${tunnel(p)}“ vorzeitig beendet. Alle Verbindungen sind geschlossen.${when(p, 'text', (t) => `\n\nAnmerkung: ${t}`)}`,
      en: (p) =>
        `${value(p, 'by', 'Somebody')} ended the access “${tunnel(p)}” early. All connections are closed.${when(p, 'text', (t) => `\n\nRemark: ${t}`)}`,
    },
    path: '/requests/{requestId}',
  },
  'access-ended': {
    subject: { de: (p) => `Beendet: ${tunnel(p)} (${tenant(p)})`, en: (p) => `Ended: ${tunnel(p)} (${tenant(p)})` },
    body: {
      de: (p) =>
        `Die genehmigte Zeit von „${tunnel(p)}“ ist vorbei; alle Verbindungen sind geschlossen.${when(p, 'console', () => '\n\nBitte schalten Sie den SSH-Dienst der Telefonanlage jetzt wieder aus.')}`,
      en: (p) =>
        `The approved time of “${tunnel(p)}” is over; all connections are closed.${when(p, 'console', () => '\n\nPlease switch the SSH service of the PBX off again now.')}`,
    },
    path: '/requests/{requestId}',
  },
  'console-closed': {
    subject: {
      de: (p) => `Konsolenzugriff beendet: ${tunnel(p)} (${tenant(p)})`,
      en: (p) => `Console access ended: ${tunnel(p)} (${tenant(p)})`,
    },
    body: {
      de: (p) =>
        `Der Zugriff „${tunnel(p)}“ auf die Konsole der Telefonanlage ist beendet; alle Verbindungen sind geschlossen.\n\nBitte schalten Sie den SSH-Dienst der Telefonanlage jetzt wieder aus.`,
      en: (p) =>
        `The access “${tunnel(p)}” to the console of the PBX has ended; all connections are closed.\n\nPlease switch the SSH service of the PBX off again now.`,
    },
    path: '/tunnels/{tunnelId}',
  },
  'delegation-asked': {
    subject: {
      de: (p) => `${value(p, 'providerName', '–')} bittet um Zugang`,
      en: (p) => `${value(p, 'providerName', '–')} asks for access`,
    },
    body: {
      de: (p) =>
        `${value(p, 'providerName', '–')} möchte ${tenant(p)} betreuen. Sie entscheiden, ob, mit welchen Rollen und wie lange.${when(p, 'note', (t) => `\n\nAnmerkung: ${t}`)}`,
      en: (p) =>
        `${value(p, 'providerName', '–')} would like to look after ${tenant(p)}. You decide whether, in which roles and for how long.${when(p, 'note', (t) => `\n\nRemark: ${t}`)}`,
    },
    path: '/access',
  },
  'delegation-changed': {
    subject: { de: (p) => `Zugang zu ${tenant(p)} geändert`, en: (p) => `Access to ${tenant(p)} changed` },
    body: {
      de: (p) => `Der Zugang von ${value(p, 'providerName', '–')} zu ${tenant(p)} ist jetzt: ${delegationState(p, 'de')}.`,
      en: (p) => `The access of ${value(p, 'providerName', '–')} to ${tenant(p)} is now: ${delegationState(p, 'en')}.`,
    },
    path: '/access',
  },
  'sign-in-changed': {
    subject: {
      de: () => 'Ihre Anmeldung bei Stellwerk wurde geändert',
      en: () => 'Your sign-in to Stellwerk was changed',
    },
    body: {
      de: (p) =>
        `${signInChange(p, 'de')}\n\nWenn Sie das nicht selbst waren, ändern Sie sofort Ihr Kennwort, beenden Sie alle anderen Sitzungen und sagen Sie Ihrem Anbieter Bescheid.`,
      en: (p) =>
        `${signInChange(p, 'en')}\n\nIf that was not you, change your password at once, end all other sessions and tell your provider.`,
    },
    path: '/profile',
  },
  'tenant-suspended': {
    subject: { de: (p) => `${tenant(p)} ist angehalten`, en: (p) => `${tenant(p)} is suspended` },
    body: {
      de: (p) => `Alle Tunnel von ${tenant(p)} sind angehalten; es geht nichts verloren.\n\nGrund: ${value(p, 'reason', '–')}`,
      en: (p) => `All tunnels of ${tenant(p)} are stopped; nothing is lost.\n\nReason: ${value(p, 'reason', '–')}`,
    },
    path: '/',
  },
  'tenant-resumed': {
    subject: { de: (p) => `${tenant(p)} läuft wieder`, en: (p) => `${tenant(p)} runs again` },
    body: {
      de: (p) => `Die Tunnel von ${tenant(p)} werden wieder aufgebaut.`,
      en: (p) => `The tunnels of ${tenant(p)} are being set up again.`,
    },
    path: '/',
  },
  ...CHECK_MESSAGES,
} as const satisfies Record<string, Message>;

export type NotificationKind = keyof typeof KINDS;
export const NOTIFICATION_KINDS = Object.keys(KINDS) as readonly NotificationKind[];

export interface NotificationText {
  readonly subject: string;
  readonly body: string;
  /** Path in the portal. */
  readonly path: string;
}

/** A notification for people. A kind this build does not know (a newer one's) shows its code and leads nowhere in particular. */
export function notificationText(kind: NotificationKind | (string & {}), params: Params, locale: Locale): NotificationText {
  if (!Object.hasOwn(KINDS, kind)) return { subject: kind, body: '', path: '/' };
  const message: Message = KINDS[kind as NotificationKind];
  return {
    subject: message.subject[locale](params).replace(/\s+/g, ' '),
    body: message.body[locale](params),
    path: message.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(value(params, name, ''))),
  };
}
