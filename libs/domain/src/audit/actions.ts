import type { Locale } from '../locale.js';

type Sentence = Readonly<Record<Locale, string>>;
const say = (de: string, en: string): Sentence => ({ de, en });

/**
 * Every act that is written to the audit: `resource.act`, in the past tense. `{target}` becomes the name of what it was done to, in
 * quotation marks, or nothing where that is not known (any more). Add yours at the end of its group; nothing is ever renamed, because
 * old records keep the name they were written with.
 */
export const AUDIT_ACTIONS = {
  // Signing in, and what a person does to their own account.
  'session.started': say('Angemeldet.', 'Signed in.'),
  'session.refused': say('Eine Anmeldung wurde abgelehnt.', 'A sign-in was refused.'),
  'session.second-factor-given': say(
    'Die Anmeldung wurde mit dem zweiten Faktor abgeschlossen.',
    'The second factor completed the sign-in.',
  ),
  'session.proved': say('Die Identität wurde erneut nachgewiesen.', 'The identity was proved again.'),
  'session.ended': say('Eine Sitzung wurde beendet.', 'A session was ended.'),
  'session.others-ended': say('Alle anderen Sitzungen wurden beendet.', 'All other sessions were ended.'),
  'session.membership-switched': say('Die Mitgliedschaft wurde gewechselt.', 'The membership was switched.'),
  'session.acting-started': say('Ab hier wurde für den Kunden {target} gehandelt.', 'From here on the customer {target} was acted for.'),
  'session.acting-ended': say('Das Handeln für den Kunden {target} wurde beendet.', 'Acting for the customer {target} was ended.'),
  'person.changed': say('Die eigenen Angaben wurden geändert.', 'The own details were changed.'),
  'person.password-changed': say('Das Kennwort wurde geändert.', 'The password was changed.'),
  'person.totp-begun': say('Das Einrichten einer Authenticator-App wurde begonnen.', 'Setting up an authenticator app was begun.'),
  'person.totp-added': say('Eine Authenticator-App wurde eingerichtet.', 'An authenticator app was set up.'),
  'person.totp-removed': say('Die Authenticator-App wurde entfernt.', 'The authenticator app was removed.'),
  'person.passkey-added': say('Der Passkey {target} wurde hinzugefügt.', 'The passkey {target} was added.'),
  'person.passkey-removed': say('Der Passkey {target} wurde entfernt.', 'The passkey {target} was removed.'),
  'person.recovery-codes-renewed': say('Neue Wiederherstellungscodes wurden erzeugt.', 'New recovery codes were made.'),
  'person.recovery-code-used': say('Ein Wiederherstellungscode wurde verwendet.', 'A recovery code was used.'),
  'person.identity-linked': say('Eine externe Identität wurde verknüpft.', 'An external identity was linked.'),
  'person.identity-unlinked': say('Eine externe Identität wurde gelöst.', 'An external identity was unlinked.'),
  'person.exported': say('Die personenbezogenen Daten von {target} wurden exportiert.', 'The personal data of {target} was exported.'),
  'person.erased': say('Die personenbezogenen Daten einer Person wurden gelöscht.', 'The personal data of a person was erased.'),

  // Who belongs to a provider or a customer.
  'member.added': say('Das Mitglied {target} wurde hinzugefügt.', 'The member {target} was added.'),
  'member.replaced': say('Das Mitglied {target} wurde geändert.', 'The member {target} was changed.'),
  'member.removed': say('Das Mitglied {target} wurde entfernt.', 'The member {target} was removed.'),
  'member.factors-reset': say('Die zweiten Faktoren von {target} wurden zurückgesetzt.', 'The second factors of {target} were reset.'),
  'invitation.created': say('{target} wurde eingeladen.', '{target} was invited.'),
  'invitation.resent': say('Die Einladung an {target} wurde erneut gesendet.', 'The invitation to {target} was sent again.'),
  'invitation.revoked': say('Die Einladung an {target} wurde zurückgezogen.', 'The invitation to {target} was taken back.'),
  'invitation.accepted': say('Die Einladung an {target} wurde angenommen.', 'The invitation to {target} was accepted.'),
  'provider.created': say('Der Anbieter {target} wurde angelegt.', 'The provider {target} was created.'),
  'settings.replaced': say('Die Einstellungen wurden geändert.', 'The settings were changed.'),
  'identity-provider.created': say('Der Anmeldedienst {target} wurde angelegt.', 'The identity provider {target} was created.'),
  'identity-provider.replaced': say('Der Anmeldedienst {target} wurde geändert.', 'The identity provider {target} was changed.'),
  'identity-provider.deleted': say('Der Anmeldedienst {target} wurde gelöscht.', 'The identity provider {target} was deleted.'),

  // Access of a provider to a customer.
  'delegation.asked': say('Zugriff auf den Kunden {target} wurde erbeten.', 'Access to the customer {target} was asked for.'),
  'delegation.accepted': say('Der Zugriff von {target} wurde gewährt.', 'Access by {target} was granted.'),
  'delegation.declined': say('Der Zugriff von {target} wurde abgelehnt.', 'Access by {target} was declined.'),
  'delegation.replaced': say('Der Zugriff von {target} wurde geändert.', 'Access by {target} was changed.'),
  'delegation.revoked': say('Der Zugriff von {target} wurde entzogen.', 'Access by {target} was revoked.'),

  // Machines.
  'service-account.created': say('Das Dienstkonto {target} wurde angelegt.', 'The service account {target} was created.'),
  'service-account.replaced': say('Das Dienstkonto {target} wurde geändert.', 'The service account {target} was changed.'),
  'service-account.deleted': say('Das Dienstkonto {target} wurde gelöscht.', 'The service account {target} was deleted.'),
  'api-key.created': say('Der API-Schlüssel {target} wurde erzeugt.', 'The API key {target} was made.'),
  'api-key.rotated': say('Der API-Schlüssel {target} wurde erneuert.', 'The API key {target} was rotated.'),
  'api-key.revoked': say('Der API-Schlüssel {target} wurde widerrufen.', 'The API key {target} was revoked.'),
  'api-key.refused': say('Ein API-Schlüssel wurde abgelehnt.', 'An API key was refused.'),

  // Customers and their systems.
  'tenant.created': say('Der Kunde {target} wurde angelegt.', 'The customer {target} was created.'),
  'tenant.replaced': say('Der Kunde {target} wurde geändert.', 'The customer {target} was changed.'),
  'tenant.suspended': say('Der Kunde {target} wurde gesperrt.', 'The customer {target} was suspended.'),
  'tenant.resumed': say('Die Sperre des Kunden {target} wurde aufgehoben.', 'The customer {target} was resumed.'),
  'tenant.deleted': say('Der Kunde {target} wurde gelöscht.', 'The customer {target} was deleted.'),
  'tenant.restored': say('Der Kunde {target} wurde wiederhergestellt.', 'The customer {target} was restored.'),
  'tenant.purged': say('Der Kunde {target} wurde endgültig entfernt.', 'The customer {target} was purged.'),
  'tenant.exported': say('Die Daten des Kunden {target} wurden exportiert.', 'The data of the customer {target} was exported.'),
  'pbx.created': say('Die Anlage {target} wurde angelegt.', 'The PBX {target} was created.'),
  'pbx.replaced': say('Die Anlage {target} wurde geändert.', 'The PBX {target} was changed.'),
  'pbx.deleted': say('Die Anlage {target} wurde gelöscht.', 'The PBX {target} was deleted.'),
  'module.put': say('Das Modul {target} wurde eingetragen.', 'The module {target} was entered.'),
  'module.deleted': say('Das Modul {target} wurde entfernt.', 'The module {target} was removed.'),
  'ssh-server.created': say('Der SSH-Server {target} wurde angelegt.', 'The SSH server {target} was created.'),
  'ssh-server.replaced': say('Der SSH-Server {target} wurde geändert.', 'The SSH server {target} was changed.'),
  'ssh-server.deleted': say('Der SSH-Server {target} wurde gelöscht.', 'The SSH server {target} was deleted.'),
  'ssh-server.host-keys-probed': say('Die Hostschlüssel von {target} wurden abgefragt.', 'The host keys of {target} were asked for.'),
  'ssh-server.tested': say('Die Verbindung zu {target} wurde geprüft.', 'The connection to {target} was tested.'),
  'ssh-server.credential-used': say(
    'Die Zugangsdaten von {target} wurden zum Verbinden geöffnet.',
    'The credential of {target} was opened to connect.',
  ),
  'tunnel.created': say('Der Tunnel {target} wurde angelegt.', 'The tunnel {target} was created.'),
  'tunnel.replaced': say('Der Tunnel {target} wurde geändert.', 'The tunnel {target} was changed.'),
  'tunnel.deleted': say('Der Tunnel {target} wurde gelöscht.', 'The tunnel {target} was deleted.'),
  'tunnel.enabled': say('Der Tunnel {target} wurde eingeschaltet.', 'The tunnel {target} was enabled.'),
  'tunnel.disabled': say('Der Tunnel {target} wurde ausgeschaltet.', 'The tunnel {target} was disabled.'),
  'tunnel.ended': say('Die Zeit des Tunnels {target} ist abgelaufen.', 'The time of the tunnel {target} has run out.'),
  'tunnel.restarted': say('Der Tunnel {target} wurde neu gestartet.', 'The tunnel {target} was restarted.'),
  'tunnel.host-key-accepted': say(
    'Ein geänderter Hostschlüssel wurde für {target} bestätigt.',
    'A changed host key was accepted for {target}.',
  ),

  // Requests of customers.
  'request.created': say('Die Anfrage {target} wurde gestellt.', 'The request {target} was made.'),
  'request.replaced': say('Die Anfrage {target} wurde geändert.', 'The request {target} was changed.'),
  'request.commented': say('Die Anfrage {target} wurde kommentiert.', 'The request {target} was commented on.'),
  'request.approved': say('Die Anfrage {target} wurde genehmigt.', 'The request {target} was approved.'),
  'request.approval-given': say(
    'Für die Anfrage {target} wurde eine erste Zustimmung gegeben.',
    'A first approval of the request {target} was given.',
  ),
  'request.auto-approved': say(
    'Die Anfrage {target} wurde nach den Regeln des Kunden ohne weitere Prüfung genehmigt.',
    'The request {target} was approved by the customer’s rules, without anybody’s look.',
  ),
  'request.declined': say('Die Anfrage {target} wurde abgelehnt.', 'The request {target} was declined.'),
  'request.withdrawn': say('Die Anfrage {target} wurde zurückgezogen.', 'The request {target} was withdrawn.'),
  'request.revoked': say('Die Genehmigung der Anfrage {target} wurde widerrufen.', 'The approval of the request {target} was revoked.'),
  'request.ended': say('Die Frist der Anfrage {target} ist abgelaufen.', 'The time of the request {target} has run out.'),
  'request-policy.replaced': say(
    'Die Regeln für Anfragen von {target} wurden geändert.',
    'The rules for requests of {target} were changed.',
  ),

  // Checks, federation and certificates.
  'check.created': say('Die Prüfung {target} wurde angelegt.', 'The check {target} was created.'),
  'check.changed': say('Die Prüfung {target} wurde geändert.', 'The check {target} was changed.'),
  'check.deleted': say('Die Prüfung {target} wurde gelöscht.', 'The check {target} was deleted.'),
  'check.run': say('Die Prüfung {target} wurde von Hand gestartet.', 'The check {target} was run by hand.'),
  'check.paused': say('Die Prüfung {target} wurde angehalten.', 'The check {target} was paused.'),
  'check.resumed': say('Die Prüfung {target} wurde fortgesetzt.', 'The check {target} was resumed.'),
  'check.previewed': say('{target} wurde einmal zur Ansicht geprüft.', '{target} was looked at once as a preview.'),
  'finding.muted': say('Der Befund {target} wurde für eine Zeit hingenommen.', 'The finding {target} was muted for a while.'),
  'finding.unmuted': say('Der Befund {target} zählt wieder.', 'The finding {target} counts again.'),
  'certificate.uploaded': say('Das Zertifikat {target} wurde hochgeladen.', 'The certificate {target} was uploaded.'),
  'certificate.deleted': say('Das Zertifikat {target} wurde entfernt.', 'The certificate {target} was removed.'),
  'federation.put': say(
    'Die Federation von {target} wurde eingerichtet oder geändert.',
    'The federation of {target} was set up or changed.',
  ),
  'federation.deleted': say('Die Federation von {target} wurde entfernt.', 'The federation of {target} was removed.'),
  'federation.confirmed': say('Ein Punkt der Checkliste wurde bestätigt: {target}.', 'A point of the checklist was confirmed: {target}.'),
  'federation.unconfirmed': say(
    'Die Bestätigung eines Punkts der Checkliste wurde zurückgenommen: {target}.',
    'The confirmation of a point of the checklist was taken back: {target}.',
  ),
  'firewall.put': say('Der Firewall-Plan von {target} wurde geändert.', 'The firewall plan of {target} was changed.'),
  'mtls-test.started': say('Der MTLS-Gegentest von {target} wurde gestartet.', 'The reverse MTLS test of {target} was started.'),
  'mtls-test.ended': say('Der MTLS-Gegentest von {target} wurde beendet.', 'The reverse MTLS test of {target} was ended.'),

  // The system itself.
  'audit.exported': say('Das Audit-Protokoll wurde exportiert.', 'The audit was exported.'),
  'secrets.rotated': say('Die Datenschlüssel wurden erneuert.', 'The data keys were rotated.'),
} as const satisfies Record<string, Sentence>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

const isAction = (action: string): action is AuditAction => Object.hasOwn(AUDIT_ACTIONS, action);

/** The act as a sentence. An action of a version to come shows its name; a target whose name was erased is left out. */
export function auditSentence(action: string, target: string | null, locale: Locale): string {
  if (!isAction(action)) return action;
  const template: string = AUDIT_ACTIONS[action][locale];
  if (target !== null && target !== '') return template.replace('{target}', () => (locale === 'de' ? `„${target}“` : `“${target}”`));
  const without = template.replace(/ ?\{target\}/, template.startsWith('{target}') ? NOBODY[locale] : '');
  return without.trim();
}

/** Stands where a sentence would begin with the name that was erased. */
const NOBODY: Sentence = say('Jemand', 'Somebody');
