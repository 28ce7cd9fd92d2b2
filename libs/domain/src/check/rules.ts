import type { Locale } from '../locale.js';

/** Every row of the check catalogue, in a few words: what was looked at, whatever it found. */
export const RULES = {
  'RUN-01': { de: 'Prüfung durchgeführt', en: 'Check carried out' },
  'DNS-01': { de: 'Name hat öffentliche Adressen', en: 'Name has public addresses' },
  'DNS-02': { de: 'Adresse wie angegeben', en: 'Address as declared' },
  'DNS-03': { de: 'Adresse ist öffentlich', en: 'Address is public' },
  'DNS-04': { de: 'FQDN passt zur Domain', en: 'FQDN fits the domain' },
  'DNS-05': { de: 'SRV-Eintrag vorhanden', en: 'SRV record exists' },
  'DNS-06': { de: 'SRV-Eintrag zeigt auf den Server', en: 'SRV record leads to the server' },
  'DNS-07': { de: 'Reihenfolge mehrerer SRV-Einträge', en: 'Order of several SRV records' },
  'DNS-08': { de: 'Kein Zusammenstoß mit Microsoft 365', en: 'No collision with Microsoft 365' },
  'DNS-09': { de: 'Nameserver sind sich einig', en: 'Name servers agree' },
  'DNS-10': { de: 'Zertifizierungsstelle darf ausstellen (CAA, DNSSEC)', en: 'Authority may issue (CAA, DNSSEC)' },
  'DNS-11': { de: 'Adressen wie vom Anbieter veröffentlicht', en: 'Addresses as the vendor publishes them' },
  'DNS-12': { de: 'Interner Name führt zur internen Adresse', en: 'Internal name leads to the internal address' },
  'PORT-01': { de: 'Port erreichbar', en: 'Port reachable' },
  'PORT-02': { de: 'Port geschlossen', en: 'Port closed' },
  'TLS-01': { de: 'TLS-Versionen', en: 'TLS versions' },
  'TLS-02': { de: 'Verschlüsselungsverfahren', en: 'Cipher suites' },
  'TLS-03': { de: 'Schlüsselaustausch', en: 'Key exchange' },
  'CRT-01': { de: 'Restlaufzeit', en: 'Remaining lifetime' },
  'CRT-02': { de: 'Laufzeit innerhalb der Grenzen', en: 'Validity within the limits' },
  'CRT-03': { de: 'Name im Zertifikat', en: 'Name in the certificate' },
  'CRT-04': { de: 'Kein Wildcard', en: 'No wildcard' },
  'CRT-05': { de: 'Zertifikatskette', en: 'Certificate chain' },
  'CRT-06': { de: 'Vertrauen (Mozilla, Microsoft)', en: 'Trust (Mozilla, Microsoft)' },
  'CRT-07': { de: 'Schlüssel und Signatur', en: 'Key and signature' },
  'CRT-08': { de: 'Verwendungszweck passt zur Rolle', en: 'Purpose fits the role' },
  'CRT-09': { de: 'Schlüsselverwendung', en: 'Key usage' },
  'CRT-10': { de: 'Nicht gesperrt', en: 'Not revoked' },
  'CRT-11': { de: 'Zertifikatsprotokolle', en: 'Certificate logs' },
  'CRT-12': { de: 'Stammzertifikat bleibt', en: 'Root stays' },
  'FED-01': { de: 'Föderationsport erreichbar', en: 'Federation port reachable' },
  'FED-02': { de: 'TLS 1.2 oder neuer', en: 'TLS 1.2 or later' },
  'FED-03': { de: 'Clientzertifikat wird verlangt (MTLS)', en: 'Client certificate is asked for (MTLS)' },
  'FED-04': { de: 'Zertifikat des Servers lesbar', en: 'Certificate of the server readable' },
  'FED-05': { de: 'Name und öffentliche Stelle', en: 'Name and public authority' },
  'FED-06': { de: 'serverAuth und clientAuth', en: 'serverAuth and clientAuth' },
  'FED-07': { de: 'clientAuth auch nach der Erneuerung', en: 'clientAuth also after the renewal' },
  'FED-08': { de: 'Erneuertes Zertifikat ist ausgewählt', en: 'Renewed certificate is selected' },
  'FED-09': { de: 'ACME-Einstellungen', en: 'ACME settings' },
  'FED-10': { de: 'Statische Routen', en: 'Static routes' },
  'FED-11': { de: 'Föderationspartner', en: 'Federation partner' },
  'FED-12': { de: 'Vorgelegtes Clientzertifikat', en: 'Client certificate presented' },
  'FED-13': { de: 'Clientzertifikat von Microsoft', en: 'Client certificate of Microsoft' },
  'FED-15': { de: 'Von Hand bestätigt', en: 'Confirmed by hand' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

const names: Readonly<Record<string, Readonly<Record<Locale, string>>>> = RULES;

/** What a rule looks at: the line of an `ok` answer, which has no code. A rule this build does not know is shown by its number. */
export const ruleName = (rule: string, locale: Locale): string => (Object.hasOwn(names, rule) ? (names[rule]?.[locale] ?? rule) : rule);
