import { csv as csvText } from '../../text/csv.js';
import { markdownText } from '../../federation/quote.js';
import type { Locale } from '../../locale.js';
import type { FirewallRule } from '../rule.js';
import { FIREWALL_WARNINGS } from '../warnings.js';
import { oneLine } from './clean.js';
import type { ExportInput } from './compile.js';
import { actionName, directionName, partyText, portsText, remarks, sourceText } from './text.js';

/** The columns of a table of rules; the head in the reader's language. */
export const COLUMNS = {
  action: { de: 'Aktion', en: 'Action' },
  direction: { de: 'Richtung', en: 'Direction' },
  protocol: { de: 'Protokoll', en: 'Protocol' },
  ports: { de: 'Ports', en: 'Ports' },
  source: { de: 'Quelle', en: 'Source' },
  destination: { de: 'Ziel', en: 'Destination' },
  forward: { de: 'Weiterleitung', en: 'Forwarding' },
  purpose: { de: 'Zweck', en: 'Purpose' },
  why: { de: 'Warum', en: 'Why' },
  remarks: { de: 'Hinweise', en: 'Remarks' },
  from: { de: 'Herkunft', en: 'Origin' },
} as const;

export const forwardText = ({ forward, ports }: FirewallRule): string =>
  forward === null ? '' : `${forward.publicAddress}:${forward.port ?? portsText(ports)} → ${forward.address}:${portsText(ports)}`;

const cells = (rule: FirewallRule, locale: Locale): Record<keyof typeof COLUMNS, string> => ({
  action: actionName(rule.action, locale),
  direction: directionName(rule.direction, locale),
  protocol: rule.protocol.toUpperCase(),
  ports: portsText(rule.ports),
  source: partyText(rule.source, locale),
  destination: partyText(rule.destination, locale),
  forward: forwardText(rule),
  purpose: rule.purpose[locale],
  why: rule.why[locale],
  remarks: remarks(rule, locale).join(' '),
  from: sourceText(rule, locale),
});

const KEYS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

/** RFC 4180, one rule a line; what people typed cannot become a formula or another line. */
export function csv({ plan, locale }: ExportInput): string {
  const heads = Object.fromEntries(KEYS.map((key) => [key, COLUMNS[key][locale]])) as Record<keyof typeof COLUMNS, string>;
  const rows = plan.rules.map((rule) => {
    const row = cells(rule, locale);
    return Object.fromEntries(KEYS.map((key) => [heads[key], oneLine(row[key])]));
  });
  return csvText(
    KEYS.map((key) => heads[key]),
    rows,
  );
}

const GROUPS = [
  { de: 'Eingehend', en: 'Inbound', has: (rule: FirewallRule) => rule.action === 'allow' && rule.direction === 'in' },
  { de: 'Ausgehend', en: 'Outbound', has: (rule: FirewallRule) => rule.action === 'allow' && rule.direction === 'out' },
  { de: 'Im inneren Netz', en: 'Inner network', has: (rule: FirewallRule) => rule.action === 'allow' && rule.direction === 'lan' },
  { de: 'Darf nicht erreichbar sein', en: 'Must not be reachable', has: (rule: FirewallRule) => rule.action === 'block' },
] as const;
const SHOWN = ['protocol', 'ports', 'source', 'destination', 'forward', 'purpose', 'why', 'remarks', 'from'] as const;

/** The plan to read. */
export function markdown({ plan, locale, title }: ExportInput): string {
  const cell = (text: string): string => markdownText(oneLine(text));
  const table = (rules: readonly FirewallRule[]): string =>
    [
      SHOWN.map((key) => COLUMNS[key][locale]),
      SHOWN.map(() => '---'),
      ...rules.map((rule) => {
        const row = cells(rule, locale);
        return SHOWN.map((key) => cell(row[key]));
      }),
    ]
      .map((row) => `| ${row.join(' | ')} |`)
      .join('\n');
  const parts = GROUPS.map((group) => ({ group, rules: plan.rules.filter(group.has) })).filter(({ rules }) => rules.length > 0);
  return `${[
    `# ${locale === 'de' ? 'Firewall-Plan' : 'Firewall plan'}: ${cell(title)}`,
    ...(plan.warnings.length > 0 ? [plan.warnings.map((code) => `- **${cell(FIREWALL_WARNINGS[code][locale])}**`).join('\n')] : []),
    ...parts.flatMap(({ group, rules }) => [`## ${group[locale]}`, table(rules)]),
  ].join('\n\n')}\n`;
}
