import { from, shellWord } from '../certificate/sentences.js';
import type { Locale, Params } from '../locale.js';
import { value, when } from '../text/words.js';
import { purposeText, STARFACE_HOSTS, VENDOR_HOSTS_SOURCE } from './data/vendor-hosts.js';
import type { TcpFacts } from './facts.js';
import type { FindingEntry } from './finding-text.js';
import type { CheckParams } from './kinds.js';
import { endpointName } from './names.js';
import { fine, type RuleResult } from './rule-result.js';

const target = (p: Params): string => value(p, 'where', '–');
const forWhat = (p: Params, locale: Locale): string => when(p, 'purpose', (purpose) => ` (${purposeText(purpose, locale)})`);
const address = (p: Params): string => when(p, 'address', (ip) => ` (${ip})`);
const S2 = VENDOR_HOSTS_SOURCE;
const RFC = from('RFC 9293 §3.10');
const host = (p: Params): string => shellWord(value(p, 'host', '–'));
const tryDe = (p: Params): string => `Prüfen Sie von dort aus:\n    Test-NetConnection ${host(p)} -Port ${value(p, 'port', '?')}`;
const tryEn = (p: Params): string => `Try from there:\n    Test-NetConnection ${host(p)} -Port ${value(p, 'port', '?')}`;

/** What a PBX needs of its vendor's hosts: there is nothing of one's own to look after at the other end. */
const VENDORS: ReadonlySet<string> = new Set(STARFACE_HOSTS.map((one) => one.purpose));
const isVendors = (p: Params): boolean => VENDORS.has(value(p, 'purpose', ''));
const outboundDe = (p: Params): string =>
  `Erlauben Sie in der Firewall des Kunden ausgehend TCP zu ${target(p)}, ohne Proxy oder Webfilter dazwischen.\n${tryDe(p)}`;
const outboundEn = (p: Params): string =>
  `Allow TCP outbound to ${target(p)} in the customer’s firewall, without a proxy or web filter in between.\n${tryEn(p)}`;

