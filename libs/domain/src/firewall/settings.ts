import { z } from 'zod';
import { Cidr, Host } from '../mapping/mapping.js';
import { classifyAddress, parseAddress, parseCidr } from '../network/address.js';
import type { ModuleKey, Product } from '../pbx/pbx.js';
import { FIREWALL_SWITCH_KEYS, FirewallSwitch, type Switches, switchesOf } from './switches.js';

/** Where the PBX stands: in the customer's own network, or in the vendor's cloud (STARFACE Cloud). */
export const PbxPlace = z.enum(['customer', 'cloud']);
export type PbxPlace = z.infer<typeof PbxPlace>;

const Address = z
  .string()
  .trim()
  .max(45)
  .refine((text) => !text.includes('/') && parseCidr(text) !== null, 'address-malformed');
const address = Address.nullable().default(null);
const networks = z.array(Cidr).max(64).default([]);
/** A host name, an address or a network. */
const HostOrNetwork = z
  .string()
  .trim()
  .max(253)
  .refine((text) => Host.safeParse(text).success || Cidr.safeParse(text).success, 'host-malformed');
const hosts = z.array(HostOrNetwork).max(64).default([]);

/** A direction of a row that a person has decided; `off` leaves it out. */
export const DirectionOverride = z.enum(['in', 'out', 'both', 'lan', 'off']);
export type DirectionOverride = z.infer<typeof DirectionOverride>;

/** What is saved of a firewall plan. Null, an empty list or a missing switch: what follows from the PBX. */
export const FirewallSettings = z
  .object({
    place: PbxPlace.nullable().default(null),
    switches: z.partialRecord(FirewallSwitch, z.boolean()).default({}),
    pbxAddress: address.describe('The PBX in its own network.'),
    publicAddress: address.describe('Where it is reached from the internet.'),
    proxyAddress: address.describe('The reverse proxy of a UCServer.'),
    sshServerAddress: address.describe('The SSH server inside the customer’s network, behind a port forwarding.'),
    phones: networks,
    lan: networks,
    management: networks.describe('From where the PBX is managed; empty: from anywhere.'),
    providers: hosts.describe('SIP providers; empty: any.'),
    peers: hosts.describe('The other PBXs of a system network; empty: any.'),
    directory: hosts.describe('LDAP servers; empty: any.'),
    monitoring: networks.describe('Machines of the monitoring; empty: the LAN.'),
    overrides: z
      .array(z.object({ row: z.string().trim().min(1).max(40), direction: DirectionOverride }))
      .max(64)
      .default([]),
  })
  .meta({ id: 'FirewallSettingsInput' });
export type FirewallSettings = z.output<typeof FirewallSettings>;

/** What is stored about a PBX, as far as a plan follows from it. */
export interface FirewallFacts {
  readonly product: Product;
  readonly version: string | null;
  readonly edition: string | null;
  readonly address: string;
  readonly networks: readonly string[];
  readonly modules: readonly ModuleKey[];
  readonly federation: {
    readonly port: number;
    readonly internalAddress: string | null;
    readonly publicAddress: string | null;
    /** The port that the certificate's renewal needs from outside; null: none. */
    readonly validationPort: number | null;
    readonly routePorts: readonly number[];
  } | null;
  readonly sshServers: readonly { readonly name: string; readonly host: string; readonly port: number }[];
}

/** Settings with everything filled in that follows from the PBX. */
export interface Effective extends Omit<FirewallSettings, 'place' | 'switches' | 'overrides'> {
  readonly place: PbxPlace;
  readonly switches: Switches;
  readonly overrides: ReadonlyMap<string, DirectionOverride>;
}

function known(text: string | null, kind: 'public' | 'inner'): string | null {
  const parsed = text === null ? null : parseAddress(text);
  if (parsed === null) return null;
  const name = classifyAddress(parsed);
  if (name === 'loopback' || name === 'unspecified' || name === 'link-local' || name === 'metadata' || name === 'multicast') return null;
  return (name === 'private') === (kind === 'inner') ? parsed.canonical : null;
}

/** What is on when nobody has said anything. */
export function derivedSwitches(facts: FirewallFacts, place: PbxPlace): Switches {
  const has = (module: ModuleKey) => facts.modules.includes(module);
  const on: Partial<Record<FirewallSwitch, boolean>> = {
    desktopApps: true,
    mobileApps: true,
    autoprovisioning: true,
    adSignIn: has('active-directory-synchronisation') && place === 'customer',
    monitoring: has('monitoring') && place === 'customer',
    tunnels: facts.sshServers.length > 0,
    federation: facts.federation !== null,
    http01: facts.federation !== null && facts.federation.validationPort !== null,
    reverseProxy: true,
  };
  const exists = switchesOf(facts.product);
  return Object.fromEntries(FIREWALL_SWITCH_KEYS.map((key) => [key, exists.includes(key) && (on[key] ?? false)])) as Switches;
}

export const derivedPlace = ({ product, edition }: FirewallFacts): PbxPlace =>
  product === 'starface' && /cloud/i.test(edition ?? '') ? 'cloud' : 'customer';

/** What holds: what was saved, and where nothing was, what follows from the PBX. Switches of other products are off. */
export function effectiveSettings(facts: FirewallFacts, settings: FirewallSettings): Effective {
  const place = facts.product === 'starface' ? (settings.place ?? derivedPlace(facts)) : 'customer';
  const derived = derivedSwitches(facts, place);
  const exists = switchesOf(facts.product);
  const switches = Object.fromEntries(
    FIREWALL_SWITCH_KEYS.map((key) => [key, exists.includes(key) && (settings.switches[key] ?? derived[key])]),
  ) as Switches;
  const { federation } = facts;
  const lan = settings.lan.length > 0 ? settings.lan : facts.networks;
  return {
    ...settings,
    place,
    switches,
    pbxAddress: settings.pbxAddress ?? known(federation?.internalAddress ?? null, 'inner') ?? known(facts.address, 'inner'),
    publicAddress: settings.publicAddress ?? known(federation?.publicAddress ?? null, 'public') ?? known(facts.address, 'public'),
    lan: [...lan],
    phones: settings.phones.length > 0 ? settings.phones : [...lan],
    overrides: new Map(settings.overrides.map(({ row, direction }) => [row, direction])),
  };
}
