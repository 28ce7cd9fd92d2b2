import type { Finding } from '../finding.js';
import type { Locale } from '../locale.js';
import type { Direction } from '../mapping/mapping.js';
import type { ModuleConfiguration, ModuleKey, Product } from './pbx.js';

/** What Stellwerk knows of a module (domain reference, section 1.2, after the vendor's page S1). */
export interface ModuleFacts {
  /** The first version that owns tunnels; null where the vendor names none. */
  readonly minimumVersion: string | null;
  /** Directions its tunnels may use: the vendor lets modules restrict them, and the typical use says which. */
  readonly directions: readonly Direction[];
  readonly products: readonly Product[];
  readonly label: Readonly<Record<Locale, string>>;
  /** What its tunnels are for, in a few words. */
  readonly purpose: Readonly<Record<Locale, string>>;
}

const BOTH: readonly Direction[] = ['outbound', 'inbound'];
const STARFACE: readonly Product[] = ['starface'];
const same = (name: string): Readonly<Record<Locale, string>> => ({ de: name, en: name });

export const MODULES = {
  'active-directory-synchronisation': {
    minimumVersion: '23.5.30',
    directions: ['outbound'],
    products: STARFACE,
    label: { de: 'Active Directory Synchronisation', en: 'Active Directory Synchronisation' },
    purpose: { de: 'Anmeldung über das lokale Active Directory oder LDAP', en: 'Sign-in against the local Active Directory or LDAP' },
  },
  'call-recording': {
    minimumVersion: '23.5.25',
    directions: ['outbound'],
    products: STARFACE,
    label: same('Call Recording'),
    purpose: {
      de: 'Aufzeichnung auf SMB-Freigaben, Protokoll in einer SQL-Datenbank',
      en: 'Recording to SMB shares, log in an SQL database',
    },
  },
  'insight-analytics': {
    minimumVersion: '23.6.16',
    directions: ['outbound'],
    products: STARFACE,
    label: same('Insight Analytics'),
    purpose: { de: 'Export von Auswertungen in eine lokale SQL-Datenbank', en: 'Export of reports to a local SQL database' },
  },
  monitoring: {
    minimumVersion: null,
    directions: ['inbound'],
    products: STARFACE,
    label: same('Monitoring'),
    purpose: { de: 'Freigabe der Monitoring-Ports (Prometheus, Check_MK)', en: 'Publishing the monitoring ports (Prometheus, Check_MK)' },
  },
  'multiline-tapi-configuration': {
    minimumVersion: null,
    directions: ['inbound'],
    products: STARFACE,
    label: same('Multiline TAPI Configuration'),
    purpose: {
      de: 'Freigabe des Asterisk Manager Interface (AMI) für TAPI',
      en: 'Publishing the Asterisk Manager Interface (AMI) for TAPI',
    },
  },
  'reverse-lookup-pro': {
    minimumVersion: '23.5.25',
    directions: ['outbound'],
    products: STARFACE,
    label: same('Reverse Lookup PRO'),
    purpose: { de: 'Rufnummernauflösung aus lokalen Datenquellen', en: 'Number lookup from local sources' },
  },
  'user-template-pro': {
    minimumVersion: '23.5.25',
    directions: BOTH,
    products: STARFACE,
    label: same('User Template PRO'),
    purpose: {
      de: 'Zugriff auf interne Schnittstellen der STARFACE und ihre Konsole',
      en: 'Access to internal interfaces of the STARFACE and its console',
    },
  },
  general: {
    minimumVersion: null,
    directions: BOTH,
    products: ['starface', 'xphone-connect', 'estos-ucserver'],
    label: { de: 'Allgemein', en: 'General' },
    purpose: { de: 'Tunnel ohne Modul', en: 'Tunnels of no module' },
  },
} as const satisfies Record<ModuleKey, ModuleFacts>;

/** The facts of a module, widened so that callers need not know which module it is. */
export const moduleFacts = (module: ModuleKey): ModuleFacts => MODULES[module];

/** The modules that exist for a product. */
export const modulesFor = (product: Product): readonly ModuleKey[] =>
  (Object.keys(MODULES) as ModuleKey[]).filter((module) => moduleFacts(module).products.includes(product));

/** Compares dotted versions by number (`v23.5.9` < `23.5.30`); a missing part counts as 0. Negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((v) => v.trim().replace(/^v/i, '').split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** True, false, or null when the installed version is not known. A module without a minimum is satisfied by any version. */
export function versionSatisfied(module: ModuleKey, version: string | null): boolean | null {
  const minimum = moduleFacts(module).minimumVersion;
  if (minimum === null) return true;
  return version === null ? null : compareVersions(version, minimum) >= 0;
}

export const MODULE_FINDING_CODES = [
  'module-not-for-product',
  'module-not-installed',
  'module-version-too-old',
  'module-version-unknown',
  'module-inactive',
] as const;
export type ModuleFindingCode = (typeof MODULE_FINDING_CODES)[number];

/** A module as installed on a PBX; null where it is not. */
export interface InstalledModule {
  readonly version: string | null;
  readonly configurations: readonly Pick<ModuleConfiguration, 'enabled'>[];
}

/** Judges whether a tunnel of `module` makes sense on this PBX. Errors refuse (`module-refused`); warnings are shown. Paths point at `/module`. */
export function judgeModule(module: ModuleKey, product: Product, installed: InstalledModule | null): Finding<ModuleFindingCode>[] {
  const facts = moduleFacts(module);
  const found = (code: ModuleFindingCode, severity: Finding['severity'], params = {}): Finding<ModuleFindingCode>[] => [
    { code, severity, path: '/module', params: { module, product, ...params } },
  ];
  if (!facts.products.includes(product)) return found('module-not-for-product', 'error');
  if (module === 'general') return [];
  if (installed === null) return found('module-not-installed', 'error');
  const minimum = facts.minimumVersion ?? '';
  const satisfied = versionSatisfied(module, installed.version);
  return [
    ...(satisfied === false ? found('module-version-too-old', 'warning', { version: installed.version ?? '', minimum }) : []),
    ...(satisfied === null ? found('module-version-unknown', 'info', { minimum }) : []),
    ...(isModuleActive(module, installed.configurations) ? [] : found('module-inactive', 'warning')),
  ];
}

/** Tunnels of a module run while at least one of its configurations is enabled (S1); `general` needs none. */
export const isModuleActive = (module: ModuleKey, configurations: readonly Pick<ModuleConfiguration, 'enabled'>[]): boolean =>
  module === 'general' || configurations.some((configuration) => configuration.enabled);

/** A tunnel is visible in every module and editable only in its own (S0, S1), so that no module breaks another's tunnel. */
export const mayEditTunnel = (owner: ModuleKey, acting: ModuleKey): boolean => owner === acting;
