import type { ExportInput } from './export/compile.js';
import { fortigate } from './export/fortigate.js';
import { iptables } from './export/iptables.js';
import { csv, markdown } from './export/lists.js';
import { mikrotik } from './export/mikrotik.js';
import { nftables } from './export/nftables.js';
import { opnsenseAliases, opnsenseRules, pfsense } from './export/opnsense.js';
import { windows } from './export/windows.js';

interface ExportFormat {
  /** As it is called; the same in every language. */
  readonly label: string;
  /** The end of the file's name. */
  readonly extension: string;
  readonly media: string;
  /** Whether the output was loaded by the real program in a test of ours. */
  readonly proven: boolean;
  readonly write: (input: ExportInput) => string;
}
const format = (label: string, extension: string, write: ExportFormat['write'], more: Partial<ExportFormat> = {}): ExportFormat => ({
  label,
  extension,
  media: 'text/plain',
  proven: false,
  write,
  ...more,
});

/** Every form a plan can be taken along in. */
export const FIREWALL_EXPORTS = {
  markdown: format('Markdown', 'md', markdown, { media: 'text/markdown', proven: true }),
  csv: format('CSV', 'csv', csv, { media: 'text/csv', proven: true }),
  nftables: format('nftables', 'nft.sh', nftables, { proven: true }),
  iptables: format('iptables', 'iptables.sh', iptables, { proven: true }),
  mikrotik: format('MikroTik RouterOS', 'rsc', mikrotik),
  fortigate: format('FortiGate', 'fortios.txt', fortigate),
  'opnsense-aliases': format('OPNsense (Aliases)', 'aliases.json', opnsenseAliases, { media: 'application/json' }),
  'opnsense-rules': format('OPNsense (Rules)', 'rules.csv', opnsenseRules, { media: 'text/csv' }),
  pfsense: format('pfSense', 'pfsense.txt', pfsense),
  windows: format('Windows Firewall', 'ps1', windows),
} as const satisfies Record<string, ExportFormat>;

export type FirewallExportFormat = keyof typeof FIREWALL_EXPORTS;
export const FIREWALL_EXPORT_FORMATS = Object.keys(FIREWALL_EXPORTS) as [FirewallExportFormat, ...FirewallExportFormat[]];

/** The plan in the language of a device, with its comments in the reader's. */
export const exportFirewall = (name: FirewallExportFormat, input: ExportInput): string => FIREWALL_EXPORTS[name].write(input);

/** A name for the file that says what it is of, in letters that every file system takes. */
export const exportFileName = (name: FirewallExportFormat, title: string): string => {
  const safe = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase();
  return `firewall-${safe === '' ? 'plan' : safe}.${FIREWALL_EXPORTS[name].extension}`;
};
