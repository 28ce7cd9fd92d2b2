import type { Locale } from '@stellwerk/domain';

type Text = Readonly<Record<Locale, string>>;

/** What a step of the connection test says when it passed, and why it was skipped. Failures speak for themselves (faults). */
export const TEST_TEXTS = {
  'name-is-address': { en: 'The host is an address.', de: 'Der Host ist eine Adresse.' },
  'name-resolved': { en: 'Resolves to {addresses}.', de: 'Wird aufgelöst zu {addresses}.' },
  'port-open': { en: 'Port {port} answers.', de: 'Port {port} antwortet.' },
  'banner-read': { en: 'It is an SSH server: {banner}.', de: 'Es ist ein SSH-Server: {banner}.' },
  'keys-shown': {
    en: 'The server holds {count} host keys. Compare the fingerprint with the one shown on the server, then confirm it.',
    de: 'Der Server besitzt {count} Hostschlüssel. Vergleichen Sie den Fingerprint mit dem am Server angezeigten und bestätigen Sie ihn dann.',
  },
  'keys-match': { en: 'The server proved the expected host key.', de: 'Der Server hat den erwarteten Hostschlüssel nachgewiesen.' },
  'not-reached': {
    en: 'Not tried, because an earlier step failed.',
    de: 'Nicht versucht, weil ein vorheriger Schritt fehlgeschlagen ist.',
  },
  'confirm-key-first': {
    en: 'Confirm the host key first: credentials are sent only to a server whose key is known.',
    de: 'Bestätigen Sie zuerst den Hostschlüssel: Zugangsdaten werden nur an einen Server gesendet, dessen Schlüssel bekannt ist.',
  },
  'no-credential': {
    en: 'Enter user name and credential to test them.',
    de: 'Geben Sie Benutzername und Zugangsdaten ein, um sie zu prüfen.',
  },
  'stored-credential-elsewhere': {
    en: 'The stored credential belongs to another host. Enter it again to test it here.',
    de: 'Die gespeicherten Zugangsdaten gehören zu einem anderen Host. Geben Sie sie erneut ein, um sie hier zu prüfen.',
  },
  'signed-in': { en: 'Signed in as {username}.', de: 'Anmeldung als {username} erfolgreich.' },
  'forwarding-both': {
    en: 'The server permits forwarding in both directions.',
    de: 'Der Server erlaubt Weiterleitungen in beide Richtungen.',
  },
  'forwarding-outbound': {
    en: 'The server permits forwarding towards its network. It refused to listen on a test port: ports for inbound mappings may be restricted.',
    de: 'Der Server erlaubt Weiterleitungen in sein Netz. Einen Testport durfte der Tunnel dort nicht öffnen: Ports für eingehende Weiterleitungen sind womöglich eingeschränkt.',
  },
  'forwarding-inbound': {
    en: 'The server permits inbound mappings only; it refused to connect to a target.',
    de: 'Der Server erlaubt nur eingehende Weiterleitungen; eine Verbindung zu einem Ziel hat er abgelehnt.',
  },
} as const satisfies Record<string, Text>;

export type TestText = keyof typeof TEST_TEXTS;
