import type { FirewallPlanView, Output, routes } from '@stellwerk/contracts';
import {
  FIREWALL_SWITCHES,
  FIREWALL_WARNINGS,
  type FirewallFacts,
  type FirewallPlan,
  type FirewallRule,
  FirewallSettings,
  type FirewallWarning,
  type Locale,
  ODDITIES,
  type Party,
  partyName,
  switchesOf,
  validationPort,
} from '@stellwerk/domain';
import type { FederationRow, FirewallRow, PbxRow } from '@stellwerk/store';

/** What a plan follows from. */
export interface FirewallSource {
  readonly pbx: PbxRow;
  readonly federation: FederationRow | null;
  readonly sshServers: readonly { readonly name: string; readonly host: string; readonly port: number }[];
  readonly saved: FirewallRow | null;
}

export const factsOf = ({ pbx, federation, sshServers }: FirewallSource): FirewallFacts => ({
  product: pbx.product,
  version: pbx.version,
  edition: pbx.edition,
  address: pbx.address,
  networks: pbx.networks,
  modules: pbx.modules.map(({ module }) => module),
  federation: federation && {
    port: federation.port,
    internalAddress: federation.internalAddress,
    publicAddress: federation.publicAddress,
    validationPort: validationPort(federation.acme),
    routePorts: federation.routes.filter(({ enabled }) => enabled).map(({ port }) => port),
  },
  sshServers,
});

/** Nothing saved: everything follows from the PBX. */
export const settingsOf = ({ saved }: FirewallSource): FirewallSettings => saved?.settings ?? FirewallSettings.parse({});

export function settingsView(source: FirewallSource): Output<typeof routes.getFirewallSettings> {
  const { networks, modules, federation, sshServers, ...facts } = factsOf(source);
  return {
    pbxId: source.pbx.id,
    settings: settingsOf(source),
    facts: {
      ...facts,
      networks: [...networks],
      modules: [...modules],
      federation: federation && { ...federation, routePorts: [...federation.routePorts] },
      sshServers: sshServers.map((server) => ({ ...server })),
    },
    version: source.saved?.version ?? 0,
    updatedAt: source.saved?.updatedAt.toISOString() ?? null,
  };
}

const note = (locale: Locale) => (code: FirewallWarning) => ({ code, text: FIREWALL_WARNINGS[code][locale] });
const party = (one: Party, locale: Locale) => ({
  key: one.key,
  name: partyName(one.key, locale),
  addresses: [...one.addresses],
  names: [...one.names],
});

const ruleView = (rule: FirewallRule, locale: Locale): FirewallPlanView['rules'][number] => ({
  id: rule.id,
  row: rule.row,
  action: rule.action,
  direction: rule.direction,
  protocol: rule.protocol,
  ports: rule.ports.map((range) => ({ ...range })),
  source: party(rule.source, locale),
  destination: party(rule.destination, locale),
  forward: rule.forward && { ...rule.forward },
  purpose: rule.purpose[locale],
  why: rule.why[locale],
  origin: { ...rule.from },
  inferred: rule.inferred,
  tls: rule.tls,
  warnings: rule.warnings.map(note(locale)),
  remarks: rule.oddities.map((code) => ODDITIES[code][locale]),
});

export const planView = ({ facts, settings, rules, warnings }: FirewallPlan, locale: Locale): FirewallPlanView => ({
  place: settings.place,
  switches: switchesOf(facts.product).map((key) => ({
    key,
    label: FIREWALL_SWITCHES[key].label[locale],
    hint: FIREWALL_SWITCHES[key].hint[locale],
    on: settings.switches[key],
  })),
  warnings: warnings.map(note(locale)),
  rules: rules.map((rule) => ruleView(rule, locale)),
});
