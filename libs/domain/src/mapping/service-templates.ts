import type { Locale } from '../locale.js';
import type { ModuleKey } from '../pbx/pbx.js';
import type { Direction, Exposure, ServiceProtocol } from './mapping.js';

/** A mapping as a template inserts it. */
export interface TemplateMapping {
  readonly name: string;
  readonly direction: Direction;
  readonly exposure: Exposure;
  readonly localPort: number;
  readonly remotePort: number;
  readonly protocol: ServiceProtocol;
  /** The row usually leads to a machine behind the SSH server, so an editor asks for its name (V5). */
  readonly needsTarget: boolean;
}

/** A named set of mappings [Dienste-Vorlage]. `vendor`: from the vendor's page S1; `ours`: suggested by us (section 1.8). */
export interface ServiceTemplateFacts {
  readonly key: string;
  readonly origin: 'vendor' | 'ours';
  readonly name: Readonly<Record<Locale, string>>;
  readonly description: Readonly<Record<Locale, string>>;
  /** Modules it is meant for; empty: all. */
  readonly modules: readonly ModuleKey[];
  readonly mappings: readonly TemplateMapping[];
}

const out = (name: string, localPort: number, remotePort: number, protocol: ServiceProtocol): TemplateMapping => ({
  name,
  direction: 'outbound',
  exposure: 'private',
  localPort,
  remotePort,
  protocol,
  needsTarget: true,
});
const inn = (name: string, localPort: number, remotePort: number, protocol: ServiceProtocol): TemplateMapping => ({
  name,
  direction: 'inbound',
  exposure: 'private',
  localPort,
  remotePort,
  protocol,
  needsTarget: false,
});
const opened = (mapping: TemplateMapping): TemplateMapping => ({ ...mapping, exposure: 'gateway' });
const both = (name: string): Readonly<Record<Locale, string>> => ({ de: name, en: name });

const DIRECTORY: readonly ModuleKey[] = ['active-directory-synchronisation', 'reverse-lookup-pro', 'user-template-pro', 'general'];
const DATABASE: readonly ModuleKey[] = ['call-recording', 'insight-analytics', 'reverse-lookup-pro', 'user-template-pro', 'general'];

/**
 * Section 1.8. Local ports below 1024 move up by 1000, as the vendor does with 389 → 1389: V1 refuses them on the PBX's
 * side. Prometheus stays a gateway as the vendor has it; the rules warn (T-9).
 */
