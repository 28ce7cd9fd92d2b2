import type { FindingEntry } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { parseAddress } from '../network/address.js';
import { copyable, entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { AgreementCode } from './agreement.js';
import type { SilenceCode } from './answers.js';

/** A question to one server; the nslookup of Windows does not know CAA. */
const lookUp = (p: Params, server: string): string =>
  p.type === 'CAA'
    ? `    dig CAA ${copyable(p, 'name')} @${server}`
    : `    nslookup -nosearch -type=${copyable(p, 'type')} ${copyable(p, 'name')} ${server}`;

/** `192.0.2.53: …` and `ns.acme.example (192.0.2.53): …`, as `answersSaid` writes them: the addresses that can be asked again. */
const serversOf = (p: Params): readonly string[] => {
  const said = Array.isArray(p.answers) ? (p.answers as readonly string[]) : [];
  const addresses = said.flatMap((one) => /^(?:[^()\s]+ \(([^()]+)\)|(\S+)): /.exec(one)?.slice(1).filter(Boolean) ?? []);
  return [...new Set(addresses.filter((one) => parseAddress(one) !== null))];
};
const lookUpAll = (p: Params): string =>
  serversOf(p)
    .map((server) => `\n${lookUp(p, server)}`)
    .join('');

const list = (p: Params, name: string): string => value(p, name, '–');

/** What DNS servers say, or do not say, whatever is asked. */
export const ANSWER_FINDINGS = {
  'dns-servfail': entry(
    'DNS-01',
    'RFC 1035 §4.1.1, RFC 4035 §5.5',
    {
      title: 'Der DNS-Server meldet einen Fehler (SERVFAIL)',
      text: 'Auf die Frage nach {name} ({type}) antwortete kein DNS-Server mit einer Auskunft: {answers}. Ob der Eintrag besteht, lässt sich so nicht sagen. Häufig ist die DNSSEC-Signatur ungültig oder ein Nameserver der Zone nicht erreichbar.',
      fix: (p) => `Fragen Sie die Nameserver der Zone einzeln ab und prüfen Sie DNSSEC beim Anbieter der Domäne:\n${lookUp(p, '8.8.8.8')}`,
    },
    {
      title: 'The DNS server reports a failure (SERVFAIL)',
      text: 'Asked for {name} ({type}), no DNS server gave an answer: {answers}. Whether the record exists cannot be told. Often the DNSSEC signature is invalid or a name server of the zone is out of reach.',
      fix: (p) => `Ask each name server of the zone and check DNSSEC at the provider of the domain:\n${lookUp(p, '8.8.8.8')}`,
    },
  ),
  'dns-refused': entry(
    'DNS-01',
    'RFC 1035 §4.1.1',
    {
      title: 'Der DNS-Server verweigert die Antwort (REFUSED)',
      text: 'Auf die Frage nach {name} ({type}) wurde die Auskunft verweigert: {answers}. Über den Eintrag sagt das nichts.',
      fix: 'Prüfen Sie, ob der gefragte DNS-Server Anfragen von hier zulässt, und ob die Nameserver der Zone für sie zuständig sind.',
    },
    {
      title: 'The DNS server refuses to answer (REFUSED)',
      text: 'Asked for {name} ({type}), the answer was refused: {answers}. This says nothing about the record.',
      fix: 'Check whether the DNS server accepts questions from here, and whether the name servers of the zone are responsible for it.',
    },
  ),
  'dns-timeout': entry(
    'DNS-01',
    'RFC 1035 §4.2.1',
    {
      title: 'Kein DNS-Server hat geantwortet',
      text: 'Auf die Frage nach {name} ({type}) kam rechtzeitig keine Antwort: {answers}. Über den Eintrag sagt das nichts.',
      fix: 'Meist ist es vorübergehend. Bleibt es dabei, prüfen Sie, ob DNS (Port 53, UDP und TCP) von hier aus möglich ist.',
    },
    {
      title: 'No DNS server answered',
      text: 'Asked for {name} ({type}), no answer came in time: {answers}. This says nothing about the record.',
      fix: 'This is mostly temporary. If it stays, check that DNS (port 53, UDP and TCP) is possible from here.',
    },
  ),
  'dns-unreadable': entry(
    'DNS-01',
    'RFC 1035 §4.1',
    {
      title: 'Die Antwort des DNS-Servers ist nicht lesbar',
      text: 'Die Antwort auf die Frage nach {name} ({type}) war keine gültige DNS-Nachricht: {answers}.',
      fix: 'Prüfen Sie den DNS-Server oder die Firewall davor: Manche Firewalls verändern DNS-Antworten.',
    },
    {
      title: 'The answer of the DNS server cannot be read',
      text: 'The answer about {name} ({type}) was no valid DNS message: {answers}.',
      fix: 'Check the DNS server or the firewall in front of it: some firewalls alter DNS answers.',
    },
  ),
  'dns-no-answer': entry(
    'DNS-01',
    'RFC 1035 §4.1.1',
    {
      title: 'Keine Auskunft vom DNS',
      text: (p) =>
        `Über ${value(p, 'name', '?')} war keine Auskunft zu bekommen${list(p, 'answers') === '–' ? '' : `: ${list(p, 'answers')}`}.`,
      fix: 'Meist ist es vorübergehend. Bleibt es dabei, prüfen Sie die Nameserver der Zone.',
    },
    {
      title: 'No answer from DNS',
      text: (p) => `Nothing could be learnt about ${value(p, 'name', '?')}${list(p, 'answers') === '–' ? '' : `: ${list(p, 'answers')}`}.`,
      fix: 'This is mostly temporary. If it stays, check the name servers of the zone.',
    },
  ),
  'dns-alias-loop': entry(
    'DNS-01',
    'RFC 1034 §3.6.2',
    {
      title: 'Die CNAME-Einträge drehen sich im Kreis',
      text: '{name} ist ein Alias, der über andere Aliase auf sich selbst zurückführt. Kein Partner findet so eine Adresse.',
      fix: 'Ersetzen Sie in der Zone einen der CNAME-Einträge durch einen A-Eintrag mit der öffentlichen Adresse.',
    },
    {
      title: 'The CNAME records lead in a circle',
      text: '{name} is an alias that leads back to itself through other aliases. No partner finds an address this way.',
      fix: 'Replace one of the CNAME records of the zone by an A record with the public address.',
    },
  ),
  'dns-disagree': entry(
    'DNS-09',
    'RFC 1034 §4.3.5',
    {
      title: 'DNS-Server widersprechen sich über {name} ({type})',
      text: 'Nicht alle sagen dasselbe: {answers}. Nach einer Änderung ist das bis zum Ablauf der TTL normal; bleibt es so, hat ein Nameserver einen alten Stand, oder eine interne Zone überdeckt die öffentliche.',
      fix: (p) =>
        `Warten Sie die TTL ab. Danach fragen Sie jeden Server einzeln; welcher noch das Alte sagt, muss die Zone neu laden.${lookUpAll(p)}`,
    },
    {
      title: 'DNS servers contradict each other about {name} ({type})',
      text: 'They do not all say the same: {answers}. After a change this is normal until the TTL is over; if it stays, a name server is behind, or an internal zone covers the public one.',
      fix: (p) =>
        `Wait for the TTL. Then ask each server by itself; one that still says the old has to load the zone again.${lookUpAll(p)}`,
    },
  ),
  'dns-some-servfail': entry(
    'DNS-09',
    'RFC 4035 §5.5',
    {
      title: 'Manche DNS-Server können den Namen nicht auflösen',
      text: 'Zu {name} ({type}) geben einige Server Auskunft, andere melden SERVFAIL: {answers}. Partner hinter diesen Servern erreichen Sie nicht; oft ist die DNSSEC-Signatur ungültig.',
      fix: 'Prüfen Sie DNSSEC (DS-Eintrag und Signaturen) beim Anbieter der Domäne.',
    },
    {
      title: 'Some DNS servers cannot resolve the name',
      text: 'About {name} ({type}) some servers answer, others report SERVFAIL: {answers}. Partners behind those do not reach you; often the DNSSEC signature is invalid.',
      fix: 'Check DNSSEC (DS record and signatures) at the provider of the domain.',
    },
  ),
  'dns-ttl-long': entry(
    'DNS-09',
    'RFC 1035 §3.2.1',
    {
      title: 'Die TTL ist lang: Änderungen kommen spät an',
      text: '{name} ({type}) hat eine TTL von {ttl} Sekunden. Nach einem Umzug erreichen manche Partner noch {hours} Stunden lang die alte Adresse.',
      fix: 'Setzen Sie die TTL vor einem Umzug auf höchstens {recommended} Sekunden, und warten Sie die alte TTL ab.',
    },
    {
      title: 'The TTL is long: changes arrive late',
      text: '{name} ({type}) has a TTL of {ttl} seconds. After a move some partners still reach the old address for {hours} hours.',
      fix: 'Before a move set the TTL to {recommended} seconds at most, and wait for the old TTL to pass.',
    },
  ),
} as const satisfies Record<SilenceCode | AgreementCode, FindingEntry>;
