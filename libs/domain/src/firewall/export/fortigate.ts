import { type PortRange } from '../rule.js';
import { words } from '../words.js';
import { asciiLabel, commentText } from './clean.js';
import { canonical, compile, type ExportInput, type Line, type Side } from './compile.js';
import { border } from './nftables.js';
import { commented, heading, lineTitle, rangeText } from './text.js';

const NOTES = [
  words(
    'Für FortiOS: als Skript laden (System > Skripte) oder in die Konsole einfügen. Die Regeln hängen hinten an: Verschieben Sie sie vor Regeln, die verwerfen.',
    'For FortiOS: load as a script (system > scripts) or paste into the console. The policies are appended: move them before those that deny.',
  ),
  words(
    'Schnittstellen stehen auf „any“: Setzen Sie Ihre eigenen ein. Hostnamen sind FQDN-Objekte. Nur IPv4; Quell-NAT ausgehend ist eingeschaltet.',
    'Interfaces are “any”: put in your own. Host names are FQDN objects. IPv4 only; source NAT is on for outbound policies.',
  ),
  words('Auf einem echten Gerät nicht geprüft.', 'Not tried on a real device.'),
] as const;

/** A string of the FortiOS console: in double quotes, with backslash before quote and backslash. */
export const fortiOs = (text: string, max: number): string =>
  `"${commentText(text)
    .slice(0, max)
    .replace(/[\p{Cs}]+$/u, '')
    .replace(/["\\?]/g, "'")}"`;

const mask = (prefix: number): string =>
  [24, 16, 8, 0].map((shift) => ((prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0) >>> shift) & 255).join('.');
const subnet = (text: string): string => {
  const [address = '', prefix] = text.split('/');
  return `${address} ${mask(prefix === undefined ? 32 : Number(prefix))}`;
};
const objectName = (text: string): string => `sw-${text}`.slice(0, 79);

const entriesOf = (side: Side): readonly string[] => [...side.v4, ...side.names];
const sides = (lines: readonly Line[]): readonly Side[] => lines.flatMap(({ source, destination }) => [source, destination]);
const usable = (side: Side): boolean => side.any || entriesOf(side).length > 0;

function addresses(lines: readonly Line[], near: readonly string[]): readonly string[] {
  const fixed = [...new Set([...sides(lines).flatMap((side) => side.v4), ...near])];
  const names = [...new Set(sides(lines).flatMap((side) => side.names))];
  return [
    'config firewall address',
    ...fixed.flatMap((text) => [`  edit "${objectName(text)}"`, '    set type ipmask', `    set subnet ${subnet(text)}`, '  next']),
    ...names.flatMap((name) => [`  edit "${objectName(name)}"`, '    set type fqdn', `    set fqdn "${name}"`, '  next']),
    'end',
  ];
}

const serviceName = ({ rule }: Line): string => `sw-${rule.protocol}-${rule.ports.map((range) => rangeText(range)).join('_')}`.slice(0, 79);
function services(lines: readonly Line[]): readonly string[] {
  const all = new Map(lines.map((line) => [serviceName(line), line.rule]));
  const list = (ports: readonly PortRange[]) => ports.map((range) => rangeText(range)).join(' ');
  return [
    'config firewall service custom',
    ...[...all].flatMap(([name, rule]) => [`  edit "${name}"`, `    set ${rule.protocol}-portrange ${list(rule.ports)}`, '  next']),
    'end',
  ];
}

interface Vip {
  readonly name: string;
  readonly lines: readonly string[];
}
/** Port forwardings are objects of their own: one per range. */
function vips(line: Line): readonly Vip[] {
  const { rule } = line;
  const [outer, inner] = [canonical(rule.forward?.publicAddress ?? ''), canonical(rule.forward?.address ?? '')];
  if (rule.forward === null || outer === null || inner === null || [outer, inner].some((text) => text.includes(':'))) return [];
  const { port } = rule.forward;
  return rule.ports.map((range) => {
    const external = port === null ? rangeText(range) : String(port);
    // One object for all policies that use it: two that overlap are refused.
    const name = `sw-vip-${rule.protocol}-${external}-${inner}`;
    return {
      name,
      lines: [
        `  edit "${name}"`,
        `    set extip ${outer}`,
        `    set mappedip "${inner}"`,
        '    set extintf "any"',
        '    set portforward enable',
        `    set protocol ${rule.protocol}`,
        `    set extport ${external}`,
        `    set mappedport ${rangeText(range)}`,
        '  next',
      ],
    };
  });
}

const quoted = (side: Side): string =>
  side.any
    ? '"all"'
    : entriesOf(side)
        .map((text) => `"${objectName(text)}"`)
        .join(' ');

function policy(line: Line, input: ExportInput): readonly string[] {
  const { rule, number } = line;
  const forwarded = vips(line).map(({ name }) => `"${name}"`);
  const label = asciiLabel(rule.purpose[input.locale], 24);
  return [
    '  edit 0',
    `    set name "sw-${number} ${label}"`,
    '    set srcintf "any"',
    '    set dstintf "any"',
    `    set srcaddr ${quoted(line.source)}`,
    `    set dstaddr ${forwarded.length > 0 ? forwarded.join(' ') : quoted(line.destination)}`,
    `    set action ${rule.action === 'allow' ? 'accept' : 'deny'}`,
    '    set schedule "always"',
    `    set service "${serviceName(line)}"`,
    ...(rule.action === 'allow' && rule.direction === 'out' ? ['    set nat enable'] : []),
    ...(rule.action === 'block' ? ['    set match-vip enable'] : []),
    `    set comments ${fortiOs(lineTitle(line, input.locale), 255)}`,
    '  next',
  ];
}

/** A FortiOS script: address and service objects, port forwardings, policies. */
export function fortigate(input: ExportInput): string {
  const lines = compile(input.plan, false).filter(({ source, destination }) => usable(source) && usable(destination));
  const head = commented(heading(input, NOTES));
  if (lines.length === 0) return `${head}\n`;
  const { near } = border(input, lines, 4);
  const forwarded = [...new Map(lines.flatMap(vips).map((vip) => [vip.name, vip])).values()];
  // What must stay closed stays open among the inner networks: these come from everywhere else.
  const allow = lines.filter(({ rule }) => rule.action === 'allow');
  const block = lines.filter(({ rule }) => rule.action === 'block');
  const inner = near.map((text) => `"${objectName(text)}"`).join(' ');
  return `${[
    head,
    ...addresses(lines, near),
    ...services(lines),
    ...(forwarded.length > 0 ? ['config firewall vip', ...forwarded.flatMap((vip) => vip.lines), 'end'] : []),
    'config firewall policy',
    ...allow.flatMap((line) => policy(line, input)),
    ...block.flatMap((line) =>
      policy(line, input).flatMap((text) =>
        text.includes('set srcaddr') ? [`    set srcaddr ${inner}`, '    set srcaddr-negate enable'] : [text],
      ),
    ),
    'end',
  ].join('\n')}\n`;
}