export const SERVICE_TEMPLATES: readonly ServiceTemplateFacts[] = [
  {
    key: 'ldap',
    origin: 'vendor',
    name: both('LDAP'),
    description: {
      de: 'Die Anlage meldet Benutzer am lokalen Active Directory oder LDAP-Server an.',
      en: 'The PBX signs users in against the local Active Directory or LDAP server.',
    },
    modules: DIRECTORY,
    mappings: [out('LDAP', 1389, 389, 'ldap')],
  },
  {
    key: 'mssql',
    origin: 'vendor',
    name: both('Microsoft SQL Server'),
    description: { de: 'Die Anlage greift auf einen lokalen Microsoft SQL Server zu.', en: 'The PBX uses a local Microsoft SQL Server.' },
    modules: DATABASE,
    mappings: [out('Microsoft SQL Server', 1433, 1433, 'mssql')],
  },
  {
    key: 'metadirectory',
    origin: 'vendor',
    name: both('estos MetaDirectory'),
    description: {
      de: 'Die Anlage fragt Kontakte beim estos MetaDirectory ab. Für Telefone im Netz der Anlage öffnen Sie die Zeile für verbundene Rechner und geben Port 1712 in deren Firewall frei.',
      en: 'The PBX looks up contacts in estos MetaDirectory. For phones in the PBX’s network, open the row to connected hosts and allow port 1712 in the PBX’s firewall.',
    },
    modules: ['reverse-lookup-pro', 'user-template-pro', 'general'],
    mappings: [out('estos MetaDirectory', 1712, 1712, 'ldap')],
  },
  {
    key: 'prometheus',
    origin: 'vendor',
    name: both('Prometheus'),
    description: {
      de: 'Das Firmennetz fragt die Messwerte der Anlage über den SSH-Server ab. Die Ports sind dort für alle erreichbar; läuft Prometheus auf dem SSH-Server, genügt der Zugriff nur für ihn selbst.',
      en: 'The company network reads the PBX’s metrics through the SSH server. The ports are reachable for everybody there; if Prometheus runs on the SSH server, access for the server itself is enough.',
    },
    modules: ['monitoring', 'user-template-pro', 'general'],
    mappings: [opened(inn('Prometheus 9100', 9100, 9100, 'http-metrics')), opened(inn('Prometheus 9999', 9999, 9999, 'http-metrics'))],
  },
  {
    key: 'ssh-console',
    origin: 'vendor',
    name: { de: 'Konsolenzugriff (SSH), auf Zeit', en: 'Console access (SSH), for a time' },
    description: {
      de: 'Vom SSH-Server aus die Konsole der Anlage unter localhost:2222 öffnen, immer nur auf Zeit. Der SSH-Dienst der Anlage muss eingeschaltet sein („Sicherheit“, „SSH-Zugang“); schalten Sie ihn nach der Arbeit wieder aus.',
      en: 'Open the PBX’s console from the SSH server at localhost:2222, always for a time only. The PBX’s SSH service must be on (“Security”, “SSH access”); switch it off again afterwards.',
    },
    modules: ['user-template-pro', 'general'],
    mappings: [inn('Console', 22, 2222, 'ssh')],
  },
  {
    key: 'ldaps',
    origin: 'ours',
    name: both('LDAPS'),
    description: {
      de: 'Wie LDAP, aber bis zum Verzeichnisserver mit TLS verschlüsselt.',
      en: 'Like LDAP, but encrypted with TLS as far as the directory server.',
    },
    modules: DIRECTORY,
    mappings: [out('LDAPS', 1636, 636, 'ldaps')],
  },
  {
    key: 'global-catalog',
    origin: 'ours',
    name: both('Global Catalog'),
    description: {
      de: 'Der globale Katalog des Active Directory, ohne und mit TLS.',
      en: 'The Active Directory global catalog, without and with TLS.',
    },
    modules: DIRECTORY,
    mappings: [out('Global Catalog', 3268, 3268, 'ldap'), out('Global Catalog (TLS)', 3269, 3269, 'ldaps')],
  },
  {
    key: 'smb',
    origin: 'ours',
    name: { de: 'SMB-Freigabe', en: 'SMB share' },
    description: {
      de: 'Die Anlage legt Aufzeichnungen oder Sicherungen auf einer lokalen Windows-Freigabe ab.',
      en: 'The PBX stores recordings or backups on a local Windows share.',
    },
    modules: ['call-recording', 'user-template-pro', 'general'],
    mappings: [out('SMB', 1445, 445, 'smb')],
  },
  {
    key: 'postgresql',
    origin: 'ours',
    name: both('PostgreSQL'),
    description: { de: 'Die Anlage greift auf eine lokale PostgreSQL-Datenbank zu.', en: 'The PBX uses a local PostgreSQL database.' },
    modules: DATABASE,
    // 5432 is where the STARFACE's own database listens.
    mappings: [out('PostgreSQL', 15_432, 5432, 'postgresql')],
  },
  {
    key: 'mysql',
    origin: 'ours',
    name: both('MySQL / MariaDB'),
    description: {
      de: 'Die Anlage greift auf eine lokale MySQL- oder MariaDB-Datenbank zu.',
      en: 'The PBX uses a local MySQL or MariaDB database.',
    },
    modules: DATABASE,
    mappings: [out('MySQL', 3306, 3306, 'mysql')],
  },
  {
    key: 'ami',
    origin: 'ours',
    name: both('Asterisk Manager Interface (AMI)'),
    description: {
      de: 'Ein TAPI-Dienst auf dem SSH-Server nutzt das Asterisk Manager Interface der Anlage.',
      en: 'A TAPI service on the SSH server uses the PBX’s Asterisk Manager Interface.',
    },
    modules: ['multiline-tapi-configuration', 'user-template-pro', 'general'],
    mappings: [inn('AMI', 5038, 5038, 'ami')],
  },
  {
    key: 'xmpp',
    origin: 'ours',
    name: both('Openfire (XMPP)'),
    description: {
      de: 'Programme auf dem SSH-Server nutzen Chat und Präsenz der Anlage (Openfire).',
      en: 'Programs on the SSH server use the PBX’s chat and presence (Openfire).',
    },
    modules: ['user-template-pro', 'general'],
    mappings: [inn('XMPP', 5222, 5222, 'xmpp')],
  },
];
