import type { ProblemCode } from '@stellwerk/contracts';
import type { Locale, Params } from '@stellwerk/domain';

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

/** What can be wrong with one field, apart from what domain rules say in their own words. */
export const FIELD_TEXTS: Record<string, Readonly<Record<Locale, string>>> = {
  required: { en: 'Is missing.', de: 'Fehlt.' },
  'wrong-type': { en: 'Must be {expected}.', de: 'Muss {expected} sein.' },
  'too-short': { en: 'Needs at least {minimum}.', de: 'Mindestens {minimum} erforderlich.' },
  'too-long': { en: 'Allows at most {maximum}.', de: 'Höchstens {maximum} erlaubt.' },
  'too-small': { en: 'Must be at least {minimum}.', de: 'Muss mindestens {minimum} sein.' },
  'too-large': { en: 'Must be at most {maximum}.', de: 'Darf höchstens {maximum} sein.' },
  'not-one-of': { en: 'Must be one of: {values}.', de: 'Möglich sind: {values}.' },
  malformed: { en: 'Does not have the expected form ({format}).', de: 'Hat nicht die erwartete Form ({format}).' },
  unusable: { en: 'Cannot be used.', de: 'Nicht verwendbar.' },
  'host-malformed': {
    en: 'Enter a host name or an IP address, without a scheme or a path.',
    de: 'Bitte geben Sie einen Hostnamen oder eine IP-Adresse ein, ohne Schema und Pfad.',
  },
  'cidr-malformed': {
    en: 'Enter an address or a network such as 192.168.10.0/24.',
    de: 'Bitte geben Sie eine Adresse oder ein Netz an, etwa 192.168.10.0/24.',
  },
  'fingerprint-malformed': {
    en: 'Enter the fingerprint as ssh-keygen prints it: SHA256: and 43 characters.',
    de: 'Bitte geben Sie den Fingerprint so ein, wie ssh-keygen ihn ausgibt: SHA256: und 43 Zeichen.',
  },
  'version-malformed': { en: 'Enter a version such as 8.1.2.4.', de: 'Bitte geben Sie eine Version an, etwa 8.1.2.4.' },
  'not-found': {
    en: 'There is nothing with this id, or it is not yours to see.',
    de: 'Zu dieser ID gibt es nichts, oder Sie dürfen es nicht sehen.',
  },
  'cursor-of-other-list': {
    en: 'This cursor belongs to another list or other filters. Begin the list anew without a cursor.',
    de: 'Dieser cursor gehört zu einer anderen Liste oder anderen Filtern. Bitte beginnen Sie die Liste ohne cursor neu.',
  },
  'idempotency-key-malformed': {
    en: 'The Idempotency-Key may have 1 to 200 printable ASCII characters, such as a UUID.',
    de: 'Der Idempotency-Key darf 1 bis 200 druckbare ASCII-Zeichen haben, etwa eine UUID.',
  },
  'cursor-malformed': {
    en: 'Use the nextCursor of an answer, unchanged.',
    de: 'Bitte verwenden Sie den nextCursor einer Antwort unverändert.',
  },
  'other-tenant': { en: 'Belongs to another customer than the PBX.', de: 'Gehört zu einem anderen Kunden als die Telefonanlage.' },
  'credential-required': { en: 'A new SSH server needs a credential.', de: 'Ein neuer SSH-Server braucht Zugangsdaten.' },
  'credential-for-new-host': {
    en: 'Enter the credential again: the stored one is sent only to the host it was entered for.',
    de: 'Bitte geben Sie die Zugangsdaten erneut ein: Gespeicherte werden nur an den Host gesendet, für den sie eingegeben wurden.',
  },
  'ssh-server-required': {
    en: 'Say which SSH server leads to the PBX, or use access “network”.',
    de: 'Bitte geben Sie an, über welchen SSH-Server die Anlage erreicht wird, oder wählen Sie den Zugang „network“.',
  },
  'in-the-past': { en: 'Has to lie in the future.', de: 'Muss in der Zukunft liegen.' },
  'above-own': {
    en: 'Goes beyond what you may do yourself. Leave it out, or ask an administrator.',
    de: 'Geht über Ihre eigenen Rechte hinaus. Bitte lassen Sie es weg oder wenden Sie sich an Ihre Administration.',
  },
  'more-than-asked': {
    en: 'Was not asked for. Possible: {values}.',
    de: 'Wurde nicht erbeten. Möglich: {values}.',
  },
  'later-than-asked': {
    en: 'Is later than was asked for: {latest} at the latest.',
    de: 'Liegt nach dem erbetenen Ende: spätestens {latest}.',
  },
  'delegation-taken': {
    en: 'Your provider has access to this customer, or has asked for it. Wait for the answer, or ask the customer to change it.',
    de: 'Ihr Haus hat bereits Zugriff auf diesen Kunden oder hat darum gebeten. Bitte warten Sie die Antwort ab oder bitten Sie den Kunden um eine Änderung.',
  },
  'delegation-settled': {
    en: 'This access is {state}, so this cannot be done any more. Load it anew.',
    de: 'Dieser Zugriff ist nicht mehr in dem Zustand, in dem das möglich ist ({state}). Bitte laden Sie neu.',
  },
  'key-ended': {
    en: 'This key is revoked or has expired. Make a new one instead.',
    de: 'Dieser Schlüssel ist widerrufen oder abgelaufen. Bitte erzeugen Sie stattdessen einen neuen.',
  },
  'own-factor-required': {
    en: 'Whoever demands a second factor of everybody needs one. Add an authenticator app or a passkey to your profile first.',
    de: 'Wer von allen einen zweiten Faktor verlangt, braucht selbst einen. Bitte richten Sie zuerst in Ihrem Profil eine Authenticator-App oder einen Passkey ein.',
  },
  'issuer-malformed': {
    en: 'Enter the issuer as an https address without query, as the OpenID provider names it.',
    de: 'Bitte geben Sie den Aussteller (Issuer) als https-Adresse ohne Parameter an, so wie der OpenID-Anbieter ihn nennt.',
  },
  'issuer-unreachable': {
    en: 'The OpenID provider does not answer. Check the address, and try again later.',
    de: 'Der OpenID-Anbieter antwortet nicht. Bitte prüfen Sie die Adresse und versuchen Sie es später erneut.',
  },
  'issuer-certificate': {
    en: 'The certificate of the OpenID provider is not valid for this address.',
    de: 'Das Zertifikat des OpenID-Anbieters ist für diese Adresse nicht gültig.',
  },
  'issuer-no-discovery': {
    en: 'There is no OpenID discovery document below this address (/.well-known/openid-configuration).',
    de: 'Unter dieser Adresse gibt es kein OpenID-Discovery-Dokument (/.well-known/openid-configuration).',
  },
  'issuer-mismatch': {
    en: 'The OpenID provider names itself differently. Enter exactly the issuer of its discovery document.',
    de: 'Der OpenID-Anbieter nennt sich anders. Bitte geben Sie genau den Aussteller (issuer) aus seinem Discovery-Dokument an.',
  },
  'issuer-no-code-flow': {
    en: 'The OpenID provider does not offer the code flow over https.',
    de: 'Der OpenID-Anbieter bietet den Code-Flow über https nicht an.',
  },
  'client-secret-unusable': {
    en: 'The stored client secret cannot be opened. Enter it again.',
    de: 'Das hinterlegte Client-Secret lässt sich nicht öffnen. Bitte geben Sie es erneut ein.',
  },
  'link-first': {
    en: 'Link your own account of this OpenID provider in your profile first, or you would lock yourself out.',
    de: 'Bitte verknüpfen Sie zuerst in Ihrem Profil Ihr eigenes Konto bei diesem OpenID-Anbieter, sonst sperren Sie sich selbst aus.',
  },
  'openid-required': {
    en: 'Members sign in through the OpenID provider only. Accept the invitation with it.',
    de: 'Hier meldet man sich nur über den OpenID-Anbieter an. Bitte nehmen Sie die Einladung damit an.',
  },
  'role-for-all': {
    en: 'This role is always for all customers. Only technicians, auditors and billing can be limited to some.',
    de: 'Diese Rolle gilt immer für alle Kunden. Nur Technik, Revision und Abrechnung lassen sich auf einzelne Kunden beschränken.',
  },
  'template-not-harmless': {
    en: 'Requests for this always need a person’s look. Possible are: {values}.',
    de: 'Anfragen dafür muss sich immer jemand ansehen. Möglich sind: {values}.',
  },
  immutable: { en: 'Cannot be changed afterwards.', de: 'Lässt sich nachträglich nicht ändern.' },
  taken: { en: 'Is already in use.', de: 'Ist bereits vergeben.' },
  'port-taken': { en: 'Port {port} is in use here. Port {next} is free.', de: 'Port {port} ist hier belegt. Port {next} ist frei.' },
  'passphrase-wrong': {
    en: 'The passphrase does not open this private key.',
    de: 'Die Passphrase passt nicht zu diesem privaten Schlüssel.',
  },
  'passphrase-required': {
    en: 'This private key is encrypted. Enter its passphrase.',
    de: 'Dieser private Schlüssel ist verschlüsselt. Bitte geben Sie die Passphrase ein.',
  },
  'private-key-malformed': {
    en: 'This is not a private key in OpenSSH, PEM or PKCS#8 form.',
    de: 'Das ist kein privater Schlüssel im Format OpenSSH, PEM oder PKCS#8.',
  },
  'private-key-unsupported': {
    en: 'Keys of this kind are not supported. Use ed25519, ECDSA or RSA.',
    de: 'Schlüssel dieser Art werden nicht unterstützt. Verwenden Sie ed25519, ECDSA oder RSA.',
  },
  'certificate-malformed': {
    en: 'This is not an OpenSSH user certificate of this key.',
    de: 'Das ist kein OpenSSH-Benutzerzertifikat zu diesem Schlüssel.',
  },
  'forbidden-address': { en: 'Stellwerk must not connect to {address}.', de: 'Stellwerk darf sich nicht mit {address} verbinden.' },
  'password-too-short': {
    en: 'Needs at least 12 characters. A sentence of a few words is easy to remember.',
    de: 'Mindestens 12 Zeichen erforderlich. Ein Satz aus einigen Wörtern lässt sich gut merken.',
  },
  'password-pattern': {
    en: 'Repeats itself or follows the alphabet, the digits or the keyboard. Choose something that does not.',
    de: 'Wiederholt sich oder folgt dem Alphabet, den Ziffern oder der Tastatur. Bitte wählen Sie etwas anderes.',
  },
  'password-personal': {
    en: 'Consists mainly of your name, your company, the e-mail address or the product. Choose something that says nothing about you.',
    de: 'Besteht vor allem aus Ihrem Namen, Ihrer Firma, der E-Mail-Adresse oder dem Produkt. Bitte wählen Sie etwas, das nichts über Sie sagt.',
  },
  'password-common': {
    en: 'Is a common password, or a single word with something stuck on. Join several words that do not belong together.',
    de: 'Ist ein häufiges Kennwort oder ein einzelnes Wort mit Anhängsel. Bitte reihen Sie mehrere Wörter aneinander, die nicht zusammengehören.',
  },
  'password-same': { en: 'Is the password so far. Choose another one.', de: 'Ist das bisherige Kennwort. Bitte wählen Sie ein anderes.' },
  'password-wrong': { en: 'Is not the password so far.', de: 'Ist nicht das bisherige Kennwort.' },
  'code-wrong': {
    en: 'Is not the code that the app should show now. Check the clock of the device and try the next code.',
    de: 'Ist nicht der Code, den die App gerade zeigen müsste. Bitte prüfen Sie die Uhr des Geräts und versuchen Sie den nächsten Code.',
  },
  'totp-exists': {
    en: 'There is an authenticator app already. Remove it first.',
    de: 'Es gibt bereits eine Authenticator-App. Bitte entfernen Sie sie zuerst.',
  },
  'totp-not-begun': {
    en: 'Begin to set up the authenticator app first.',
    de: 'Bitte beginnen Sie zuerst mit der Einrichtung der Authenticator-App.',
  },
  'passkey-unusable': {
    en: 'The answer of the authenticator does not fit, or came too late. Begin again.',
    de: 'Die Antwort des Geräts passt nicht oder kam zu spät. Bitte beginnen Sie noch einmal.',
  },
  'passkey-known': { en: 'This passkey is registered already.', de: 'Dieser Passkey ist bereits registriert.' },
  'factor-first': {
    en: 'Recovery codes replace a second factor. Set up an authenticator app or a passkey first.',
    de: 'Wiederherstellungscodes ersetzen einen zweiten Faktor. Bitte richten Sie zuerst eine Authenticator-App oder einen Passkey ein.',
  },
  'last-factor': {
    en: 'Your provider demands a second factor. Set up another one before you remove this one.',
    de: 'Ihr Anbieter verlangt einen zweiten Faktor. Bitte richten Sie einen anderen ein, bevor Sie diesen entfernen.',
  },
  'last-way-in': {
    en: 'You could not sign in any more. Choose a password or add a passkey first.',
    de: 'Sie könnten sich nicht mehr anmelden. Bitte wählen Sie zuerst ein Kennwort oder fügen Sie einen Passkey hinzu.',
  },
  'signed-in-by-one-side': {
    en: 'You are signed in through the identity provider of one company, but your account belongs to others too. Sign in with your password or a passkey to change this.',
    de: 'Sie sind über den Anmeldedienst einer Firma angemeldet, Ihr Konto gehört aber auch zu anderen. Melden Sie sich mit Kennwort oder Passkey an, um dies zu ändern.',
  },
  'module-not-installed': {
    en: 'This module is not installed on the PBX. Install it first.',
    de: 'Dieses Modul ist auf der Anlage nicht installiert. Bitte installieren Sie es zuerst.',
  },
  'module-of-tunnel-fixed': {
    en: 'A tunnel stays with the module that made it.',
    de: 'Ein Tunnel bleibt bei dem Modul, das ihn angelegt hat.',
  },
};

/** Fills `{name}` in a sentence from the params; lists are joined with commas. */
export const filled = (sentence: string, params: Params): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : Array.isArray(value) ? value.join(', ') : String(value);
  });
