import { asciiName } from '../../dns/name.js';
import { plainAddress } from '../../dns/host.js';
import { parseAddress } from '../../network/address.js';
import { pick, type PlanPart, type PlanValues } from './part.js';

const shownHost = (host: string): string => asciiName(host) ?? (parseAddress(host) === null ? '?' : plainAddress(host));

/** Direct federation: what is entered here for each partner, and what each partner enters for us. */
export function routesPart(v: PlanValues): PlanPart {
  const { locale, federation } = v;
  const head = [
    pick(locale, 'Domäne', 'Domain'),
    pick(locale, 'SIP-Server', 'SIP server'),
    'Port',
    pick(locale, 'Protokoll', 'Protocol'),
    pick(locale, 'Eingeschaltet', 'On'),
  ];
  const rows = federation.routes.map((route) => [
    asciiName(route.domain) ?? '?',
    shownHost(route.host),
    String(route.port),
    'MTLS',
    route.enabled ? pick(locale, 'ja', 'yes') : pick(locale, 'nein', 'no'),
  ]);
  return {
    key: 'routes',
    title: pick(locale, 'Statische Routen', 'Static routes'),
    text: pick(
      locale,
      'Verbindungstyp [Statische Routen] einschalten und je Partner eine Route anlegen. Als SIP-Server einen Namen eintragen, keine IP-Adresse: Auf sie lautet kein Zertifikat. Der Port ist der des Partners. Die Partner tragen umgekehrt diese Werte ein:',
      'Switch on the connection type [Statische Routen], and create one route per partner. Enter a name as SIP server, not an IP address: no certificate is issued to that. The port is the partner’s. The partners in turn enter these values:',
    ),
    blocks: [
      {
        label: pick(locale, 'Für die Partner', 'For the partners'),
        language: 'text',
        content: [
          `${pick(locale, 'Domäne', 'Domain')}: ${v.domain}`,
          `${pick(locale, 'SIP-Server', 'SIP server')}: ${v.fqdn}`,
          `Port: ${v.port}`,
          `${pick(locale, 'Protokoll', 'Protocol')}: MTLS`,
        ].join('\n'),
      },
    ],
    rows: rows.length === 0 ? [] : [head, ...rows],
  };
}
