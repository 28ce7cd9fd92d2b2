import type { FaultCode } from '../tunnel/fault.js';
import { endpoint, type Text, value, when } from './words.js';

/** From a signed-in session to the service at the end of a mapping. The sshd lines follow domain reference §1.9 (T-2, T-3, T-7). */
export const FORWARDING_TEXTS = {
  'forwarding-forbidden': {
    de: (p) =>
      `Der SSH-Server erlaubt diese Weiterleitung nicht${when(p, 'port', () => ` (${endpoint(p, `Port ${value(p, 'port', '?')}`)})`)}. Setzen Sie in der sshd_config „AllowTcpForwarding yes“, und prüfen Sie DisableForwarding, PermitOpen und PermitListen für dieses Konto.`,
    en: (p) =>
      `The SSH server does not permit this forwarding${when(p, 'port', () => ` (${endpoint(p, `port ${value(p, 'port', '?')}`)})`)}. Set “AllowTcpForwarding yes” in sshd_config, and check DisableForwarding, PermitOpen and PermitListen for this account.`,
  },
  'remote-port-taken': {
    de: (p) =>
      `Port ${value(p, 'port', '?')} ist auf dem SSH-Server schon belegt. Wählen Sie einen anderen Remote-Port, oder beenden Sie den Dienst, der ihn hält (unter Windows zeigt ihn „netstat -aon“, unter Linux „ss -ltnp“).`,
    en: (p) =>
      `Port ${value(p, 'port', '?')} is already in use on the SSH server. Choose another remote port, or stop the service that holds it (“netstat -aon” on Windows, “ss -ltnp” on Linux shows which).`,
  },
  'remote-port-held-by-stale-session': {
    de: (p) =>
      `Port ${value(p, 'port', '?')} wird auf dem Server des Kunden noch von einer alten, toten Sitzung gehalten. Stellwerk versucht es weiter. Damit der Server sie künftig selbst beendet, setzen Sie in der sshd_config „ClientAliveInterval 20“ und „ClientAliveCountMax 3“.`,
    en: (p) =>
      `Port ${value(p, 'port', '?')} on the customer’s server is still held by an old, dead session. Stellwerk keeps trying. So that the server ends such sessions itself, set “ClientAliveInterval 20” and “ClientAliveCountMax 3” in sshd_config.`,
  },
  'remote-port-privileged': {
    de: (p) =>
      `Port ${value(p, 'port', '?')} liegt unter 1024; den darf auf dem SSH-Server nur root bzw. ein Administrator öffnen. Wählen Sie einen Remote-Port ab 1024.`,
    en: (p) =>
      `Port ${value(p, 'port', '?')} is below 1024; only root or an administrator may open it on the SSH server. Choose a remote port of 1024 or above.`,
  },
  'gateway-bind-refused': {
    de: (p) =>
      `Der SSH-Server hat Port ${value(p, 'port', '?')} nur für sich selbst geöffnet, obwohl andere Rechner zugreifen sollen. Setzen Sie in der sshd_config „GatewayPorts clientspecified“, und starten Sie den SSH-Dienst neu.`,
    en: (p) =>
      `The SSH server opened port ${value(p, 'port', '?')} for itself only, although other hosts should connect. Set “GatewayPorts clientspecified” in sshd_config and restart the SSH service.`,
  },
  'private-bind-exposed': {
    de: (p) =>
      `Der SSH-Server öffnet Port ${value(p, 'port', '?')} für das ganze Netz, obwohl nur er selbst zugreifen darf. Stellwerk hat den Port deshalb wieder geschlossen. Ändern Sie in der sshd_config „GatewayPorts yes“ in „GatewayPorts clientspecified“, und starten Sie den SSH-Dienst neu.`,
    en: (p) =>
      `The SSH server opens port ${value(p, 'port', '?')} to the whole network, although only the server itself may connect. Stellwerk has therefore closed the port again. Change “GatewayPorts yes” to “GatewayPorts clientspecified” in sshd_config and restart the SSH service.`,
  },
  'bind-unverified': {
    de: (p) =>
      `Ob der SSH-Server Port ${value(p, 'port', '?')} nur für sich selbst geöffnet hat, ließ sich nicht prüfen. Erlauben Sie dem Konto „PermitOpen 127.0.0.1:${value(p, 'port', '?')} 127.0.0.2:${value(p, 'port', '?')}“ (über die zweite Adresse zeigt sich, ob der Port offen liegt), oder prüfen Sie „GatewayPorts“ von Hand.`,
    en: (p) =>
      `Whether the SSH server opened port ${value(p, 'port', '?')} for itself only could not be verified. Permit the account “PermitOpen 127.0.0.1:${value(p, 'port', '?')} 127.0.0.2:${value(p, 'port', '?')}” (the second address shows whether the port lies open), or check “GatewayPorts” by hand.`,
  },
  'local-port-taken': {
    de: (p) => `Port ${value(p, 'port', '?')} ist auf der Seite der Anlage schon belegt. Wählen Sie einen anderen lokalen Port.`,
    en: (p) => `Port ${value(p, 'port', '?')} is already in use on the PBX’s side. Choose another local port.`,
  },
  'local-port-privileged': {
    de: (p) =>
      `Der lokale Port ${value(p, 'port', '?')} liegt unter 1024 und darf hier nicht geöffnet werden. Wählen Sie einen Port ab 1024.`,
    en: (p) => `The local port ${value(p, 'port', '?')} is below 1024 and may not be opened here. Choose a port of 1024 or above.`,
  },
  'listen-address-unavailable': {
    de: (p) =>
      `Der Worker besitzt die Adresse ${value(p, 'address', value(p, 'host', '?'))} nicht und kann dort nicht lauschen. Berichtigen Sie die Lausch-Adresse der Anlage.`,
    en: (p) =>
      `The worker does not own the address ${value(p, 'address', value(p, 'host', '?'))} and cannot listen there. Correct the listen address of the PBX.`,
  },
  'pbx-refused': {
    de: (p) =>
      `Die Anlage lehnt die Verbindung${when(p, 'port', (port) => ` auf Port ${port}`)} ab. Prüfen Sie, ob der Dienst auf der Anlage läuft und der lokale Port stimmt.`,
    en: (p) =>
      `The PBX refuses the connection${when(p, 'port', (port) => ` on port ${port}`)}. Check that the service is running on the PBX and that the local port is right.`,
  },
  'pbx-unreachable': {
    de: (p) => `Die Anlage ist unter ${endpoint(p, 'ihrer Adresse')} nicht erreichbar. Prüfen Sie Adresse, Netz und Firewall der Anlage.`,
    en: (p) => `The PBX cannot be reached at ${endpoint(p, 'its address')}. Check the PBX’s address, network and firewall.`,
  },
  'target-refused': {
    de: (p) =>
      `Der SSH-Server erreicht ${endpoint(p, 'das Ziel')}, die Verbindung wird dort aber abgelehnt. Prüfen Sie, ob der Dienst läuft und der Remote-Port stimmt.`,
    en: (p) =>
      `The SSH server reaches ${endpoint(p, 'the target')}, but the connection is refused there. Check that the service is running and that the remote port is right.`,
  },
  'target-unreachable': {
    de: (p) => `Der SSH-Server erreicht ${endpoint(p, 'das Ziel')} nicht. Prüfen Sie Routing und Firewall zwischen SSH-Server und Ziel.`,
    en: (p) => `The SSH server cannot reach ${endpoint(p, 'the target')}. Check routing and firewall between SSH server and target.`,
  },
  'target-name-not-found': {
    de: (p) =>
      `Der SSH-Server kann den Namen ${value(p, 'host', 'des Ziels')} nicht auflösen. Prüfen Sie die Schreibweise, oder tragen Sie die IP-Adresse ein.`,
    en: (p) => `The SSH server cannot resolve the name ${value(p, 'host', 'of the target')}. Check the spelling, or enter the IP address.`,
  },
  'target-silent': {
    de: (p) =>
      `${endpoint(p, 'Das Ziel')} nimmt die Verbindung an, antwortet aber nicht${when(p, 'protocol', (name) => ` auf ${protocolName(name)}`)}. Prüfen Sie, ob der Dienst hängt oder ein anderer auf diesem Port lauscht.`,
    en: (p) =>
      `${endpoint(p, 'The target')} accepts the connection but does not answer${when(p, 'protocol', (name) => ` to ${protocolName(name)}`)}. Check whether the service hangs or another one listens on this port.`,
  },
  'target-wrong-protocol': {
    de: (p) =>
      `Hinter ${endpoint(p, 'dem Mapping')} antwortet etwas anderes als ${when(p, 'protocol', protocolName) || 'der erwartete Dienst'}. Prüfen Sie Port und Ziel, oder wählen Sie das passende Protokoll für das Mapping.`,
    en: (p) =>
      `Behind ${endpoint(p, 'the mapping')} something other than ${when(p, 'protocol', protocolName) || 'the expected service'} answers. Check port and target, or choose the right protocol for the mapping.`,
  },
} as const satisfies Partial<Record<FaultCode, Text>>;

const PROTOCOLS: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  ldap: 'LDAP',
  ldaps: 'LDAPS',
  mssql: 'MS SQL',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  smb: 'SMB',
  ami: 'AMI',
  'http-metrics': 'HTTP (/metrics)',
  http: 'HTTP',
  ssh: 'SSH',
  xmpp: 'XMPP',
};
/** A protocol as people write it. */
export const protocolName = (key: string): string => PROTOCOLS[key] ?? key;
