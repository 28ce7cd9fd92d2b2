import type { Locale } from '../locale.js';
import type { CheckKind, CheckSpec } from './kinds.js';

interface KindWords {
  readonly name: Readonly<Record<Locale, string>>;
  readonly description: Readonly<Record<Locale, string>>;
}

const KINDS = {
  'tcp-port': {
    name: { de: 'TCP-Port', en: 'TCP port' },
    description: {
      de: 'Baut eine TCP-Verbindung auf. Umgekehrt gestellt, darf der Port nicht erreichbar sein.',
      en: 'Opens a TCP connection. Turned round, the port must not be reachable.',
    },
  },
  'tls-endpoint': {
    name: { de: 'TLS-Dienst und Zertifikat', en: 'TLS service and certificate' },
    description: {
      de: 'Ein Handshake: Name, Laufzeit, Kette, Vertrauen, Sperrung und Verwendungszweck des Zertifikats, jedes für sich beurteilt.',
      en: 'One handshake: name, lifetime, chain, trust, revocation and purpose of the certificate, each judged on its own.',
    },
  },
  'tls-protocols': {
    name: { de: 'TLS-Versionen und Verschlüsselung', en: 'TLS versions and ciphers' },
    description: {
      de: 'Probiert SSL 3.0 bis TLS 1.3, schwache Verfahren und Gruppen einzeln durch; höchstens einmal am Tag.',
      en: 'Tries SSL 3.0 to TLS 1.3, weak ciphers and groups one by one; at most once a day.',
    },
  },
  'dns-host': {
    name: { de: 'DNS-Name', en: 'DNS name' },
    description: {
      de: 'A und AAAA bei mehreren Resolvern und den zuständigen Nameservern, verglichen mit den angegebenen Adressen.',
      en: 'A and AAAA at several resolvers and the authoritative servers, against the declared addresses.',
    },
  },
  'dns-federation-srv': {
    name: { de: 'SRV-Eintrag der Federation', en: 'SRV record of the federation' },
    description: {
      de: '_sipfederationtls._tcp der Domäne: Ziel, Port, Reihenfolge und ein Zusammenstoß mit Microsoft 365.',
      en: '_sipfederationtls._tcp of the domain: target, port, order, and a collision with Microsoft 365.',
    },
  },
  'dns-issuance': {
    name: { de: 'Ausstellung von Zertifikaten (CAA, DNSSEC)', en: 'Issuance of certificates (CAA, DNSSEC)' },
    description: {
      de: 'Ob die vorgesehene Zertifizierungsstelle für den Namen ausstellen darf und die DNSSEC-Kette hält.',
      en: 'Whether the intended authority may issue for the name, and whether the DNSSEC chain holds.',
    },
  },
  'dns-address-list': {
    name: { de: 'Adressliste eines Anbieters', en: 'Address list of a vendor' },
    description: {
      de: 'Ob ein Name genau zu den Adressen führt, die der Anbieter veröffentlicht; Abweichungen in beide Richtungen.',
      en: 'Whether a name leads to exactly the addresses the vendor publishes; drift both ways.',
    },
  },
  'dns-internal': {
    name: { de: 'Interner DNS-Name', en: 'Internal DNS name' },
    description: {
      de: 'Ob der Name im Netz des Kunden zur internen Adresse führt (Split-DNS).',
      en: 'Whether the name leads to the internal address inside the customer’s network (split DNS).',
    },
  },
  'certificate-selection': {
    name: { de: 'Ausgewähltes Zertifikat', en: 'Selected certificate' },
    description: {
      de: 'Ob die Federation ein erneuertes Zertifikat auch verwendet: verglichen mit Port 443, hochgeladenen Zertifikaten und Certificate Transparency.',
      en: 'Whether the federation uses a renewed certificate: compared with port 443, uploads and certificate transparency.',
    },
  },
  'federation-partner': {
    name: { de: 'Federation-Partner', en: 'Federation partner' },
    description: {
      de: 'SRV oder Route, Adresse, Port 5061 und Zertifikat eines Partners.',
      en: 'SRV or route, address, port 5061 and certificate of a partner.',
    },
  },
  'stored-certificate': {
    name: { de: 'Hochgeladenes Zertifikat', en: 'Uploaded certificate' },
    description: {
      de: 'Laufzeit, Vertrauen, Sperrung und Verwendungszweck eines hochgeladenen Zertifikats.',
      en: 'Lifetime, trust, revocation and purpose of an uploaded certificate.',
    },
  },
  'federation-settings': {
    name: { de: 'Einstellungen der Federation', en: 'Settings of the federation' },
    description: {
      de: 'FQDN-Regel, Routen, ACME-Einstellungen und Checkliste; nichts wird angesprochen.',
      en: 'FQDN rule, routes, ACME settings and checklist; nothing is contacted.',
    },
  },
} as const satisfies Record<CheckKind, KindWords>;

export const checkKindName = (kind: CheckKind, locale: Locale): string => KINDS[kind].name[locale];
export const checkKindDescription = (kind: CheckKind, locale: Locale): string => KINDS[kind].description[locale];

/** `host:port`, with brackets around an IPv6 address. */
export const endpointName = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** What is looked at, in words that need no translation: `connect.acme.example:5061`, `_sipfederationtls._tcp.acme.example`. */
export function checkName(spec: CheckSpec): string {
  switch (spec.kind) {
    case 'tcp-port':
    case 'tls-endpoint':
    case 'tls-protocols':
    case 'certificate-selection':
      return endpointName(spec.params.host, spec.params.port);
    case 'dns-federation-srv':
      return `_sipfederationtls._tcp.${spec.params.domain}`;
    case 'federation-partner':
      return spec.params.host === null ? spec.params.domain : `${spec.params.domain} → ${endpointName(spec.params.host, spec.params.port)}`;
    case 'stored-certificate':
      return spec.params.serverName ?? spec.params.certificateId;
    case 'federation-settings':
      return 'XPhone Federation';
    default:
      return spec.params.name;
  }
}
