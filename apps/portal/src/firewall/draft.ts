import { DirectionOverride, FirewallSettings, type FirewallSwitch } from '@stellwerk/domain';

type Overrides = FirewallSettings['overrides'];

export const ADDRESS_FIELDS = ['pbxAddress', 'publicAddress', 'proxyAddress', 'sshServerAddress'] as const;
export const NETWORK_FIELDS = ['lan', 'phones', 'management', 'monitoring'] as const;
export const HOST_FIELDS = ['providers', 'peers', 'directory'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
export type ListField = (typeof NETWORK_FIELDS)[number] | (typeof HOST_FIELDS)[number];

/** What is wrong with a field, if anything. */
export const isWrong = (field: AddressField | ListField, value: unknown): boolean =>
  !FirewallSettings.shape[field].safeParse(value).success;

/** The draft where every field can be read; what cannot counts as not said yet, so that the plan goes on while somebody types. */
export function readable(draft: FirewallSettings): FirewallSettings {
  const fields = [...ADDRESS_FIELDS, ...NETWORK_FIELDS, ...HOST_FIELDS].filter((field) => isWrong(field, draft[field]));
  const nothing = Object.fromEntries(fields.map((field) => [field, undefined]));
  return FirewallSettings.parse({ ...draft, ...nothing });
}

export const isWhole = (draft: FirewallSettings): boolean => FirewallSettings.safeParse(draft).success;

/** Back to what follows from the PBX is no setting at all. */
export function withSwitch(draft: FirewallSettings, key: FirewallSwitch, on: boolean, derived: boolean): FirewallSettings {
  const { [key]: _, ...rest } = draft.switches;
  return { ...draft, switches: on === derived ? rest : { ...rest, [key]: on } };
}

/** A direction decided by hand; `inferred` is back to ours. */
export function withDirection(draft: FirewallSettings, row: string, direction: string): FirewallSettings {
  const rest: Overrides = draft.overrides.filter((one) => one.row !== row);
  const decided = DirectionOverride.safeParse(direction);
  return { ...draft, overrides: decided.success ? [...rest, { row, direction: decided.data }] : rest };
}

export const isSame = (a: FirewallSettings, b: FirewallSettings): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (settings: FirewallSettings) => ({
  ...Object.fromEntries(Object.entries(settings).toSorted(([a], [b]) => a.localeCompare(b))),
  switches: Object.entries(settings.switches).toSorted(([a], [b]) => a.localeCompare(b)),
  overrides: settings.overrides.toSorted((a, b) => a.row.localeCompare(b.row)),
});
