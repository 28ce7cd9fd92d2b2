import type { ProblemCode } from '@stellwerk/contracts';
import type { Params } from '@stellwerk/domain';

interface Sentences {
  readonly title: string;
  readonly en: string;
  readonly de: string;
}

/** The sentence of every refusal: what happened and what to do. `{name}` is filled in from the params. */
export const PROBLEM_TEXTS: Record<ProblemCode, Sentences> = {
  'validation-failed': {
    title: 'Validation failed',
    en: 'Some of the input cannot be used. Correct the fields listed under errors.',
    de: 'Die Eingabe ist nicht vollständig verwendbar. Bitte korrigieren Sie die unter errors genannten Felder.',
  },
  'malformed-json': {
    title: 'Malformed JSON',
    en: 'The body is not valid JSON. Send one JSON object in UTF-8.',
    de: 'Der Inhalt ist kein gültiges JSON. Bitte senden Sie ein JSON-Objekt in UTF-8.',
  },
  unauthenticated: {
    title: 'Not signed in',
    en: 'Sign in, or send a valid API key as “Authorization: Bearer …”.',
    de: 'Bitte melden Sie sich an oder senden Sie einen gültigen API-Schlüssel als „Authorization: Bearer …“.',
  },
  'sign-in-refused': {
    title: 'Sign-in refused',
    en: 'That is not right: the e-mail address, the password, the code or the passkey. A code is good only once.',
    de: 'Das stimmt nicht: die E-Mail-Adresse, das Kennwort, der Code oder der Passkey. Ein Code gilt nur einmal.',
  },
  'openid-refused': {
    title: 'OpenID sign-in refused',
    en: 'Signing in through the OpenID provider did not work. Begin again; if it happens again, tell whoever runs the provider: {why}.',
    de: 'Die Anmeldung über den OpenID-Anbieter hat nicht funktioniert. Bitte beginnen Sie neu; geschieht es wieder, nennen Sie dessen Betreiber: {why}.',
  },
  'identity-unknown': {
    title: 'Identity unknown',
    en: 'This account of the OpenID provider opens nothing here. Ask for an invitation, or sign in otherwise and link it in your profile.',
    de: 'Dieses Konto beim OpenID-Anbieter öffnet hier nichts. Bitten Sie um eine Einladung, oder melden Sie sich anders an und verknüpfen Sie es in Ihrem Profil.',
  },
  'identity-taken': {
    title: 'Identity taken',
    en: 'This account of the OpenID provider is linked to another person. Choose another one there.',
    de: 'Dieses Konto beim OpenID-Anbieter ist mit einer anderen Person verknüpft. Bitte wählen Sie dort ein anderes.',
  },
  'csrf-refused': {
    title: 'CSRF token missing or wrong',
    en: 'Send the csrfToken of /api/v1/me in the header x-csrf-token. Reload the page if it was open for long.',
    de: 'Senden Sie das csrfToken aus /api/v1/me im Header x-csrf-token. Laden Sie die Seite neu, falls sie lange geöffnet war.',
  },
  forbidden: {
    title: 'Forbidden',
    en: 'Your role or key does not include “{permission}”. Ask an administrator for it.',
    de: 'Ihre Rolle oder Ihr Schlüssel umfasst „{permission}“ nicht. Bitte wenden Sie sich an Ihre Administration.',
  },
  'sign-in-unfinished': {
    title: 'Sign-in not finished',
    en: 'Finish signing in first: {stage}.',
    de: 'Bitte schließen Sie zuerst die Anmeldung ab: {stage}.',
  },
  'step-up-required': {
    title: 'Proof required',
    en: 'Prove again that it is you (password, code or passkey), then repeat the action.',
    de: 'Bitte bestätigen Sie noch einmal, dass Sie es sind (Kennwort, Code oder Passkey), und wiederholen Sie die Aktion.',
  },
  'address-not-allowed': {
    title: 'Address not allowed',
    en: 'This key may not be used from {address}. Add the network to its service account.',
    de: 'Dieser Schlüssel darf von {address} aus nicht verwendet werden. Ergänzen Sie das Netz beim Dienstkonto.',
  },
  'own-request': {
    title: 'Own request',
    en: 'Nobody decides about their own request. Ask a colleague.',
    de: 'Über die eigene Anfrage entscheidet niemand selbst. Bitte fragen Sie eine Kollegin oder einen Kollegen.',
  },
  'not-your-request': {
    title: 'Not your request',
    en: 'Only who made a request can change it or take it back. Comment on it instead, or make one of your own.',
    de: 'Nur wer eine Anfrage gestellt hat, kann sie ändern oder zurückziehen. Kommentieren Sie sie oder stellen Sie eine eigene.',
  },
  'already-approved': {
    title: 'Already approved',
    en: 'You have approved this already. Somebody else has to agree too.',
    de: 'Sie haben bereits zugestimmt. Es muss noch jemand anderes zustimmen.',
  },
  'access-ended': {
    title: 'Access ended',
    en: 'The approved time of this tunnel is over. Make a request for a change of it, with a new end.',
    de: 'Die genehmigte Zeit dieses Tunnels ist vorbei. Stellen Sie eine Anfrage zu seiner Änderung, mit einem neuen Ende.',
  },
  'still-running': {
    title: 'Still running',
    en: 'The first request with this Idempotency-Key is still running. Repeat it in {seconds} s.',
    de: 'Die erste Anfrage mit diesem Idempotency-Key läuft noch. Bitte wiederholen Sie sie in {seconds} s.',
  },
  'answer-lost': {
    title: 'Answer lost',
    en: 'The first request with this Idempotency-Key was carried out, but its answer was lost. Look at what there is now before you send another.',
    de: 'Die erste Anfrage mit diesem Idempotency-Key wurde ausgeführt, ihre Antwort ging jedoch verloren. Bitte prüfen Sie den jetzigen Stand, bevor Sie eine neue senden.',
  },
  'idempotency-key-reused': {
    title: 'Idempotency-Key reused',
    en: 'This Idempotency-Key was used for another request. Use a new key for every new request.',
    de: 'Dieser Idempotency-Key gehört zu einer anderen Anfrage. Verwenden Sie für jede neue Anfrage einen neuen Schlüssel.',
  },
  'version-required': {
    title: 'Version required',
    en: 'Say which version you change: send the ETag you read as If-Match.',
    de: 'Geben Sie an, welchen Stand Sie ändern: Senden Sie das gelesene ETag als If-Match.',
  },
  'version-mismatch': {
    title: 'Changed meanwhile',
    en: 'Somebody changed this since you read it. Read it again, then repeat your change.',
    de: 'Seit dem Lesen hat jemand anderes etwas geändert. Laden Sie neu und wiederholen Sie Ihre Änderung.',
  },
  'request-changed': {
    title: 'Request changed',
    en: 'The request changed after an approval was given for something else. Read it again, then decide.',
    de: 'Die Anfrage hat sich geändert, nachdem etwas anderes genehmigt wurde. Laden Sie sie neu und entscheiden Sie dann.',
  },
  'request-closed': {
    title: 'Request closed',
    en: 'The request is not in a state in which this is possible: it was decided, taken back or has ended, or still waits for a decision. Read it again.',
    de: 'Der Stand der Anfrage lässt das nicht zu: Sie ist entschieden, zurückgezogen oder beendet, oder sie wartet noch auf eine Entscheidung. Laden Sie sie neu.',
  },
  'last-owner': {
    title: 'Last owner',
    en: 'A provider needs at least one owner. Make somebody else owner first.',
    de: 'Es braucht mindestens einen Inhaber. Ernennen Sie zuerst jemand anderen zum Inhaber.',
  },
  'above-own-role': {
    title: 'Above the own role',
    en: 'Your role may neither give nor change this role. Ask an owner.',
    de: 'Mit Ihrer Rolle dürfen Sie diese Rolle weder vergeben noch ändern. Bitte wenden Sie sich an einen Inhaber.',
  },
  'member-elsewhere': {
    title: 'Member elsewhere',
    en: 'This person is also a member where you may not manage members. Ask somebody who may do so everywhere this person belongs.',
    de: 'Diese Person ist auch dort Mitglied, wo Sie keine Mitglieder verwalten dürfen. Bitte wenden Sie sich an jemanden, der das überall darf, wo die Person Mitglied ist.',
  },
  'invitation-unusable': {
    title: 'Invitation unusable',
    en: 'This invitation was used, taken back or has expired. Ask for a new one.',
    de: 'Diese Einladung wurde bereits verwendet, zurückgezogen oder ist abgelaufen. Bitten Sie um eine neue.',
  },
  'invitation-for-someone-else': {
    title: 'Invitation for someone else',
    en: 'This invitation is for another address than the one you are signed in with. Sign out, then open the link again.',
    de: 'Diese Einladung gilt für eine andere Adresse als die, mit der Sie angemeldet sind. Melden Sie sich ab und öffnen Sie den Link erneut.',
  },
  'factor-refused': {
    title: 'Second factor refused',
    en: 'The second factor cannot be used like this. See errors.',
    de: 'Der zweite Faktor ist so nicht verwendbar. Einzelheiten stehen unter errors.',
  },
  'password-refused': {
    title: 'Password refused',
    en: 'Choose another password. See errors.',
    de: 'Bitte wählen Sie ein anderes Kennwort. Einzelheiten stehen unter errors.',
  },
  'identity-provider-unusable': {
    title: 'Identity provider unusable',
    en: 'The OpenID provider cannot be used. See errors.',
    de: 'Der OpenID-Anbieter ist nicht verwendbar. Einzelheiten stehen unter errors.',
  },
  'not-found': {
    title: 'Not found',
    en: 'There is nothing here, or it is not yours to see.',
    de: 'Hier ist nichts, oder Sie dürfen es nicht sehen.',
  },
  'method-not-allowed': {
    title: 'Method not allowed',
    en: 'This address does not understand {method}. It understands {allowed}.',
    de: '{method} ist für diese Adresse nicht vorgesehen. Möglich: {allowed}.',
  },
  'not-acceptable': {
    title: 'Not acceptable',
    en: 'Answers are application/json. Allow that in Accept.',
    de: 'Antworten kommen als application/json. Bitte lassen Sie das im Header Accept zu.',
  },
  conflict: {
    title: 'Conflict',
    en: 'This value is already in use. Choose another one.',
    de: 'Dieser Wert ist bereits vergeben. Bitte wählen Sie einen anderen.',
  },
  'port-taken': {
    title: 'Port taken',
    en: 'Port {port} is already in use by another mapping. Port {next} is free.',
    de: 'Port {port} wird bereits von einer anderen Weiterleitung verwendet. Port {next} ist frei.',
  },
  'in-use': {
    title: 'Still in use',
    en: 'It cannot be removed or moved while something depends on it: {users}. Remove that first.',
    de: 'Entfernen oder verschieben ist nicht möglich, solange noch etwas davon abhängt: {users}. Bitte entfernen Sie das zuerst.',
  },
  'mapping-refused': {
    title: 'Mapping refused',
    en: 'At least one mapping breaks a rule. See errors.',
    de: 'Mindestens eine Weiterleitung verstößt gegen eine Regel. Einzelheiten stehen unter errors.',
  },
  'module-refused': {
    title: 'Module refused',
    en: 'The module does not allow this. See errors.',
    de: 'Das Modul lässt das nicht zu. Einzelheiten stehen unter errors.',
  },
  'host-forbidden': {
    title: 'Host forbidden',
    en: 'Stellwerk must not connect to this address. Use a public address, or have the network allowed for this customer.',
    de: 'Stellwerk darf sich mit dieser Adresse nicht verbinden. Verwenden Sie eine öffentliche Adresse oder lassen Sie das Netz für diesen Kunden freigeben.',
  },
  'private-key-unusable': {
    title: 'Private key unusable',
    en: 'The private key cannot be used. See errors.',
    de: 'Der private Schlüssel ist nicht verwendbar. Einzelheiten stehen unter errors.',
  },
  'check-refused': {
    title: 'Check refused',
    en: 'The check cannot be kept or run like this. See errors.',
    de: 'Die Prüfung ist so nicht möglich. Einzelheiten stehen unter errors.',
  },
  'check-derived': {
    title: 'Check follows from its PBX',
    en: 'This check follows from its PBX and cannot be deleted. Pause it instead.',
    de: 'Diese Prüfung ergibt sich aus ihrer Telefonanlage und lässt sich nicht löschen. Bitte halten Sie sie stattdessen an.',
  },
  'certificate-refused': {
    title: 'Certificate refused',
    en: 'The certificate cannot be used. See errors.',
    de: 'Das Zertifikat ist nicht verwendbar. Einzelheiten stehen unter errors.',
  },
  'certificate-observed': {
    title: 'Certificate in use',
    en: 'This certificate was seen at an endpoint and disappears by itself once nobody shows it any more. Only uploaded ones can be removed.',
    de: 'Dieses Zertifikat wurde an einem Endpunkt gesehen und verschwindet von selbst, wenn es niemand mehr zeigt. Entfernen lassen sich nur hochgeladene.',
  },
  'federation-refused': {
    title: 'Federation refused',
    en: 'The federation cannot be set up like this. See errors.',
    de: 'Die Federation lässt sich so nicht einrichten. Einzelheiten stehen unter errors.',
  },
  'acme-settings-unreadable': {
    title: 'ACME settings unreadable',
    en: 'Neither settings of an ACME client nor a command line was recognised. Paste the whole settings.json, renewal file or command.',
    de: 'Weder Einstellungen eines ACME-Clients noch ein Befehl wurden erkannt. Bitte fügen Sie die ganze settings.json, die Renewal-Datei oder den Befehl ein.',
  },
  'mtls-test-unavailable': {
    title: 'MTLS test unavailable',
    en: 'No listener is set up for the reverse MTLS test. Ask whoever runs Stellwerk to set MTLS_TEST_DOMAIN.',
    de: 'Für den MTLS-Gegentest ist kein Listener eingerichtet. Bitte lassen Sie den Betreiber von Stellwerk MTLS_TEST_DOMAIN setzen.',
  },
  'host-key-not-offered': {
    title: 'Host key not offered',
    en: 'The server does not offer this key now. Look at its keys again, compare, and accept the one that is shown.',
    de: 'Der Server bietet diesen Schlüssel derzeit nicht an. Bitte rufen Sie die Schlüssel neu ab, vergleichen Sie sie und bestätigen Sie den angezeigten.',
  },
  'body-too-large': {
    title: 'Body too large',
    en: 'The body may be {limitKiB} KiB at most.',
    de: 'Der Inhalt darf höchstens {limitKiB} KiB groß sein.',
  },
  'unsupported-media-type': {
    title: 'Unsupported media type',
    en: 'Send the body as application/json in UTF-8.',
    de: 'Bitte senden Sie den Inhalt als application/json in UTF-8.',
  },
  'rate-limited': {
    title: 'Too many attempts',
    en: 'That was too often. Try again in {seconds} s.',
    de: 'Das waren zu viele Versuche. Bitte versuchen Sie es in {seconds} s erneut.',
  },
  'internal-error': {
    title: 'Internal error',
    en: 'Something went wrong on our side. Please report the request id {requestId}.',
    de: 'Bei uns ist etwas schiefgegangen. Bitte nennen Sie uns die Anfragenummer {requestId}.',
  },
  unavailable: {
    title: 'Unavailable for the moment',
    en: 'The database cannot be reached at the moment. Tunnels keep running; try again shortly.',
    de: 'Die Datenbank ist derzeit nicht erreichbar. Tunnel laufen weiter; bitte versuchen Sie es gleich noch einmal.',
  },
};

/** Fills `{name}` in a sentence from the params; lists are joined with commas. */
export const filled = (sentence: string, params: Params): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : Array.isArray(value) ? value.join(', ') : String(value);
  });
