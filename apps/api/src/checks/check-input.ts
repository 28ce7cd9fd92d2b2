import { CHECK_PARAMS, type CheckKind, type CheckSpec, SHORTEST_INTERVAL_SECONDS, type Vantage } from '@stellwerk/domain';
import type { Egress } from '../core/egress.js';
import { Refusal } from '../http/refusal.js';
import { fieldsOf } from '../http/validate.js';

/** Kinds that open a connection themselves, and so can do it from inside a customer's network. */
const CONNECTING: ReadonlySet<CheckKind> = new Set([
  'tcp-port',
  'tls-endpoint',
  'tls-protocols',
  'dns-internal',
] as const satisfies readonly CheckKind[]);

/** The parameters as their kind understands them, or what is wrong with each. */
export function specOf(kind: CheckKind, params: unknown): CheckSpec {
  const parsed = CHECK_PARAMS[kind].safeParse(params, { reportInput: true });
  if (!parsed.success) throw new Refusal('check-refused', { errors: fieldsOf(parsed.error, '/params') });
  return { kind, params: parsed.data } as CheckSpec;
}

/** Refuses a vantage point that the kind cannot look from. */
export function judgeVantage(kind: CheckKind, vantage: Vantage): void {
  if (vantage.kind === 'edge' || CONNECTING.has(kind)) return;
  throw new Refusal('check-refused', { errors: [{ pointer: '/vantage', code: 'vantage-impossible' }] });
}

/** Refuses to hammer: how often a kind may run is part of its etiquette. */
export function judgeInterval(kind: CheckKind, intervalSeconds: number): void {
  const minimum = SHORTEST_INTERVAL_SECONDS[kind];
  if (intervalSeconds < minimum)
    throw new Refusal('check-refused', { errors: [{ pointer: '/intervalSeconds', code: 'too-small', params: { minimum } }] });
}

/**
 * Refuses a host that would be refused when dialled. From inside the customer's network it is the customer's own, and what must not be reached
 * from there is refused by the vantage point. Ask outside of transactions.
 */
export async function judgeHost(
  egress: Egress,
  spec: CheckSpec,
  from: { vantage: Vantage; allowedNetworks: readonly string[] },
): Promise<void> {
  if (from.vantage.kind !== 'edge' || !('host' in spec.params) || spec.params.host === null) return;
  await egress.judge({ host: spec.params.host, port: spec.params.port, allowedNetworks: from.allowedNetworks, pointer: '/params/host' });
}
