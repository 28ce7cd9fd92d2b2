import type { PortRange } from '../rule.js';
import { words } from '../words.js';
import { canonical, compile, type ExportInput, familyOf, type Line, type Side } from './compile.js';
import { border } from './nftables.js';
import { commented, heading, lineTitle, rangeText } from './text.js';

const NOTES = [
  words(
    'Für einen Linux-Router mit iptables. Aufruf: sh DATEI [load|unload]; braucht iptables und getent, für IPv6-Adressen ip6tables.',
    'For a Linux router with iptables. Use: sh FILE [load|unload]; needs iptables and getent, and ip6tables for IPv6 addresses.',
  ),
  words(
    'Eigene Ketten STELLWERK und STELLWERK-NAT: unload entfernt sie ganz. Hostnamen werden beim Laden aufgelöst; load erneut aufrufen löst neu auf.',
    'Chains of its own, STELLWERK and STELLWERK-NAT: unload removes all of them. Host names are resolved when loading; load again to resolve anew.',
  ),
  words(
    'Zwischen Internet und Anlage ist nur das Aufgeführte erlaubt; der Verkehr der inneren Netze untereinander wird nicht eingeschränkt.',
    'Between the internet and the PBX only what is listed is allowed; traffic among the inner networks is not restricted.',
  ),
] as const;

/** `multiport` takes 15 ports, a range counts twice. */
function portMatches(ports: readonly PortRange[]): readonly string[] {
  const groups: PortRange[][] = [];
  let room = 0;
  for (const range of ports) {
    const size = range.from === range.to ? 1 : 2;
    if (room < size) {
      groups.push([]);
      room = 15;
    }
    groups.at(-1)?.push(range);
    room -= size;
  }
  return groups.map((group) => `-m multiport --dports ${group.map((range) => rangeText(range, ':')).join(',')}`);
}

const command = (family: 4 | 6): string => `ip${family}`;

/** One rule; where an end is a name, a loop over what it resolves to. Values are addresses, networks and names in A-labels: no shell reads more into them. */
function commands(line: Line, family: 4 | 6): readonly string[] {
  const target = line.rule.action === 'allow' ? 'ACCEPT' : 'DROP';
  const given = (side: Side, flag: string): readonly string[] => {
    const addresses = familyOf(side, family);
    const fixed = addresses === null ? [] : [addresses.length === 0 ? '' : `${flag} ${addresses.join(',')} `];
    return [...fixed, ...side.names.map((name) => `${flag} @${name}`)];
  };
  const [sources, destinations] = [given(line.source, '-s'), given(line.destination, '-d')];
  if (line.source.any && line.destination.any) return [];
  return sources
    .flatMap((source) => destinations.map((destination) => [source, destination] as const))
    .filter((ends) => ends.some((end) => end !== ''))
    .flatMap((ends) => {
      const name = ends.map((end) => /@(.*)$/.exec(end)?.[1]).find((found) => found !== undefined);
      const match = ends.map((end) => end.replace(/@.*$/, '"$address" ')).join('');
      return portMatches(line.rule.ports).map((ports) => {
        const rule = `${command(family)} -A STELLWERK ${match}-p ${line.rule.protocol} ${ports} -j ${target}`;
        return name === undefined ? rule : `for address in $(resolve ${family} ${name}); do ${rule}; done`;
      });
    });
}

function forwards(lines: readonly Line[], family: 4 | 6): readonly string[] {
  return lines.flatMap(({ rule }) => {
    if (rule.forward === null) return [];
    const [outer, inner] = [canonical(rule.forward.publicAddress), canonical(rule.forward.address)];
    if (outer === null || inner === null || [outer, inner].some((text) => text.includes(':') !== (family === 6))) return [];
    const [first] = rule.ports;
    const published = rule.forward.port === null ? rule.ports : [{ from: rule.forward.port, to: rule.forward.port }];
    const host = family === 6 ? `[${inner}]` : inner;
    const to = rule.forward.port === null || first === undefined ? host : `${host}:${first.from}`;
    return portMatches(published).map(
      (ports) => `${command(family)} -t nat -A STELLWERK-NAT -d ${outer} -p ${rule.protocol} ${ports} -j DNAT --to-destination ${to}`,
    );
  });
}

