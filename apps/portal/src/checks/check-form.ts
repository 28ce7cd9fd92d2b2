import type { Check, Input, routes } from '@stellwerk/contracts';
import { CHECK_PARAMS, type CheckParams, DEFAULT_INTERVAL_SECONDS, EDGE, FREE_KINDS, type Vantage } from '@stellwerk/domain';

export type FreeKind = (typeof FREE_KINDS)[number];

/** Everything a free check can be told, whatever its kind: what was typed for one kind is still there after looking at another. */
export interface CheckValues {
  tenantId: string;
  pbxId: string | null;
  kind: FreeKind;
  host: string;
  port: number | '';
  expect: CheckParams<'tcp-port'>['expect'];
  purpose: string;
  serverName: string;
  startTls: CheckParams<'tls-endpoint'>['startTls'];
  optional: boolean;
  role: CheckParams<'tls-endpoint'>['role'];
  policy: CheckParams<'tls-protocols'>['policy'];
  name: string;
  expectedAddresses: string[];
  publicRequired: boolean;
  intendedCa: string;
  /** `edge`, or the id of an SSH server. */
  vantage: string;
  intervalSeconds: number;
}
type Field = Exclude<keyof CheckValues, 'tenantId' | 'pbxId' | 'kind' | 'vantage' | 'intervalSeconds'>;

/** What each kind asks for, in the order of the form. */
export const FIELDS = {
  'tcp-port': ['host', 'port', 'expect', 'purpose'],
  'tls-endpoint': ['host', 'port', 'serverName', 'role', 'startTls', 'optional'],
  'tls-protocols': ['host', 'port', 'serverName', 'policy', 'startTls', 'optional'],
  'dns-host': ['name', 'expectedAddresses', 'publicRequired'],
  'dns-issuance': ['name', 'intendedCa'],
} as const satisfies Record<FreeKind, readonly Field[]>;

const BLANK: CheckValues = {
  tenantId: '',
  pbxId: null,
  kind: 'tls-endpoint',
  host: '',
  port: 443,
  expect: 'open',
  purpose: '',
  serverName: '',
  startTls: 'none',
  optional: false,
  role: 'web-server',
  policy: 'modern',
  name: '',
  expectedAddresses: [],
  publicRequired: true,
  intendedCa: '',
  vantage: EDGE.kind,
  intervalSeconds: DEFAULT_INTERVAL_SECONDS['tls-endpoint'],
};

export const newCheck = (given: Partial<CheckValues>): CheckValues => ({ ...BLANK, ...given });

export const isFreeKind = (kind: string): kind is FreeKind => (FREE_KINDS as readonly string[]).includes(kind);

export const vantageOf = (text: string): Vantage => (text === EDGE.kind ? EDGE : { kind: 'ssh-server', sshServerId: text });
export const vantageText = (vantage: Vantage): string => (vantage.kind === 'edge' ? EDGE.kind : vantage.sshServerId);

/** A stored check as the form has it; of a derived one only what may be changed is shown. */
export function valuesOf(check: Check): CheckValues {
  const { kind, params, tenantId, pbxId, intervalSeconds } = check;
  const base = newCheck({ tenantId, pbxId, intervalSeconds, vantage: vantageText(check.vantage) });
  if (!isFreeKind(kind)) return base;
  const typed = Object.fromEntries(FIELDS[kind].map((field) => [field, params[field] ?? BLANK[field]]));
  return { ...base, kind, ...typed };
}

/** The parameters of the chosen kind: what belongs to others stays behind, and an empty optional is none. */
export function paramsOf(values: CheckValues): Record<string, unknown> {
  const optional: readonly Field[] = ['serverName', 'intendedCa'];
  return Object.fromEntries(
    FIELDS[values.kind].map((field) => {
      const value = typeof values[field] === 'string' ? values[field].trim() : values[field];
      return [field, value === '' && optional.includes(field) ? null : value];
    }),
  );
}

/** The fields that are not filled in so that anything could be looked at. */
export function wrongFields(values: CheckValues): readonly (Field | 'tenantId')[] {
  const judged = CHECK_PARAMS[values.kind].safeParse(paramsOf(values));
  const wrong = new Set<string>(judged.success ? [] : judged.error.issues.map((issue) => String(issue.path[0])));
  if ('name' in paramsOf(values) && values.name.trim() === '') wrong.add('name');
  const fields = FIELDS[values.kind] as readonly Field[];
  return [...(values.tenantId === '' ? (['tenantId'] as const) : []), ...fields.filter((field) => wrong.has(field))];
}

type Preview = Input<typeof routes.previewCheck>['body'];

/** What to ask to try it out; null while something is missing. */
export const previewOf = (values: CheckValues): Preview | null =>
  wrongFields(values).length > 0
    ? null
    : { tenantId: values.tenantId, kind: values.kind, params: paramsOf(values), vantage: vantageOf(values.vantage) };
