import type { Params } from '../locale.js';
import type { MappingFindingCode } from '../mapping/finding-codes.js';
import { MODULES, type ModuleFindingCode } from '../pbx/modules.js';
import type { ModuleKey } from '../pbx/pbx.js';
import { type Text, value, when } from './words.js';

const module = (p: Params, locale: 'de' | 'en'): string =>
  MODULES[value(p, 'module', 'general') as ModuleKey]?.label[locale] ?? value(p, 'module', '?');
const PRODUCTS: Readonly<Record<string, string>> = {
  starface: 'STARFACE',
  'xphone-connect': 'XPhone Connect',
  'estos-ucserver': 'estos UCServer',
};
const product = (p: Params): string => PRODUCTS[value(p, 'product', '?')] ?? value(p, 'product', '?');
const onPbx = (p: Params): boolean => p.side === 'pbx';
const whoDe = (p: Params): string =>
  when(p, 'from', (from) => `Rechner aus ${from}`) ||
  (onPbx(p) ? 'mit der Anlage verbundene Rechner' : 'alle Rechner, die den SSH-Server erreichen,');
const whoEn = (p: Params): string =>
  when(p, 'from', (from) => `hosts in ${from}`) || (onPbx(p) ? 'hosts connected to the PBX' : 'all hosts that reach the SSH server');
const nextDe = (p: Params): string => when(p, 'suggestion', (port) => ` Frei ist zum Beispiel ${port}.`);
const nextEn = (p: Params): string => when(p, 'suggestion', (port) => ` ${port} is free, for example.`);
const holderDe = (p: Params): string =>
  when(p, 'row', (row) => `in Zeile ${row}`) || when(p, 'tunnel', (name) => `im Tunnel „${name}“`) || 'von einem anderen Tunnel';
const holderEn = (p: Params): string =>
  when(p, 'row', (row) => `in row ${row}`) || when(p, 'tunnel', (name) => `by the tunnel “${name}”`) || 'by another tunnel';