function guard(
  input: ExportInput,
  lines: readonly Line[],
  family: 4 | 6,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const { near, ours } = border(input, lines, family);
  const own = input.plan.guarded.filter((text) => text.includes(':') === (family === 6));
  const add = `${command(family)} -A STELLWERK`;
  if (ours.length === 0) return { before: [], after: [] };
  return {
    before: [`${add} -s ${near.join(',')} -d ${ours.join(',')} -j RETURN`, `${add} -s ${ours.join(',')} -d ${near.join(',')} -j RETURN`],
    after:
      own.length === 0
        ? []
        : [`${add} -d ${own.join(',')} -j DROP`, ...(input.plan.guardsOutbound ? [`${add} -s ${own.join(',')} -j REJECT`] : [])],
  };
}

function family(input: ExportInput, lines: readonly Line[], which: 4 | 6): readonly string[] {
  const of = (action: 'allow' | 'block') =>
    lines
      .filter(({ rule }) => rule.action === action)
      .flatMap((line) => {
        const own = commands(line, which);
        return own.length === 0 ? [] : [`# ${lineTitle(line, input.locale)}`, ...own];
      });
  const { before, after } = guard(input, lines, which);
  const run = command(which);
  return [
    `${run} -N STELLWERK`,
    `${run} -t nat -N STELLWERK-NAT`,
    `${run} -A STELLWERK -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`,
    ...of('allow'),
    ...before,
    ...of('block'),
    ...after,
    ...new Set(forwards(lines, which)),
    // Only now, when they are whole, are they asked.
    `${run} -I FORWARD 1 -j STELLWERK`,
    `${run} -t nat -I PREROUTING 1 -j STELLWERK-NAT`,
  ];
}

const usesV6 = (lines: readonly Line[]): boolean =>
  lines.some(
    ({ source, destination }) => source.v6.length > 0 && (destination.any || destination.v6.length > 0 || destination.names.length > 0),
  ) || lines.some(({ source, destination }) => destination.v6.length > 0 && source.any);

/** A shell script of iptables commands, and of ip6tables where the PBX or its networks have IPv6 addresses. */
export function iptables(input: ExportInput): string {
  const lines = compile(input.plan, true);
  const head = `#!/bin/sh\n${commented(heading(input, NOTES))}\n`;
  if (lines.length === 0) return head;
  const families = usesV6(lines) ? ([4, 6] as const) : ([4] as const);
  const removal = families
    .flatMap((which) => {
      const quiet = (rest: string) => `  ${command(which)} ${rest} 2>/dev/null || true`;
      return [
        quiet('-D FORWARD -j STELLWERK'),
        quiet('-t nat -D PREROUTING -j STELLWERK-NAT'),
        ...['STELLWERK', '-t nat STELLWERK-NAT'].flatMap((chain) => {
          const table = chain.startsWith('-t') ? '-t nat ' : '';
          const name = chain.replace('-t nat ', '');
          return [quiet(`${table}-F ${name}`), quiet(`${table}-X ${name}`)];
        }),
      ];
    })
    .join('\n');
  return `${head}set -eu

ip4() { iptables -w "$@"; }
ip6() { ip6tables -w "$@"; }

resolve() {
  getent "ahostsv$1" "$2" | while read -r address rest; do case $address in ::ffff:*) ;; *) echo "$address" ;; esac; done | sort -u
}

unload() {
${removal}
}

load() {
  unload
${families
  .flatMap((which) => family(input, lines, which))
  .map((text) => `  ${text}`)
  .join('\n')}
}

case "\${1:-load}" in
  load) load ;;
  unload) unload ;;
  *) echo "load | unload" >&2; exit 2 ;;
esac
`;
}
