import { asciiName } from '../../dns/name.js';
import { classifyAddress, parseAddress, parseCidr } from '../../network/address.js';
import type { Party, PartyKey } from '../rule.js';
import type { Effective, FirewallFacts } from '../settings.js';

/** What the LAN is taken for while nobody has said (RFC 1918, RFC 4193). */
export const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'] as const;

/** The address as it is compared, with its prefix where it is a network; null: it is a name, or nothing. */
export function plainNetwork(text: string): string | null {
  const network = parseCidr(text);
  const parsed = parseAddress(text.split('/')[0] ?? '');
  if (network === null || parsed === null) return null;
  return network.prefix === parsed.bytes.length * 8 ? parsed.canonical : `${parsed.canonical}/${network.prefix}`;
}

/** Sorts addresses from names; what is neither is left out. */
export function partyOf(key: PartyKey, hosts: readonly (string | null)[]): Party {
  const given = hosts.filter((host) => host !== null);
  const addresses = given.map(plainNetwork).filter((text) => text !== null);
  const names = given.filter((text) => plainNetwork(text) === null).map((text) => asciiName(text));
  return { key, addresses: [...new Set(addresses)], names: [...new Set(names.filter((name) => name !== null))] };
}

export const isEverybody = (party: Party): boolean => party.addresses.length === 0 && party.names.length === 0;

/** True when all of it lies in private networks. */
export function isInner(party: Party): boolean {
  if (party.names.length > 0 || party.addresses.length === 0) return false;
  return party.addresses.every((text) => {
    const parsed = parseAddress(text.split('/')[0] ?? '');
    return parsed !== null && classifyAddress(parsed) === 'private';
  });
}

/** Who is who, from the settings. */
export function parties(facts: FirewallFacts, settings: Effective): (key: PartyKey) => Party {
  const { place, pbxAddress, publicAddress } = settings;
  const lan = settings.lan.length > 0 ? settings.lan : PRIVATE_NETWORKS;
  const own = place === 'cloud' ? (publicAddress ?? facts.address) : (pbxAddress ?? publicAddress);
  const hosts: Readonly<Record<PartyKey, readonly (string | null)[]>> = {
    pbx: [own],
    phones: settings.phones.length > 0 ? settings.phones : lan,
    lan,
    internet: [],
    vendor: [],
    management: settings.management,
    providers: settings.providers,
    peers: settings.peers,
    directory: settings.directory.length > 0 ? settings.directory : lan,
    monitoring: settings.monitoring.length > 0 ? settings.monitoring : lan,
    proxy: [settings.proxyAddress],
    'ssh-server': [settings.sshServerAddress],
  };
  return (key) => partyOf(key, hosts[key]);
}
