import type { Locale } from '@stellwerk/domain';

/** What can be wrong with one field, apart from what domain rules say in their own words. */
export const FIELD_TEXTS: Record<string, Readonly<Record<Locale, string>>> = {
  required: { en: 'Is missing.', de: 'Fehlt.' },
  'wrong-type': { en: 'Must be {expected}.', de: 'Muss {expected} sein.' },
  'too-short': { en: 'Needs at least {minimum}.', de: 'Mindestens {minimum} erforderlich.' },
  'too-long': { en: 'Allows at most {maximum}.', de: 'Höchstens {maximum} erlaubt.' },
  'too-small': { en: 'Must be at least {minimum}.', de: 'Muss mindestens {minimum} sein.' },
  'too-large': { en: 'Must be at most {maximum}.', de: 'Darf höchstens {maximum} sein.' },
  'not-one-of': { en: 'Must be one of: {values}.', de: 'Möglich sind: {values}.' },
  'too-deep': {
    en: 'Is nested too deeply: at most {maximum} levels are read.',
    de: 'Ist zu tief verschachtelt: höchstens {maximum} Ebenen werden gelesen.',
  },
  malformed: { en: 'Does not have the expected form ({format}).', de: 'Hat nicht die erwartete Form ({format}).' },
  unusable: { en: 'Cannot be used.', de: 'Nicht verwendbar.' },
  'host-malformed': {
    en: 'Enter a host name or an IP address, without a scheme or a path.',
    de: 'Bitte geben Sie einen Hostnamen oder eine IP-Adresse ein, ohne Schema und Pfad.',
  },
  'address-malformed': {
    en: 'This is no IP address. Enter one like 192.168.10.5 or 2001:db8::5.',
    de: 'Das ist keine IP-Adresse. Bitte geben Sie eine ein wie 192.168.10.5 oder 2001:db8::5.',
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
  'vantage-impossible': {
    en: 'This kind of check is only run from the edge. Choose the vantage point “edge”.',
    de: 'Diese Art von Prüfung läuft nur vom Standort aus. Bitte wählen Sie den Blickpunkt „edge“.',
  },
  'follows-from-pbx': {
    en: 'Follows from the PBX. Change the PBX or its federation, or add a check of your own.',
    de: 'Ergibt sich aus der Telefonanlage. Ändern Sie die Anlage oder ihre Federation, oder legen Sie eine eigene Prüfung an.',
  },
  'federation-product': {
    en: 'Only an XPhone Connect Server has a federation. Choose such a PBX.',
    de: 'Nur ein XPhone Connect Server hat eine Federation. Bitte wählen Sie eine solche Anlage.',
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
  'console-needs-end': {
    en: 'This tunnel was approved for good, and access to the console of a PBX is only given for a time. Ask for it as a change of the tunnel, with an end.',
    de: 'Dieser Tunnel wurde auf Dauer genehmigt, Zugriff auf die Konsole einer Telefonanlage gibt es aber nur auf Zeit. Bitte fragen Sie ihn als Änderung des Tunnels an, mit einem Ende.',
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
  'not-a-certificate': {
    en: 'This is no certificate. Paste PEM text, or DER, PKCS#7 or PFX in base64.',
    de: 'Das ist kein Zertifikat. Bitte fügen Sie PEM-Text ein, oder DER, PKCS#7 oder PFX in Base64.',
  },
  'no-certificate': {
    en: 'There is no certificate in it, for example only a key. Export the certificate with its chain.',
    de: 'Darin ist kein Zertifikat, etwa nur ein Schlüssel. Bitte exportieren Sie das Zertifikat mit seiner Kette.',
  },
  'too-many-certificates': {
    en: 'There are more than 32 certificates in it. Export only the one in question with its chain.',
    de: 'Darin sind mehr als 32 Zertifikate. Bitte exportieren Sie nur das gemeinte mit seiner Kette.',
  },
  'certificate-unreadable': {
    en: 'A certificate in it is damaged. Export it again.',
    de: 'Ein Zertifikat darin ist beschädigt. Bitte exportieren Sie es erneut.',
  },
  'pfx-password-needed': {
    en: 'The PFX has a password. Enter it; it is not kept.',
    de: 'Die PFX-Datei hat ein Kennwort. Bitte geben Sie es ein; es wird nicht gespeichert.',
  },
  'pfx-password-wrong': { en: 'This password does not open the PFX.', de: 'Dieses Kennwort öffnet die PFX-Datei nicht.' },
  'unsupported-encryption': {
    en: 'The PFX is encrypted in a way that is not supported. Export it with AES256-SHA256, or as PEM.',
    de: 'Die PFX-Datei ist auf eine nicht unterstützte Weise verschlüsselt. Bitte exportieren Sie sie mit AES256-SHA256 oder als PEM.',
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
