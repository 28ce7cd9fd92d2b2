import type { Locale } from '../../locale.js';
import type { RuleSource } from '../finding-text.js';

/** A host that a PBX must reach, from inside the customer's network. */
export interface VendorHost {
  readonly host: string;
  readonly port: number;
  readonly purpose: VendorPurpose;
  /** The first version that uses it; null: every one. */
  readonly fromVersion: string | null;
  /** The last version that uses it; null: still in use. */
  readonly toVersion: string | null;
}

export const VENDOR_HOSTS_SOURCE: RuleSource = { from: 'STARFACE: Port- und Firewall-Anforderungen', checkedOn: '2026-11-22' };

const PURPOSES = {
  'external-address': { de: 'eigene externe Adresse ermitteln', en: 'finding its own external address' },
  licence: { de: 'Lizenzabgleich', en: 'licence synchronisation' },
  updates: { de: 'Updates', en: 'updates' },
  'updates-firmware': { de: 'Updates und Firmware der Telefone', en: 'updates and phone firmware' },
  'provider-portal': { de: 'Provider-Portal', en: 'provider portal' },
  'mobile-push': { de: 'Push für mobile Apps', en: 'push for mobile apps' },
  'starface-web': { de: 'Weboberfläche und Apps', en: 'web interface and apps' },
  'starface-plain-web': { de: 'Weboberfläche unverschlüsselt', en: 'web interface, unencrypted' },
  'starface-provisioning': { de: 'Telefonprovisionierung unverschlüsselt', en: 'phone provisioning, unencrypted' },
  'starface-console': { de: 'SSH-Konsole der Anlage', en: 'SSH console of the PBX' },
  'ucserver-web': { de: 'UCServer-Webdienst am Reverse-Proxy vorbei', en: 'UCServer web service, past the reverse proxy' },
  ldap: { de: 'LDAP unverschlüsselt', en: 'LDAP, unencrypted' },
  'certificate-renewal': { de: 'Erneuerung des Zertifikats', en: 'renewal of the certificate' },
  federation: { de: 'Federation', en: 'federation' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;
export type VendorPurpose = keyof typeof PURPOSES;

/** What a connection is for; what somebody typed is shown as it is. */
export const purposeText = (purpose: string, locale: Locale): string =>
  Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose as VendorPurpose][locale] : purpose;

const hosts = (purpose: VendorPurpose, host: string, ports: readonly number[]): readonly VendorHost[] =>
  ports.map((port) => ({ host, port, purpose, fromVersion: null, toVersion: null }));

/** TCP only: STUN (UDP 3478) cannot be looked at through an SSH server. Between 7.0.0.9 and 7.0.0.18 the vendor names no push host. */
export const STARFACE_HOSTS: readonly VendorHost[] = [
  ...hosts('external-address', 'iplookup.starface.com', [80]),
  ...hosts('licence', 'license.starface.de', [80, 443, 8383]),
  ...hosts('updates', 'update.starface.de', [80, 443]),
  ...hosts('updates-firmware', 'starface-cdn.de', [80, 443]),
  ...hosts('updates', 'www.starface-cdn.de', [80, 443]),
  ...hosts('provider-portal', 'siptrunk.de', [443]),
  { host: 'push-cluster.starface.de', port: 443, purpose: 'mobile-push', fromVersion: '7.0.0.19', toVersion: null },
  { host: 'push.starface.de', port: 443, purpose: 'mobile-push', fromVersion: null, toVersion: '7.0.0.8' },
];
