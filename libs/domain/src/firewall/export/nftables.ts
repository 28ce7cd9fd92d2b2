import type { PortRange } from '../rule.js';
import { words } from '../words.js';
import { canonical, compile, disjoint, type ExportInput, familyOf, type Line } from './compile.js';
import { commented, heading, lineTitle, rangeText } from './text.js';

const NOTES = [
  words(
    'Für einen Linux-Router zwischen Internet und innerem Netz. Aufruf: sh DATEI [load|refresh|unload]; braucht nft und getent.',
    'For a Linux router between the internet and the inner network. Use: sh FILE [load|refresh|unload]; needs nft and getent.',
  ),
  words(
    'Eigene Tabelle „inet stellwerk“: unload entfernt sie ganz. Eine andere Tabelle, die verwirft, verwirft weiterhin: Dort müssen dieselben Verbindungen erlaubt sein.',
    'A table of its own, “inet stellwerk”: unload removes all of it. Another table that drops still drops: the same connections must be allowed there.',
  ),
  words(
    'Hostnamen werden beim Laden aufgelöst; refresh löst neu auf (etwa stündlich über cron). Wo der Hersteller Adressen nennt, stehen diese.',
    'Host names are resolved when loading; refresh resolves anew (hourly from cron, for instance). Where the vendor lists addresses, those are used.',
  ),
  words(
    'Zwischen Internet und Anlage ist nur das Aufgeführte erlaubt; der Verkehr der inneren Netze untereinander wird nicht eingeschränkt.',
    'Between the internet and the PBX only what is listed is allowed; traffic among the inner networks is not restricted.',
  ),
] as const;

const set = (items: readonly string[]): string => (items.length === 1 ? (items[0] ?? '') : `{ ${items.join(', ')} }`);
const dports = (ports: readonly PortRange[]): string => set(ports.map((range) => rangeText(range)));
const keyword = (family: 4 | 6): 'ip' | 'ip6' => (family === 4 ? 'ip' : 'ip6');
const nameSet = (names: readonly string[], name: string, family: 4 | 6): string => `@name${names.indexOf(name) + 1}_v${family}`;

/** The matches of one line: per family and name one, since a packet has one family. */
function matches(line: Line, names: readonly string[]): readonly string[] {
  const ends = (side: Line['source'], at: 'saddr' | 'daddr', family: 4 | 6): readonly string[] => {
    const addresses = familyOf(side, family);
    return [
      ...(addresses === null ? [] : [addresses.length === 0 ? '' : `${keyword(family)} ${at} ${set(addresses)} `]),
      ...side.names.map((name) => `${keyword(family)} ${at} ${nameSet(names, name, family)} `),
    ];
  };
  return ([4, 6] as const).flatMap((family) => {
    const sources = ends(line.source, 'saddr', family);
    const destinations = ends(line.destination, 'daddr', family);
    return sources.flatMap((source) => destinations.map((destination) => `${source}${destination}`)).filter((match) => match !== '');
  });
}

function forwards(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ rule }) => {
    if (rule.forward === null) return [];
    const [outer, inner] = [canonical(rule.forward.publicAddress), canonical(rule.forward.address)];
    if (outer === null || inner === null || outer.includes(':') !== inner.includes(':')) return [];
    const family = keyword(inner.includes(':') ? 6 : 4);
    const [first] = rule.ports;
    const at = rule.forward.port === null ? dports(rule.ports) : String(rule.forward.port);
    const to =
      rule.forward.port === null || first === undefined ? inner : family === 'ip6' ? `[${inner}]:${first.from}` : `${inner}:${first.from}`;
    return [`    ${family} daddr ${outer} ${rule.protocol} dport ${at} dnat ${family} to ${to}`];
  });
}

/** Inner networks: among them anything goes. */
export const NEAR = { 4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], 6: ['fc00::/7', 'fe80::/10'] } as const;

/** The networks from which nothing is blocked, and the addresses of our own that a block or the guard is about, by family. */
export function border(
  { plan }: ExportInput,
  lines: readonly Line[],
  family: 4 | 6,
): { readonly near: readonly string[]; readonly ours: readonly string[] } {
  const own = (texts: readonly string[]) => disjoint(texts).filter((text) => text.includes(':') === (family === 6));
  const blocked = lines.filter(({ rule }) => rule.action === 'block').flatMap(({ rule }) => rule.destination.addresses);
  return { near: own([...NEAR[family], ...plan.settings.lan]), ours: own([...plan.guarded, ...blocked]) };
}

