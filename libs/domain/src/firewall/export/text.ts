import type { Locale } from '../../locale.js';
import { ODDITIES } from '../data/oddities.js';
import type { FirewallRule, Party, PartyKey, PortRange, RuleDirection } from '../rule.js';
import { FIREWALL_WARNINGS } from '../warnings.js';
import { type Words, words } from '../words.js';
import { commentText } from './clean.js';
import type { ExportInput, Line } from './compile.js';

const PARTY: Readonly<Record<PartyKey, Words>> = {
  pbx: words('Anlage', 'PBX'),
  phones: words('Telefone', 'Phones'),
  lan: words('LAN', 'LAN'),
  internet: words('Internet', 'Internet'),
  management: words('Fernwartung', 'Management'),
  vendor: words('Hersteller', 'Vendor'),
  providers: words('SIP-Provider', 'SIP providers'),
  peers: words('Andere Anlagen', 'Other PBXs'),
  directory: words('Verzeichnis', 'Directory'),
  monitoring: words('Überwachung', 'Monitoring'),
  proxy: words('Reverse-Proxy', 'Reverse proxy'),
  'ssh-server': words('SSH-Server', 'SSH server'),
};
export const DIRECTION: Readonly<Record<RuleDirection, Words>> = {
  in: words('eingehend', 'inbound'),
  out: words('ausgehend', 'outbound'),
  lan: words('im inneren Netz', 'inner network'),
};
const ACTION = { allow: words('erlauben', 'allow'), block: words('sperren', 'block') } as const;

export const partyName = (key: PartyKey, locale: Locale): string => PARTY[key][locale];
export const directionName = (direction: RuleDirection, locale: Locale): string => DIRECTION[direction][locale];
export const actionName = (action: FirewallRule['action'], locale: Locale): string => ACTION[action][locale];

/** `443`, `10000-20000`. */
export const rangeText = ({ from, to }: PortRange, mark = '-'): string => (from === to ? String(from) : `${from}${mark}${to}`);
export const portsText = (ports: readonly PortRange[], mark = '-'): string => ports.map((range) => rangeText(range, mark)).join(', ');

/** Who, with addresses and names; `any` where it is everybody. */
export function partyText(party: Party, locale: Locale): string {
  const where = [...party.names, ...party.addresses].join(', ');
  const name = partyName(party.key, locale);
  if (where !== '') return `${name}: ${where}`;
  return party.key === 'internet' ? name : `${name} (${locale === 'de' ? 'beliebig' : 'any'})`;
}

/** Everything that somebody should know about a rule, as sentences. */
export const remarks = (rule: FirewallRule, locale: Locale): readonly string[] => [
  ...rule.warnings.map((code) => FIREWALL_WARNINGS[code][locale]),
  ...rule.oddities.map((code) => ODDITIES[code][locale]),
  ...(rule.inferred
    ? [
        locale === 'de'
          ? 'Die Richtung ist unsere Ableitung; der Hersteller nennt keine.'
          : 'The direction is our inference; the vendor names none.',
      ]
    : []),
];

export const sourceText = ({ from }: FirewallRule, locale: Locale): string =>
  locale === 'de' ? `${from.from}, Stand ${from.checkedOn}` : `${from.from}, as of ${from.checkedOn}`;

/** The line above a rule: number, purpose and reason. */
export const lineTitle = ({ number, rule }: Line, locale: Locale): string =>
  commentText(
    `${number}. ${actionName(rule.action, locale)}, ${directionName(rule.direction, locale)}: ${rule.purpose[locale]} – ${rule.why[locale]} [${rule.id}]`,
  );

const HEAD = {
  title: words('Firewall-Regeln für', 'Firewall rules for'),
  empty: words('Noch keine Regeln: Die Adresse der Anlage fehlt.', 'No rules yet: the address of the PBX is missing.'),
  read: words(
    'Vor dem Laden lesen. Für die Absicherung des Netzes ist sein Betreiber verantwortlich.',
    'Read before loading. Whoever runs the network is responsible for its protection.',
  ),
} as const;

/** What stands at the top of every file, line by line, without the mark of a comment. */
export const heading = ({ plan, locale, title }: ExportInput, notes: readonly Words[]): readonly string[] =>
  [
    `${HEAD.title[locale]} ${title}`,
    HEAD.read[locale],
    ...(plan.warnings.includes('pbx-address-missing') ? [HEAD.empty[locale]] : []),
    ...notes.map((note) => note[locale]),
    ...plan.warnings.map((code) => `! ${FIREWALL_WARNINGS[code][locale]}`),
  ].map(commentText);

export const commented = (lines: readonly string[], mark = '#'): string => lines.map((line) => `${mark} ${line}`.trimEnd()).join('\n');
