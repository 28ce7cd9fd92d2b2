import type { FindingEntry } from '../check/finding-text.js';
import { entry } from '../text/told.js';
import type { RouteCode } from './route-rules.js';

export const ROUTE_FINDINGS = {
  'route-off': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    { title: 'Die Route zu {domain} ist ausgeschaltet', text: 'Sie behält ihre Einstellungen und wird nicht geprüft.', fix: '' },
    { title: 'The route to {domain} is off', text: 'It keeps its settings and is not checked.', fix: '' },
  ),
  'route-domain-malformed': entry(
    'FED-10',
    'RFC 1123 §2.1',
    {
      title: '„{domain}“ ist keine Domäne',
      text: 'Die Domäne einer Route ist der Teil hinter dem @ der Partner.',
      fix: 'Tragen Sie in der statischen Route die Domäne des Partners ein.',
    },
    {
      title: '“{domain}” is not a domain',
      text: 'The domain of a route is the part behind the @ of the partners.',
      fix: 'Enter the partner’s domain in the static route.',
    },
  ),
  'route-own-domain': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Eine Route führt zur eigenen Domäne {domain}',
      text: 'Nachrichten an die eigenen Benutzer gehören nicht nach außen; eine Route dafür kann sie im Kreis schicken.',
      fix: 'Löschen Sie die statische Route zu {domain}.',
    },
    {
      title: 'A route leads to the server’s own domain {domain}',
      text: 'Messages to the server’s own users do not belong outside; a route for them may send them in a circle.',
      fix: 'Delete the static route to {domain}.',
    },
  ),
  'route-own-server': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die Route zu {domain} führt zum eigenen Server',
      text: 'Als SIP-Server ist {host} eingetragen, der Name dieses Servers.',
      fix: 'Tragen Sie den SIP-Server des Partners ein.',
    },
    {
      title: 'The route to {domain} leads to the server itself',
      text: 'The SIP server entered is {host}, the name of this very server.',
      fix: 'Enter the partner’s SIP server.',
    },
  ),
  'route-duplicate': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Zu {domain} gibt es mehrere eingeschaltete Routen',
      text: 'Welche davon gilt, ist nicht festgelegt; diese hier führt zu {host}:{port}.',
      fix: 'Schalten Sie alle bis auf eine aus.',
    },
    {
      title: 'There are several enabled routes to {domain}',
      text: 'Which of them counts is not defined; this one leads to {host}:{port}.',
      fix: 'Switch off all but one.',
    },
  ),
  'route-address': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die Route zu {domain} nennt eine IP-Adresse',
      text: 'Ein Zertifikat lautet auf einen Namen: Mit {host} statt des FQDN schlägt seine Prüfung fehl.',
      fix: 'Ersetzen Sie in der statischen Route {host} durch den FQDN des SIP-Servers von {domain}.',
    },
    {
      title: 'The route to {domain} has an IP address',
      text: 'A certificate is issued to a name: with {host} instead of the FQDN its check fails.',
      fix: 'Replace {host} in the static route by the FQDN of the SIP server of {domain}.',
    },
  ),
  'route-host-malformed': entry(
    'FED-10',
    'RFC 1123 §2.1',
    {
      title: '„{host}“ ist kein Hostname',
      text: 'Der SIP-Server der Route zu {domain} lässt sich nicht auflösen.',
      fix: 'Tragen Sie den FQDN des SIP-Servers von {domain} ein.',
    },
    {
      title: '“{host}” is not a host name',
      text: 'The SIP server of the route to {domain} cannot be resolved.',
      fix: 'Enter the FQDN of the SIP server of {domain}.',
    },
  ),
  'route-port-unusual': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die Route zu {domain} geht an Port {port}',
      text: 'Üblich ist {expected}. Gemeint ist der Port des Partners, zu dem dieser Server die Verbindung aufbaut, auch wenn das Handbuch ihn „für eingehende Verbindungen“ nennt.',
      fix: 'Fragen Sie den Partner, ob Port {port} stimmt, und geben Sie ihn ausgehend in der Firewall frei.',
    },
    {
      title: 'The route to {domain} goes to port {port}',
      text: 'Usual is {expected}. Meant is the partner’s port, to which this server connects, although the manual calls it “for incoming connections”.',
      fix: 'Ask the partner whether port {port} is right, and allow it outbound in the firewall.',
    },
  ),
  'route-domain-blocked': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} hat eine Route und ist zugleich gesperrt',
      text: 'Die Domäne steht in der Liste der gesperrten Domänen; die Route bleibt wirkungslos.',
      fix: 'Nehmen Sie {domain} aus der Sperrliste, oder schalten Sie die Route aus.',
    },
    {
      title: '{domain} has a route and is blocked as well',
      text: 'The domain is on the list of blocked domains; the route has no effect.',
      fix: 'Take {domain} off the block list, or switch the route off.',
    },
  ),
  'route-domain-not-allowed': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} hat eine Route, ist aber nicht zugelassen',
      text: 'Es gibt eine Liste zugelassener Domänen, und {domain} steht nicht darin.',
      fix: 'Ergänzen Sie {domain} in der Liste der zugelassenen Domänen.',
    },
    {
      title: '{domain} has a route but is not allowed',
      text: 'There is a list of allowed domains, and {domain} is not on it.',
      fix: 'Add {domain} to the list of allowed domains.',
    },
  ),
  'domain-allowed-and-blocked': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: '{domain} ist zugelassen und gesperrt',
      text: 'Die Domäne steht in beiden Listen.',
      fix: 'Streichen Sie {domain} aus einer der beiden Listen.',
    },
    { title: '{domain} is allowed and blocked', text: 'The domain is on both lists.', fix: 'Strike {domain} from one of the two lists.' },
  ),
  'own-domain-listed': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Die eigene Domäne {domain} steht in einer Liste',
      text: 'Die Listen gelten für Partner; die eigene Domäne gehört nicht hinein.',
      fix: 'Streichen Sie {domain} aus der Liste.',
    },
    {
      title: 'The server’s own domain {domain} is on a list',
      text: 'The lists are about partners; the own domain does not belong there.',
      fix: 'Strike {domain} from the list.',
    },
  ),
  'listed-domain-malformed': entry(
    'FED-10',
    'RFC 1123 §2.1',
    { title: '„{domain}“ ist keine Domäne', text: 'Der Eintrag in der Liste bleibt wirkungslos.', fix: 'Berichtigen Sie den Eintrag.' },
    { title: '“{domain}” is not a domain', text: 'The entry of the list has no effect.', fix: 'Correct the entry.' },
  ),
  'nobody-reachable': entry(
    'FED-10',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Kein Partner ist erreichbar',
      text: 'Open Federation ist aus und keine statische Route eingeschaltet: {domain} ist mit niemandem verbunden.',
      fix: 'Legen Sie eine statische Route an, oder schalten Sie Open Federation ein.',
    },
    {
      title: 'No partner can be reached',
      text: 'Open federation is off and no static route is on: {domain} is connected to nobody.',
      fix: 'Create a static route, or switch open federation on.',
    },
  ),
} as const satisfies Record<RouteCode, FindingEntry>;
