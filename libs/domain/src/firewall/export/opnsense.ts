import type { Locale } from '../../locale.js';
import type { FirewallRule } from '../rule.js';
import { words } from '../words.js';
import { asciiLabel } from './clean.js';
import { compile, type ExportInput, type Line, type Side } from './compile.js';
import { border } from './nftables.js';
import { commented, heading, lineTitle, portsText, rangeText } from './text.js';

/** An alias of pf: its name (letters, digits and `_`, at most 31) and what it holds. */
interface Alias {
  readonly name: string;
  readonly type: 'host' | 'network' | 'port';
  readonly content: readonly string[];
  readonly description: string;
}

const entries = (side: Side): readonly string[] => [...side.v4, ...side.v6, ...side.names];

/** One alias for every different set of addresses or ports. */
function aliases(
  input: ExportInput,
  lines: readonly Line[],
): { readonly all: readonly Alias[]; readonly of: (content: readonly string[]) => string } {
  const found = new Map<string, Alias>();
  const add = (content: readonly string[], type: Alias['type'], description: string): void => {
    const key = content.join(' ');
    if (content.length === 0 || found.has(key)) return;
    const real = type === 'host' && content.some((text) => text.includes('/')) ? 'network' : type;
    // A host alias takes names, a network alias takes prefixes; pf turns single addresses of the latter into prefixes itself.
    found.set(key, {
      name: `stellwerk_${type === 'port' ? 'ports' : 'hosts'}_${found.size + 1}`,
      type: real,
      content,
      description: asciiLabel(description, 120),
    });
  };
  for (const { rule, source, destination } of lines) {
    add(entries(source), 'host', `Stellwerk, ${rule.purpose[input.locale]}`);
    add(entries(destination), 'host', `Stellwerk, ${rule.purpose[input.locale]}`);
    add(
      rule.ports.map((range) => rangeText(range, ':')),
      'port',
      `Stellwerk, ${rule.purpose[input.locale]}`,
    );
  }
  const near = [...border(input, lines, 4).near, ...border(input, lines, 6).near];
  if (lines.some(({ rule }) => rule.action === 'block')) add(near, 'host', 'Stellwerk, LAN');
  return { all: [...found.values()], of: (content) => found.get(content.join(' '))?.name ?? 'any' };
}

/**
 * The aliases as OPNsense imports them (Firewall > Aliases, the upload arrow): added to what is there, and those of the same name replaced; the
 * import is refused as a whole when one is not valid. JSON has no comments: the purpose is in each description.
 */
export function opnsenseAliases(input: ExportInput): string {
  const { all } = aliases(input, compile(input.plan, false));
  const alias = Object.fromEntries(
    all.map(({ name, type, content, description }, i) => [
      `00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`,
      { enabled: '1', name, type, proto: '', content: content.join('\n'), description },
    ]),
  );
  return `${JSON.stringify({ aliases: { alias } }, null, 2)}\n`;
}

const HEAD = [
  'enabled',
  'sequence',
  'action',
  'quick',
  'direction',
  'ipprotocol',
  'protocol',
  'source_net',
  'source_not',
  'destination_net',
  'destination_port',
  'description',
] as const;
/** Port forwardings are no part of the file: the description says which one the rule needs. */
const nat = ({ forward, ports }: FirewallRule): string =>
  forward === null ? '' : ` (NAT ${forward.publicAddress}:${forward.port ?? portsText(ports)} to ${forward.address}:${portsText(ports)})`;
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * The rules as OPNsense 25.7 and later import them (Firewall > Rules [new], import): floating rules that name the aliases of the other file, which
 * has to be imported first. Imported twice they are there twice. CSV has no comments: the purpose is in each description.
 */
export function opnsenseRules(input: ExportInput): string {
  const lines = compile(input.plan, false);
  const { of } = aliases(input, lines);
  const rows = lines.map((line, i) => {
    const { rule, source, destination } = line;
    const all = [source, destination];
    const v6 = all.every((side) => side.any || side.v6.length > 0 || side.names.length > 0) && all.some((side) => side.v6.length > 0);
    const v4 = all.every((side) => side.any || side.v4.length > 0 || side.names.length > 0);
    // What must stay closed is closed for whoever is not inside. Only one thing can be negated: an alias.
    const near = rule.action === 'block' ? of([...border(input, lines, 4).near, ...border(input, lines, 6).near]) : null;
    const values: Record<(typeof HEAD)[number], string> = {
      enabled: '1',
      sequence: String((i + 1) * 10),
      action: rule.action === 'allow' ? 'pass' : 'block',
      quick: '1',
      direction: 'in',
      ipprotocol: v4 && v6 ? 'inet46' : v6 ? 'inet6' : 'inet',
      protocol: rule.protocol.toUpperCase(),
      source_net: near ?? of(entries(source)),
      source_not: near === null ? '0' : '1',
      destination_net: of(entries(destination)),
      destination_port: of(rule.ports.map((range) => rangeText(range, ':'))),
      description: asciiLabel(`stellwerk ${lineTitle(line, input.locale)}${nat(rule)}`, 240),
    };
    return HEAD.map((key) => cell(values[key])).join(',');
  });
  return `${[HEAD.join(','), ...rows].join('\r\n')}\r\n`;
}

const PFSENSE = [
  words(
    'pfSense importiert Regeln nur, indem es alle vorhandenen ersetzt. Darum: Aliase zum Einfügen (Firewall > Aliases > Import, je Alias einmal), darunter die Regeln zum Anlegen von Hand.',
    'pfSense imports rules only by replacing all that are there. So: aliases to paste (Firewall > Aliases > Import, once per alias), and below the rules to be made by hand.',
  ),
] as const;
const SAY = {
  alias: words('Alias', 'Alias'),
  tab: words('Reiter', 'Tab'),
  rule: words('Regel', 'Rule'),
} as const;

function pfRule(line: Line, of: (content: readonly string[]) => string, locale: Locale): string {
  const { rule, source, destination } = line;
  const ports = of(rule.ports.map((range) => rangeText(range, ':')));
  const verb = rule.action === 'allow' ? 'Pass' : 'Block';
  return `# ${lineTitle(line, locale)}\n${verb} ${rule.protocol.toUpperCase()} ${of(entries(source))} -> ${of(entries(destination))} ${ports}${nat(rule)}`;
}

/** Text for pfSense: aliases for its bulk import, one after another, and the rules in words. */
export function pfsense(input: ExportInput): string {
  const lines = compile(input.plan, false);
  const { all, of } = aliases(input, lines);
  const { locale } = input;
  const parts = all.map(({ name, type, content, description }) =>
    [
      commented([`${SAY.alias[locale]}: ${name} (${SAY.tab[locale]}: ${type === 'port' ? 'Ports' : 'IP'}) – ${description}`]),
      ...content.map((text) => `${text} ${description}`),
    ].join('\n'),
  );
  return `${[commented(heading(input, PFSENSE)), ...parts, ...lines.map((line) => pfRule(line, of, locale))].join('\n\n')}\n`;
}