export const REACH_FINDINGS = {
  'port-refused': {
    rule: 'PORT-01',
    source: RFC,
    title: {
      de: (p) => `${target(p)} lehnt Verbindungen ab${forWhat(p, 'de')}`,
      en: (p) => `${target(p)} refuses connections${forWhat(p, 'en')}`,
    },
    text: {
      de: (p) => `Der Rechner${address(p)} antwortet, aber auf Port ${value(p, 'port', '?')} lauscht nichts, oder eine Firewall weist ab.`,
      en: (p) => `The host${address(p)} answers, but nothing listens on port ${value(p, 'port', '?')}, or a firewall rejects.`,
    },
    fix: {
      de: (p) =>
        isVendors(p)
          ? outboundDe(p)
          : `Sehen Sie nach, ob der Dienst läuft und auf Port ${value(p, 'port', '?')} lauscht (netstat -ano | findstr :${value(p, 'port', '?')}), und ob die Portweiterleitung auf den richtigen Rechner zeigt.\n${tryDe(p)}`,
      en: (p) =>
        isVendors(p)
          ? outboundEn(p)
          : `See whether the service runs and listens on port ${value(p, 'port', '?')} (netstat -ano | findstr :${value(p, 'port', '?')}), and whether the port forwarding leads to the right host.\n${tryEn(p)}`,
    },
  },
  'port-filtered': {
    rule: 'PORT-01',
    source: S2,
    title: { de: (p) => `${target(p)} antwortet nicht${forWhat(p, 'de')}`, en: (p) => `${target(p)} does not answer${forWhat(p, 'en')}` },
    text: {
      de: (p) =>
        `Auf den Verbindungsaufbau${address(p)} kam keine Antwort: Meist verwirft eine Firewall die Pakete, oder der Rechner ist aus.`,
      en: (p) => `Nothing came back when connecting${address(p)}: mostly a firewall drops the packets, or the host is off.`,
    },
    fix: {
      de: (p) => (isVendors(p) ? outboundDe(p) : `Erlauben Sie in jeder Firewall dazwischen TCP zu ${target(p)}.\n${tryDe(p)}`),
      en: (p) => (isVendors(p) ? outboundEn(p) : `Allow TCP to ${target(p)} in every firewall on the way.\n${tryEn(p)}`),
    },
  },
  'port-unreachable': {
    rule: 'PORT-01',
    source: RFC,
    title: {
      de: (p) => `${target(p)} ist nicht erreichbar${forWhat(p, 'de')}`,
      en: (p) => `${target(p)} is unreachable${forWhat(p, 'en')}`,
    },
    text: {
      de: (p) => `Ein Router oder der Rechner selbst meldet, dass kein Weg dorthin führt${address(p)}.`,
      en: (p) => `A router, or the host itself, reports that no route leads there${address(p)}.`,
    },
    fix: {
      de: (p) => `Prüfen Sie Adresse, Routing und VPN zu ${host(p)}.\n${tryDe(p)}`,
      en: (p) => `Check address, routing and VPN to ${host(p)}.\n${tryEn(p)}`,
    },
  },
  'port-exposed': {
    rule: 'PORT-02',
    source: S2,
    title: {
      de: (p) => `${target(p)} ist von außen erreichbar${forWhat(p, 'de')}`,
      en: (p) => `${target(p)} can be reached from outside${forWhat(p, 'en')}`,
    },
    text: {
      de: (p) => `Dieser Port soll nicht erreichbar sein, hat aber eine Verbindung angenommen${address(p)}.`,
      en: (p) => `This port is meant to be closed, yet it accepted a connection${address(p)}.`,
    },
    fix: {
      de: (p) =>
        `Entfernen Sie in der Firewall die Weiterleitung oder Freigabe für TCP ${value(p, 'port', '?')} auf ${host(p)}; für den Zugriff von außen eignen sich ein VPN oder ein Tunnel.`,
      en: (p) =>
        `Remove the forwarding or permission for TCP ${value(p, 'port', '?')} to ${host(p)} from the firewall; use a VPN or a tunnel for access from outside.`,
    },
  },
  'port-not-offered': {
    rule: 'PORT-01',
    source: S2,
    title: { de: (p) => `${target(p)} wird hier nicht angeboten`, en: (p) => `${target(p)} is not offered here` },
    text: {
      de: () => 'Der Port ist von hier aus geschlossen. Das ist in Ordnung, solange ihn niemand von außen braucht.',
      en: () => 'The port is closed as seen from here. That is fine as long as nobody needs it from outside.',
    },
    fix: { de: () => '', en: () => '' },
  },
  'port-unknown': {
    rule: 'PORT-01',
    source: from('Stellwerk: check catalogue'),
    title: {
      de: (p) => `Ob ${target(p)} erreichbar ist, war nicht zu erkennen`,
      en: (p) => `Whether ${target(p)} can be reached could not be told`,
    },
    text: {
      de: (p) =>
        `Der Versuch kam nicht bis zum Ziel${when(p, 'why', (why) => ` (${why})`)}${when(p, 'detail', (detail) => `: ${detail}`)}.`,
      en: (p) =>
        `The attempt did not get as far as the target${when(p, 'why', (why) => ` (${why})`)}${when(p, 'detail', (detail) => `: ${detail}`)}.`,
    },
    fix: {
      de: () => 'Sehen Sie nach, ob der Name sich auflösen lässt und der Standort, von dem aus geprüft wird, selbst erreichbar ist.',
      en: () => 'See whether the name resolves, and whether the place it is looked at from can be reached itself.',
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type ReachCode = keyof typeof REACH_FINDINGS;

/** Values that sentences about a connection use. */
export const aboutConnection = (where: { readonly host: string; readonly port: number }, tcp: TcpFacts): Params => ({
  where: endpointName(where.host, where.port),
  host: where.host,
  port: where.port,
  ...(tcp.address === null ? {} : { address: tcp.address }),
  ...(tcp.connectMs === null ? {} : { connectMs: tcp.connectMs }),
  ...(tcp.unable === null ? {} : { why: tcp.unable.code }),
  ...(tcp.unable?.detail == null ? {} : { detail: tcp.unable.detail }),
});

const CODES = { refused: 'port-refused', filtered: 'port-filtered', unreachable: 'port-unreachable' } as const;

/** PORT-01: a port that must be open. */
export function judgeOpen(where: { readonly host: string; readonly port: number }, tcp: TcpFacts, purpose = ''): RuleResult<ReachCode> {
  const params = { ...aboutConnection(where, tcp), ...(purpose === '' ? {} : { purpose }) };
  const rule = { rule: 'PORT-01', subject: '', params };
  if (tcp.verdict === 'open') return fine('PORT-01', params);
  if (tcp.verdict === 'unable-to-tell') return { ...rule, status: 'unable-to-tell', code: 'port-unknown' };
  return { ...rule, status: 'fail', code: CODES[tcp.verdict] };
}

/** PORT-01 of a service that need not be offered: closed is an answer, and nothing more is asked. Null: it is open, or could not be told. */
export function notOffered(
  where: { readonly host: string; readonly port: number; readonly optional: boolean },
  tcp: TcpFacts,
): RuleResult<ReachCode> | null {
  if (!where.optional || tcp.verdict === 'open' || tcp.verdict === 'unable-to-tell') return null;
  return { rule: 'PORT-01', status: 'skipped', code: 'port-not-offered', subject: '', params: aboutConnection(where, tcp) };
}

/** PORT-01 or, turned round, PORT-02: a port that must not be reachable. */
export function judgePort(params: CheckParams<'tcp-port'>, facts: TcpFacts): readonly RuleResult<ReachCode>[] {
  if (params.expect === 'open') return [judgeOpen(params, facts, params.purpose)];
  const about = { ...aboutConnection(params, facts), ...(params.purpose === '' ? {} : { purpose: params.purpose }) };
  const rule = { rule: 'PORT-02', subject: '', params: about };
  if (facts.verdict === 'unable-to-tell') return [{ ...rule, status: 'unable-to-tell', code: 'port-unknown' }];
  return [facts.verdict === 'open' ? { ...rule, status: 'fail', code: 'port-exposed' } : fine('PORT-02', about)];
}
