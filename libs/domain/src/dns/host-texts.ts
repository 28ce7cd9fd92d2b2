import type { FindingEntry } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { copyable, entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { AddressListCode } from './address-list.js';
import type { AgreementCode } from './agreement.js';
import type { SilenceCode } from './answers.js';
import type { HostCode } from './host.js';
import type { InternalNameCode } from './internal.js';

const list = (p: Params, name: string): string => value(p, name, '–');
/** Records to copy, one a line. */
const records = (p: Params): string => {
  const expected = Array.isArray(p.expected) ? p.expected : [];
  const line = (address: string) => `\n    ${copyable(p, 'name')}.  3600  IN  ${copyable(p, 'type')}  ${address}`;
  return expected
    .filter((address: string) => /^[\da-f.:]+$/.test(address))
    .map(line)
    .join('');
};

export const HOST_FINDINGS = {
  'name-does-not-exist': entry(
    'DNS-01',
    'C4B: XPhone Connect 9, Kapitel Federation; RFC 8020',
    {
      title: 'Den Namen {name} gibt es im DNS nicht',
      text: 'Alle DNS-Server, die geantwortet haben, sagen NXDOMAIN: {answers}. Ohne Eintrag erreicht kein Partner diesen Server.',
      fix: 'Legen Sie im öffentlichen DNS einen A-Eintrag für {name} mit der öffentlichen IP-Adresse an, und prüfen Sie ihn:\n    nslookup -nosearch -type=A {name} 8.8.8.8',
    },
    {
      title: 'The name {name} does not exist in DNS',
      text: 'Every DNS server that answered says NXDOMAIN: {answers}. Without a record no partner reaches this server.',
      fix: 'Create an A record for {name} with the public IP address in public DNS, and check it:\n    nslookup -nosearch -type=A {name} 8.8.8.8',
    },
  ),
  'name-without-address': entry(
    'DNS-01',
    'C4B: XPhone Connect 9, Kapitel Federation; RFC 2308 §2.2',
    {
      title: '{name} hat keine Adresse',
      text: 'Der Name besteht, hat aber keinen A-Eintrag: {answers}. Kein Partner erreicht diesen Server.',
      fix: 'Ergänzen Sie im öffentlichen DNS einen A-Eintrag (oder ALIAS) für {name}, und prüfen Sie ihn:\n    nslookup -nosearch -type=A {name} 8.8.8.8',
    },
    {
      title: '{name} has no address',
      text: 'The name exists but has no A record: {answers}. No partner reaches this server.',
      fix: 'Add an A record (or ALIAS) for {name} in public DNS, and check it:\n    nslookup -nosearch -type=A {name} 8.8.8.8',
    },
  ),
  'name-only-ipv6': entry(
    'DNS-01',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{name} ist nur über IPv6 erreichbar',
      text: 'Es gibt nur AAAA-Einträge ({addresses}). Verlangt ist ein A-Eintrag; Partner ohne IPv6 erreichen den Server nicht.',
      fix: 'Ergänzen Sie einen A-Eintrag mit der öffentlichen IPv4-Adresse.',
    },
    {
      title: '{name} is reachable over IPv6 only',
      text: 'There are AAAA records only ({addresses}). An A record is required; partners without IPv6 do not reach the server.',
      fix: 'Add an A record with the public IPv4 address.',
    },
  ),
  'address-not-declared': entry(
    'DNS-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die öffentliche Adresse ist nicht eingetragen',
      text: 'Ohne die öffentliche Adresse von {name} lässt sich nicht vergleichen, ob der DNS-Eintrag stimmt.',
      fix: 'Tragen Sie die öffentliche IP-Adresse ein.',
    },
    {
      title: 'The public address is not recorded',
      text: 'Without the public address of {name} nobody can compare whether the DNS record is right.',
      fix: 'Enter the public IP address.',
    },
  ),
  'address-differs': entry(
    'DNS-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{name} führt zu einer anderen Adresse',
      text: 'Eingetragen ist {expected}, im DNS steht {found}. Verbindungen kommen bei einem anderen Anschluss an.',
      fix: (p) => `Ändern Sie den Eintrag im öffentlichen DNS, oder berichtigen Sie die hier eingetragene Adresse:${records(p)}`,
    },
    {
      title: '{name} leads to another address',
      text: 'Declared is {expected}, DNS says {found}. Connections arrive somewhere else.',
      fix: (p) => `Change the record in public DNS, or correct the address declared here:${records(p)}`,
    },
  ),
  'address-extra': entry(
    'DNS-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{name} führt auch zu einer nicht eingetragenen Adresse',
      text: 'Im DNS steht außer {expected} noch {extra}. Ein Teil der Verbindungen landet dort.',
      fix: (p) =>
        `Löschen Sie den überzähligen Eintrag (${list(p, 'extra')}), oder tragen Sie die Adresse hier ein. Bleiben soll:${records(p)}`,
    },
    {
      title: '{name} also leads to an address that is not declared',
      text: 'Besides {expected}, DNS has {extra}. Some of the connections end up there.',
      fix: (p) => `Delete the surplus record (${list(p, 'extra')}), or declare the address here. What should remain:${records(p)}`,
    },
  ),
  'address-missing': entry(
    'DNS-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Eine eingetragene Adresse von {name} fehlt im DNS',
      text: 'Eingetragen sind {expected}, im DNS fehlt {missing}.',
      fix: (p) => `Ergänzen Sie den fehlenden Eintrag (${list(p, 'missing')}), oder entfernen Sie die Adresse hier.`,
    },
    {
      title: 'A declared address of {name} is missing in DNS',
      text: 'Declared are {expected}; DNS lacks {missing}.',
      fix: (p) => `Add the missing record (${list(p, 'missing')}), or remove the address here.`,
    },
  ),
  'address-undeclared': entry(
    'DNS-02',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{name} hat einen {type}-Eintrag, der hier nicht eingetragen ist',
      text: 'Im DNS steht {found}. Partner, die diesen Weg wählen, brauchen auch dort eine Firewall-Regel.',
      fix: 'Leiten Sie den Port auch auf dieser Adresse weiter und tragen Sie sie hier ein, oder löschen Sie den {type}-Eintrag.',
    },
    {
      title: '{name} has an {type} record that is not declared here',
      text: 'DNS says {found}. Partners that choose this way need a firewall rule there, too.',
      fix: 'Forward the port on this address, too, and declare it here, or delete the {type} record.',
    },
  ),
  'address-not-public': entry(
    'DNS-03',
    'RFC 6890, RFC 1918, RFC 6598',
    {
      title: '{name} führt zu einer Adresse, die es im Internet nicht gibt',
      text: '{address} gehört zur Klasse „{class}“. Partner im Internet erreichen sie nicht.',
      fix: 'Tragen Sie im öffentlichen DNS die öffentliche Adresse der Firewall ein. Die interne Adresse gehört nur in die interne DNS-Zone (Split DNS).',
    },
    {
      title: '{name} leads to an address that does not exist on the internet',
      text: '{address} is of the class “{class}”. Partners on the internet do not reach it.',
      fix: 'Enter the firewall’s public address in public DNS. The internal address belongs into the internal zone only (split DNS).',
    },
  ),
  'address-documentation': entry(
    'DNS-03',
    'RFC 5737, RFC 3849',
    {
      title: '{address} ist eine Beispieladresse',
      text: 'Die Adresse ist für Dokumentation reserviert und im Internet nicht erreichbar. Vermutlich wurde ein Beispiel übernommen.',
      fix: 'Ersetzen Sie sie durch die tatsächliche öffentliche Adresse.',
    },
    {
      title: '{address} is a sample address',
      text: 'The address is reserved for documentation and unreachable on the internet. An example was probably copied.',
      fix: 'Replace it by the real public address.',
    },
  ),
  'listed-name-unresolved': entry(
    'DNS-11',
    'STARFACE: Port- und Firewall-Anforderungen',
    {
      title: '{name} führt zu keiner Adresse',
      text: 'Der Name des Anbieters ist im DNS nicht (mehr) zu finden.',
      fix: 'Prüfen Sie die aktuellen Angaben des Herstellers, bevor Sie Firewall-Regeln ändern.',
    },
    {
      title: '{name} leads to no address',
      text: 'The vendor’s name is not (or no longer) found in DNS.',
      fix: 'Check what the vendor says now before you change firewall rules.',
    },
  ),
  'address-unlisted': entry(
    'DNS-11',
    'STARFACE: Port- und Firewall-Anforderungen',
    {
      title: '{name} führt zu {address}, was nicht in der Liste steht',
      text: 'Eine Firewall, die nur die bekannten Adressen zulässt, sperrt diese.',
      fix: 'Prüfen Sie die Liste des Herstellers, und geben Sie die Adresse in der Firewall frei:\n    {address}',
    },
    {
      title: '{name} leads to {address}, which is not on the list',
      text: 'A firewall that allows the known addresses only blocks this one.',
      fix: 'Check the vendor’s list, and allow the address in the firewall:\n    {address}',
    },
  ),
  'address-list-unused': entry(
    'DNS-11',
    'STARFACE: Port- und Firewall-Anforderungen',
    {
      title: '{count} Adressen der Liste gibt {name} gerade nicht aus',
      text: 'Nicht im DNS: {unused}. Sie können als Ausweichadressen gedacht sein.',
      fix: '',
    },
    {
      title: '{name} does not give {count} addresses of the list at present',
      text: 'Not in DNS: {unused}. They may be kept as fallback.',
      fix: '',
    },
  ),
  'internal-name-missing': entry(
    'DNS-12',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Intern führt {name} zu keiner Adresse',
      text: 'Rechner im Kundennetz finden den Server unter seinem öffentlichen Namen nicht.',
      fix: 'Ergänzen Sie in der internen DNS-Zone:\n    {name}.  3600  IN  {type}  {internalAddress}',
    },
    {
      title: 'Inside, {name} leads to no address',
      text: 'Machines in the customer’s network do not find the server by its public name.',
      fix: 'Add to the internal DNS zone:\n    {name}.  3600  IN  {type}  {internalAddress}',
    },
  ),
  'internal-name-differs': entry(
    'DNS-12',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Intern führt {name} nicht zur internen Adresse',
      text: 'Im Kundennetz ergibt der Name {found}, der Server hat {internalAddress}. Das geht nur, wenn die Firewall Verbindungen von innen auf ihre eigene öffentliche Adresse zurückleitet (NAT-Reflexion).',
      fix: 'Legen Sie in der internen DNS-Zone einen Eintrag an, wenn interne Rechner den Server unter diesem Namen ansprechen:\n    {name}.  3600  IN  {type}  {internalAddress}',
    },
    {
      title: 'Inside, {name} does not lead to the internal address',
      text: 'In the customer’s network the name gives {found}, the server has {internalAddress}. This works only where the firewall turns connections from inside back to its own public address (NAT reflection).',
      fix: 'Create a record in the internal DNS zone if machines inside use this name:\n    {name}.  3600  IN  {type}  {internalAddress}',
    },
  ),
} as const satisfies Record<Exclude<HostCode | AddressListCode | InternalNameCode, SilenceCode | AgreementCode>, FindingEntry>;
