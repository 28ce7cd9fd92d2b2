import type { FirewallRule, Party } from '../rule.js';
import { port } from '../rule.js';
import type { Effective, FirewallFacts } from '../settings.js';
import type { FirewallWarning } from '../warnings.js';
import { SOURCES, words } from '../words.js';
import { isEverybody, isInner, partyOf } from './parties.js';

/** The port of the OpenSSH server itself; the gateway may publish another one (S0: 8822 leads to 22). */
const SSH = 22;

function block(rule: FirewallRule): FirewallRule {
  return {
    ...rule,
    id: `closed:${rule.id}`,
    action: 'block',
    source: partyOf('internet', []),
    forward: null,
    why: words('Nur die Anlage braucht diesen Zugang', 'Only the PBX needs this access'),
    from: SOURCES.ours,
    warnings: [],
  };
}

/**
 * The tunnel is always built from the PBX. Beside the PBX that is an outbound rule; a PBX in the cloud comes in through the customer's firewall,
 * which hands its published port on to the SSH server, and everybody else stays outside.
 */
export function tunnelRules(facts: FirewallFacts, settings: Effective, pbx: Party): readonly FirewallRule[] {
  if (!settings.switches.tunnels) return [];
  const { place, sshServerAddress } = settings;
  return facts.sshServers.flatMap((server): readonly FirewallRule[] => {
    const outer = partyOf('ssh-server', [server.host]);
    const rule = {
      id: `tunnel:${server.host}:${server.port}`,
      row: 'tunnel',
      action: 'allow',
      protocol: 'tcp',
      ports: [port(server.port)],
      purpose: words(`SSH-Tunnel zu ${server.name}`, `SSH tunnel to ${server.name}`),
      from: SOURCES.tunnels,
      inferred: false,
      tls: 'yes',
      oddities: ['P-7'],
      forward: null,
      source: pbx,
      destination: outer,
    } as const;
    if (place === 'customer') {
      const why = words('Der Tunnel wird immer von der Anlage aus aufgebaut', 'The tunnel is always built from the PBX');
      return [{ ...rule, direction: isInner(outer) ? 'lan' : 'out', why, warnings: [] }];
    }
    const [publicAddress] = outer.addresses;
    const inner = sshServerAddress !== null && publicAddress !== undefined && publicAddress !== sshServerAddress;
    const warnings: FirewallWarning[] = ['ssh-internet', ...(isEverybody(pbx) ? (['restrict-source'] as const) : [])];
    const into: FirewallRule = {
      ...rule,
      direction: 'in',
      ports: [port(inner ? SSH : server.port)],
      destination: inner ? partyOf('ssh-server', [sshServerAddress]) : outer,
      forward: inner ? { publicAddress, address: sshServerAddress, port: server.port } : null,
      why: words(
        'Die Anlage in der Cloud baut den Tunnel ins Netz des Kunden auf',
        'The PBX in the cloud builds the tunnel into the customer’s network',
      ),
      warnings,
    };
    return isEverybody(pbx) ? [into] : [into, block(into)];
  });
}