const nearRules = (input: ExportInput, lines: readonly Line[]): readonly string[] =>
  ([4, 6] as const).flatMap((family) => {
    const { near, ours } = border(input, lines, family);
    const word = keyword(family);
    return ours.length === 0
      ? []
      : [
          `    ${word} saddr ${set(near)} ${word} daddr ${set(ours)} return`,
          `    ${word} saddr ${set(ours)} ${word} daddr ${set(near)} return`,
        ];
  });

/** What nobody has declared, between the internet and the addresses of our own. */
const guard = ({ plan }: ExportInput): readonly string[] =>
  ([4, 6] as const).flatMap((family) => {
    const guarded = disjoint(plan.guarded).filter((text) => text.includes(':') === (family === 6));
    const word = keyword(family);
    return guarded.length === 0
      ? []
      : [
          `    ${word} daddr ${set(guarded)} counter drop`,
          ...(plan.guardsOutbound ? [`    ${word} saddr ${set(guarded)} counter reject with icmpx type admin-prohibited`] : []),
        ];
  });

function ruleset(input: ExportInput, lines: readonly Line[], names: readonly string[]): string {
  const sets = names.flatMap((name, i) =>
    ([4, 6] as const).flatMap((family) => [`  # ${name}`, `  set name${i + 1}_v${family} { type ipv${family}_addr; }`]),
  );
  const of = (action: 'allow' | 'block') => lines.filter(({ rule }) => rule.action === action);
  const written = (some: readonly Line[]) =>
    some.flatMap((line) => [
      `    # ${lineTitle(line, input.locale)}`,
      ...matches(line, names).map(
        (match) =>
          `    ${match}${line.rule.protocol} dport ${dports(line.rule.ports)} counter ${line.rule.action === 'allow' ? 'accept' : 'drop'}`,
      ),
    ]);
  return [
    'table inet stellwerk',
    'delete table inet stellwerk',
    'table inet stellwerk {',
    ...sets,
    '  chain forward {',
    '    type filter hook forward priority filter; policy accept;',
    '    ct state established,related accept',
    ...written(of('allow')),
    ...nearRules(input, lines),
    ...written(of('block')),
    ...guard(input),
    '  }',
    '  chain prerouting {',
    '    type nat hook prerouting priority dstnat; policy accept;',
    ...new Set(forwards(lines)),
    '  }',
    '}',
  ].join('\n');
}

/** A shell script around an nftables ruleset. Values stand in quoted here-documents: the shell expands nothing in them. */
export function nftables(input: ExportInput): string {
  const lines = compile(input.plan, true);
  const head = `#!/bin/sh\n${commented(heading(input, NOTES))}\n`;
  if (lines.length === 0) return head;
  const names = [...new Set(lines.flatMap(({ source, destination }) => [...source.names, ...destination.names]))];
  return `${head}set -eu

names() {
  cat <<'STELLWERK_NAMES'
${names.map((name, i) => `name${i + 1} ${name}`).join('\n')}
STELLWERK_NAMES
}

rules() {
  cat <<'STELLWERK_RULES'
${ruleset(input, lines, names)}
STELLWERK_RULES
}

# One transaction: no name is without addresses in between. A name that does not resolve keeps what it had.
refresh() {
  names | while read -r label name; do
    [ -n "$label" ] || continue
    for family in 4 6; do
      addresses=$(getent "ahostsv$family" "$name" | while read -r address rest; do case $address in ::ffff:*) ;; *) echo "$address" ;; esac; done | sort -u | paste -sd , -) || addresses=
      if [ -n "$addresses" ]; then
        printf 'flush set inet stellwerk %s_v%s\\nadd element inet stellwerk %s_v%s { %s }\\n' "$label" "$family" "$label" "$family" "$addresses" | nft -f -
      elif [ "$family" = 4 ]; then
        echo "! $name: ${input.locale === 'de' ? 'keine Adresse gefunden' : 'no address found'}" >&2
      fi
    done
  done
}

case "\${1:-load}" in
  load) rules | nft -f - && refresh ;;
  refresh) refresh ;;
  unload) nft delete table inet stellwerk ;;
  *) echo "load | refresh | unload" >&2; exit 2 ;;
esac
`;
}
