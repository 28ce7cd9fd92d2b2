import type { PortRange } from '../rule.js';
import { words } from '../words.js';
import { asciiLabel, commentText } from './clean.js';
import { canonical, compile, type ExportInput, type Line, type Side } from './compile.js';
import { border } from './nftables.js';
import { commented, heading, lineTitle, rangeText } from './text.js';

const NOTES = [
  words(
    'Für RouterOS 7 (und 6.47 oder neuer): als .rsc hochladen und mit /import laden. Erneut laden ersetzt die eigenen Einträge.',
    'For RouterOS 7 (and 6.47 or later): upload as .rsc and load with /import. Loading again replaces its own entries.',
  ),
  words(
    'Alle Einträge tragen „stellwerk“ im Kommentar. Hostnamen stehen in Adresslisten; der Router löst sie selbst auf.',
    'All entries carry “stellwerk” in their comment. Host names are in address lists; the router resolves them itself.',
  ),
  words('Mit /import gegen ein echtes Gerät nicht geprüft.', 'Not tried with /import on a real device.'),
] as const;

/** A string of RouterOS: everything but plain letters, digits and a few marks as the bytes of its UTF-8 form. `$`, quotes and brackets cannot act. */
export const routerOs = (text: string): string =>
  `"${[...new TextEncoder().encode(commentText(text))].map((byte) => (SAFE.test(String.fromCharCode(byte)) && byte < 128 ? String.fromCharCode(byte) : `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`)).join('')}"`;
const SAFE = /[A-Za-z0-9 .,:/_()-]/;

const ports = (ranges: readonly PortRange[]): string => ranges.map((range) => rangeText(range)).join(',');

function list(side: Side, family: 4 | 6, at: string): { readonly list: string; readonly entries: readonly string[] } | null {
  const addresses = family === 4 ? side.v4 : side.v6;
  if (side.any) return { list: '', entries: [] };
  const entries = [...addresses, ...side.names];
  return entries.length === 0 ? null : { list: `stellwerk-${at}`, entries };
}

/** One list for every different set of addresses, whatever the number of rules that use it. */
function compileFamily(input: ExportInput, lines: readonly Line[], family: 4 | 6): readonly string[] {
  const menu = family === 4 ? '/ip firewall' : '/ipv6 firewall';
  const lists = new Map<string, { readonly name: string; readonly party: string }>();
  const nameOf = (side: Side, party: string): string | null => {
    const found = list(side, family, party);
    if (found === null) return null;
    if (found.list === '') return '';
    const key = found.entries.join(' ');
    const known = lists.get(key);
    if (known) return known.name;
    const name = `stellwerk-${lists.size + 1}`;
    lists.set(key, { name, party });
    return name;
  };
  const rules = lines.flatMap((line) => {
    const [source, destination] = [nameOf(line.source, line.rule.source.key), nameOf(line.destination, line.rule.destination.key)];
    if (source === null || destination === null || (source === '' && destination === '')) return [];
    const match = `${source === '' ? '' : `src-address-list=${source} `}${destination === '' ? '' : `dst-address-list=${destination} `}`;
    const comment = routerOs(`stellwerk ${lineTitle(line, input.locale)}`);
    const text = `add chain=stellwerk action=${line.rule.action === 'allow' ? 'accept' : 'drop'} ${match}protocol=${line.rule.protocol} dst-port=${ports(line.rule.ports)} comment=${comment}`;
    return [{ action: line.rule.action, text }];
  });
  const { near, ours } = border(input, lines, family);
  const own = input.plan.guarded.filter((text) => text.includes(':') === (family === 6));
  const entry = (name: string, address: string) => `add list=${name} address=${address} comment=${routerOs('stellwerk')}`;
  if (rules.length === 0) return [];
  const guarded = own.length > 0;
  return [
    `${menu} filter remove [find where comment~"^stellwerk"]`,
    ...(family === 4 ? [`${menu} nat remove [find where comment~"^stellwerk"]`] : []),
    `${menu} address-list remove [find where comment~"^stellwerk"]`,
    `${menu} address-list`,
    ...[...lists].flatMap(([key, { name }]) => key.split(' ').map((address) => entry(name, address))),
    ...near.map((address) => entry('stellwerk-near', address)),
    ...ours.map((address) => entry('stellwerk-ours', address)),
    ...own.map((address) => entry('stellwerk-pbx', address)),
    `${menu} filter`,
    `add chain=stellwerk action=accept connection-state=established,related comment=${routerOs('stellwerk')}`,
    ...rules.filter(({ action }) => action === 'allow').map(({ text }) => text),
    ...(ours.length > 0
      ? [
          `add chain=stellwerk action=return src-address-list=stellwerk-near dst-address-list=stellwerk-ours comment=${routerOs('stellwerk')}`,
          `add chain=stellwerk action=return src-address-list=stellwerk-ours dst-address-list=stellwerk-near comment=${routerOs('stellwerk')}`,
        ]
      : []),
    ...rules.filter(({ action }) => action === 'block').map(({ text }) => text),
    ...(guarded ? [`add chain=stellwerk action=drop dst-address-list=stellwerk-pbx comment=${routerOs('stellwerk')}`] : []),
    ...(guarded && input.plan.guardsOutbound
      ? [
          `add chain=stellwerk action=reject reject-with=${family === 4 ? 'icmp-admin-prohibited' : 'icmp-admin-prohibited'} src-address-list=stellwerk-pbx comment=${routerOs('stellwerk')}`,
        ]
      : []),
    // At the top of forward, where there is one already; the first of all where there is none.
    `:do { add chain=forward action=jump jump-target=stellwerk place-before=0 comment=${routerOs('stellwerk')} } on-error={ add chain=forward action=jump jump-target=stellwerk comment=${routerOs('stellwerk')} }`,
    ...(family === 4 ? forwards(input, lines) : []),
  ];
}

function forwards({ locale }: ExportInput, lines: readonly Line[]): readonly string[] {
  const rules = lines.flatMap(({ rule }) => {
    const [outer, inner] = [canonical(rule.forward?.publicAddress ?? ''), canonical(rule.forward?.address ?? '')];
    if (rule.forward === null || outer === null || inner === null || [outer, inner].some((text) => text.includes(':'))) return [];
    const [first] = rule.ports;
    const published = rule.forward.port === null ? ports(rule.ports) : String(rule.forward.port);
    const to = rule.forward.port === null || first === undefined ? '' : ` to-ports=${first.from}`;
    const comment = routerOs(`stellwerk ${asciiLabel(rule.purpose[locale], 60)}`);
    return [
      `add chain=dstnat action=dst-nat dst-address=${outer} protocol=${rule.protocol} dst-port=${published} to-addresses=${inner}${to} comment=${comment}`,
    ];
  });
  return rules.length === 0 ? [] : ['/ip firewall nat', ...new Set(rules)];
}

/** A RouterOS script. */
export function mikrotik(input: ExportInput): string {
  const lines = compile(input.plan, false);
  const v6 = lines.some(({ rule }) =>
    [rule.source, rule.destination].some((party) => party.key === 'pbx' && party.addresses.some((text) => text.includes(':'))),
  );
  return `${[commented(heading(input, NOTES)), ...([4, 6] as const).flatMap((family) => (family === 4 || v6 ? compileFamily(input, lines, family) : []))].join('\n')}\n`;
}