export const FINDING_TEXTS = {
  'too-many': {
    de: (p) => `Ein Tunnel kann höchstens ${value(p, 'limit', '64')} Mappings haben. Verteilen Sie sie auf mehrere Tunnel.`,
    en: (p) => `A tunnel can have at most ${value(p, 'limit', '64')} mappings. Spread them over several tunnels.`,
  },
  'mappings-missing': { de: () => 'Ein Tunnel braucht mindestens ein Mapping.', en: () => 'A tunnel needs at least one mapping.' },
  'mapping-malformed': {
    de: () => 'Dieses Mapping ist nicht lesbar. Prüfen Sie die Felder.',
    en: () => 'This mapping cannot be read. Check its fields.',
  },
  'name-missing': { de: () => 'Geben Sie dem Mapping einen Namen.', en: () => 'Give the mapping a name.' },
  'name-too-long': {
    de: (p) => `Der Name darf höchstens ${value(p, 'limit', '80')} Zeichen haben.`,
    en: (p) => `The name may have at most ${value(p, 'limit', '80')} characters.`,
  },
  'direction-missing': {
    de: () => 'Wählen Sie eine Richtung: ausgehend (die Anlage nutzt einen Dienst) oder eingehend (ein Dienst der Anlage wird genutzt).',
    en: () => 'Choose a direction: outbound (the PBX uses a service) or inbound (a service of the PBX is used).',
  },
  'exposure-malformed': {
    de: () => 'Wählen Sie, wer zugreifen darf: nur die lauschende Seite selbst oder auch mit ihr verbundene Rechner.',
    en: () => 'Choose who may connect: only the listening side itself, or hosts connected to it too.',
  },
  'protocol-malformed': {
    de: (p) => `Dieses Protokoll kennt Stellwerk nicht. Möglich sind: ${value(p, 'allowed', 'tcp')}.`,
    en: (p) => `Stellwerk does not know this protocol. Possible are: ${value(p, 'allowed', 'tcp')}.`,
  },
  'port-missing': { de: () => 'Geben Sie einen Port an.', en: () => 'Enter a port.' },
  'port-malformed': { de: () => 'Ein Port ist eine ganze Zahl von 1 bis 65535.', en: () => 'A port is a whole number from 1 to 65535.' },
  'port-out-of-range': {
    de: (p) => `${value(p, 'port', 'Dieser Wert')} ist kein gültiger Port. Möglich ist 1 bis 65535.`,
    en: (p) => `${value(p, 'port', 'This value')} is not a valid port. Choose one from 1 to 65535.`,
  },
  'port-below-1024-refused': {
    de: (p) => `Auf der Seite der Anlage sind hier nur Ports ab 1024 möglich, nicht ${value(p, 'port', '?')}.${nextDe(p)}`,
    en: (p) => `On the PBX’s side only ports of 1024 and above are possible here, not ${value(p, 'port', '?')}.${nextEn(p)}`,
  },
  'port-privileged': {
    de: (p) =>
      `Ports unter 1024 verlangen auf dem SSH-Server erhöhte Rechte (Windows: Administrator oder System, Linux: root)${when(p, 'username', (u) => `; angemeldet wird „${u}“`)}. Ob Port ${value(p, 'port', '?')} sich öffnen lässt, zeigt sich beim Aktivieren.`,
    en: (p) =>
      `Ports below 1024 need elevated rights on the SSH server (Windows: Administrator or System, Linux: root)${when(p, 'username', (u) => `; the account is “${u}”`)}. Whether port ${value(p, 'port', '?')} can be opened shows when the tunnel starts.`,
  },
  'listener-collision': {
    de: (p) => `Port ${value(p, 'port', '?')} wird auf dieser Seite schon ${holderDe(p)} verwendet.${nextDe(p)}`,
    en: (p) => `Port ${value(p, 'port', '?')} is already used on this side ${holderEn(p)}.${nextEn(p)}`,
  },
  'listener-wildcard-collision': {
    de: (p) =>
      `Port ${value(p, 'port', '?')} wird auf dieser Seite schon ${holderDe(p)} verwendet. Ein Port, der für alle Adressen geöffnet ist, lässt sich nicht zusätzlich für eine einzelne öffnen.${nextDe(p)}`,
    en: (p) =>
      `Port ${value(p, 'port', '?')} is already used on this side ${holderEn(p)}. A port that is open on all addresses cannot be opened on a single one as well.${nextEn(p)}`,
  },
  'mapping-duplicate': {
    de: (p) => `Diese Zeile wiederholt Zeile ${value(p, 'row', '?')}. Löschen Sie eine von beiden.`,
    en: (p) => `This row repeats row ${value(p, 'row', '?')}. Delete one of the two.`,
  },
  'host-malformed': {
    de: (p) => `„${value(p, 'host', '?')}“ ist weder ein Hostname noch eine IP-Adresse.`,
    en: (p) => `“${value(p, 'host', '?')}” is neither a host name nor an IP address.`,
  },
  'target-on-inbound': {
    de: () => 'Eingehende Mappings führen zur Anlage selbst; ein Zielserver ist hier nicht möglich. Leeren Sie das Feld.',
    en: () => 'Inbound mappings lead to the PBX itself; a target server is not possible here. Clear the field.',
  },
  'cidr-malformed': {
    de: (p) => `„${value(p, 'text', '?')}“ ist kein Netz. Schreiben Sie es wie 192.168.10.0/24 oder 2001:db8::/32.`,
    en: (p) => `“${value(p, 'text', '?')}” is not a network. Write it like 192.168.10.0/24 or 2001:db8::/32.`,
  },
  'allow-from-on-private': {
    de: () =>
      'Zugelassene Netze gibt es nur, wenn auch andere Rechner zugreifen dürfen. Leeren Sie die Liste, oder öffnen Sie das Mapping für andere.',
    en: () => 'Allowed networks exist only where other hosts may connect. Clear the list, or open the mapping to others.',
  },
  'gateway-exposed': {
    de: (p) =>
      onPbx(p)
        ? `Nicht nur die Anlage, auch ${whoDe(p)} können über Port ${value(p, 'port', '?')} zugreifen.`
        : `Nicht nur der SSH-Server, auch ${whoDe(p)} können über Port ${value(p, 'port', '?')} auf die Anlage zugreifen.`,
    en: (p) =>
      onPbx(p)
        ? `Not only the PBX but also ${whoEn(p)} can connect through port ${value(p, 'port', '?')}.`
        : `Not only the SSH server but also ${whoEn(p)} can reach the PBX through port ${value(p, 'port', '?')}.`,
  },
  'gateway-without-networks': {
    de: () =>
      'Das Mapping ist für andere Rechner gedacht, es sind aber keine Netze angegeben: Zugreifen kann weiterhin nur die Anlage. Tragen Sie hier oder bei der Anlage die verbundenen Netze ein.',
    en: () =>
      'The mapping is meant for other hosts, but no networks are given: still only the PBX can connect. Enter the connected networks here or at the PBX.',
  },
  'database-exposed': {
    de: (p) =>
      `Über Port ${value(p, 'port', '?')} wird eine Datenbank für andere Rechner erreichbar. Öffnen Sie sie nur für die lauschende Seite selbst, oder nennen Sie unter „Zugriff von“ die wenigen Adressen, die sie brauchen.`,
    en: (p) =>
      `Port ${value(p, 'port', '?')} makes a database reachable for other hosts. Keep it to the listening side itself, or name the few addresses that need it under “Access from”.`,
  },
  'unencrypted-exposed': {
    de: (p) =>
      `Hinter dem Tunnel läuft dieser Dienst unverschlüsselt und ist über Port ${value(p, 'port', '?')} für andere Rechner erreichbar. Besser ist ein Zugriff nur für den Rechner selbst; ein Prometheus zum Beispiel kann dort lokal abfragen.`,
    en: (p) =>
      `Beyond the tunnel this service runs unencrypted, and port ${value(p, 'port', '?')} makes it reachable for other hosts. It is better kept to the machine itself; a Prometheus, for example, can scrape there locally.`,
  },
  'module-direction-forbidden': {
    de: (p) =>
      `Das Modul ${module(p, 'de')} erlaubt keine ${p.direction === 'inbound' ? 'eingehenden' : 'ausgehenden'} Mappings. Ändern Sie die Richtung, oder legen Sie den Tunnel unter einem anderen Modul an.`,
    en: (p) =>
      `The module ${module(p, 'en')} does not allow ${value(p, 'direction', 'such')} mappings. Change the direction, or create the tunnel under another module.`,
  },
  'module-not-for-product': {
    de: (p) => `Das Modul ${module(p, 'de')} gibt es für ${product(p)} nicht. Wählen Sie „Allgemein“.`,
    en: (p) => `The module ${module(p, 'en')} does not exist for ${product(p)}. Choose “General”.`,
  },
  'module-not-installed': {
    de: (p) => `Das Modul ${module(p, 'de')} ist auf dieser Anlage nicht eingetragen. Tragen Sie es zuerst bei der Anlage ein.`,
    en: (p) => `The module ${module(p, 'en')} is not installed on this PBX. Add it to the PBX first.`,
  },
  'module-version-too-old': {
    de: (p) =>
      `${module(p, 'de')} ${value(p, 'version', '?')} kann noch keine Tunnel anlegen. Aktualisieren Sie auf ${value(p, 'minimum', '?')} oder neuer.`,
    en: (p) => `${module(p, 'en')} ${value(p, 'version', '?')} cannot own tunnels yet. Update to ${value(p, 'minimum', '?')} or later.`,
  },
  'module-version-unknown': {
    de: (p) => `Die Version von ${module(p, 'de')} ist nicht eingetragen. Für Tunnel ist mindestens ${value(p, 'minimum', '?')} nötig.`,
    en: (p) => `The version of ${module(p, 'en')} is not recorded. Tunnels need at least ${value(p, 'minimum', '?')}.`,
  },
  'module-inactive': {
    de: (p) =>
      `Bei ${module(p, 'de')} ist keine Modulkonfiguration aktiv, deshalb laufen seine Tunnel nicht. Aktivieren Sie eine Konfiguration.`,
    en: (p) => `${module(p, 'en')} has no enabled configuration, so its tunnels do not run. Enable one.`,
  },
} as const satisfies Record<MappingFindingCode | ModuleFindingCode, Text>;
