import { type Words, words } from '../words.js';

/** Where the vendor's own list is odd (domain reference §2.3), and what we make of it. */
export const ODDITIES = {
  'P-1': words('Der Hersteller nennt als Protokoll „LDAP“; gemeint ist TCP.', 'The vendor gives “LDAP” as the transport; it is TCP.'),
  'P-2': words(
    'Für die Versionen 7.0.0.9 bis 7.0.0.18 nennt der Hersteller keinen Push-Host; welcher gilt, ist nicht bekannt.',
    'For versions 7.0.0.9 to 7.0.0.18 the vendor names no push host; which one applies is not known.',
  ),
  'P-3': words(
    'Der Hersteller führt diesen Port zweimal auf; beide Zwecke sind hier zusammengefasst.',
    'The vendor lists this port twice; both purposes are merged here.',
  ),
  'P-4': words(
    'Der Hersteller nennt beide Richtungen. Hinter einer zustandsbehafteten Firewall genügt ausgehend; wir empfehlen nur das.',
    'The vendor says both directions. Behind a stateful firewall outbound is enough; we recommend only that.',
  ),
  'P-5': words('Diese Verbindung ist unverschlüsseltes HTTP.', 'This connection is plain HTTP.'),
  'P-6': words(
    'Die Seite des Herstellers hat sich über die Zeit geändert; maßgeblich ist der Stand mit Datum.',
    'The vendor’s page has changed over time; what counts is the state with its date.',
  ),
  'P-7': words(
    'Dieser Port steht nicht in der Portliste des Herstellers, sondern in der Beschreibung der SSH-Tunnel.',
    'This port is not in the vendor’s list of ports but in the description of the SSH tunnels.',
  ),
} as const satisfies Record<string, Words>;
export type OddityCode = keyof typeof ODDITIES;
