import type { RequestInput } from '@stellwerk/contracts';
import {
  type Finding,
  isAutoApproved,
  judgeRisks,
  judgeTerm,
  type Locale,
  opensPbxConsole,
  type RequestRisk,
  SERVICE_TEMPLATES,
  type Terms,
  type TunnelAsked,
} from '@stellwerk/domain';
import type { RequestPolicyRow, TenantTx, TunnelRow } from '@stellwerk/store';
import { fieldErrors } from '../core/findings.js';
import { found } from '../core/refused.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import type { TunnelJudge } from '../tunnels/tunnel-judge.js';
import { checkReplacement } from '../tunnels/tunnel-writer.js';

export type Wish = Omit<RequestInput, 'reason'>;

export interface JudgedWish {
  /** The tunnel to change, as it is today. */
  readonly before: TunnelRow | null;
  /** Of the mapping rules, the module and the end; paths lead into the request. */
  readonly findings: readonly Finding[];
  readonly explanations: readonly (string | null)[];
  readonly risks: readonly RequestRisk[];
  /** 0: it needs nobody. */
  readonly approversRequired: number;
}

/** Milliseconds since the epoch, of an end on the wire. */
export const endOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** Runs something that judges a tunnel standing under `/tunnel` of the body, so that its pointers lead there. */
export async function underTunnel<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.errors.length === 0) throw error;
    const errors = error.errors.map((e) => ({ ...e, pointer: `/tunnel${e.pointer}` }));
    throw new Refusal(error.code, { params: error.params, headers: error.headers, errors });
  }
}

/** Judges what somebody asks for like the real thing: the rules are those of tunnels that are written. */
export class RequestJudge {
  constructor(private readonly tunnels: TunnelJudge) {}

  /** Everything that can be said of a wish, errors included; refuses only what leads nowhere. */
  async look(tx: TenantTx, wish: Wish, { locale, now }: { readonly locale: Locale; readonly now: number }): Promise<JudgedWish> {
    const before = await this.target(tx, wish);
    const { around, module, mappings } = await underTunnel(() => this.tunnels.report(tx, wish.tunnel, before?.id ?? null, locale));
    const policy = found(await tx.requestPolicies.find(around.tenantId));
    const ofTunnel = [...module, ...mappings.findings].map((f) => ({ ...f, path: `/tunnel${f.path}` }));
    const { template, tunnel, kind } = wish;
    const ends = wish.endsAt !== null;
    const auto = isAutoApproved({
      kind,
      template,
      tunnel,
      ends,
      autoApprove: policy.autoApprove,
      warned: ofTunnel.some((f) => f.severity !== 'info'),
    });
    return {
      before,
      findings: [...ofTunnel, ...this.term({ tunnel, endsAt: endOf(wish.endsAt) }, policy, { now })],
      explanations: mappings.explanations,
      risks: judgeRisks({ template, mappings: tunnel.mappings, ends }),
      approversRequired: auto ? 0 : policy.approversRequired,
    };
  }

  /** The same for a wish that is made: refused with a pointer to every field at fault. */
  async accept(tx: TenantTx, wish: Wish, reading: { readonly locale: Locale; readonly now: number }): Promise<JudgedWish> {
    const judged = await this.look(tx, wish, reading);
    await this.check(tx, wish.tunnel, judged.before?.id ?? null);
    refuseTerm(judged.findings.filter((f) => f.path === '/endsAt'));
    return judged;
  }

  /** Refuses a tunnel that could not be written. */
  check(tx: TenantTx, tunnel: TunnelAsked, tunnelId: string | null): Promise<unknown> {
    return underTunnel(() => this.tunnels.values(tx, { ...tunnel, enabled: true }, tunnelId));
  }

  /** What is wrong with an end; `asked`: the end that was asked for, when it is being approved. */
  term(
    { tunnel, endsAt }: Terms,
    policy: RequestPolicyRow,
    { now, asked }: { readonly now: number; readonly asked?: number | null },
  ): Finding[] {
    const console = opensPbxConsole(tunnel.mappings);
    return judgeTerm({ endsAt, now, longestDays: policy.longestDays, console, ...(asked === undefined ? {} : { asked }) });
  }

  private async target(tx: TenantTx, { kind, tunnelId, template, tunnel }: Wish): Promise<TunnelRow | null> {
    if (template !== null && !SERVICE_TEMPLATES.some((t) => t.key === template))
      throw invalid({ pointer: '/template', code: 'not-one-of', params: { values: SERVICE_TEMPLATES.map((t) => t.key) } });
    if (kind === 'tunnel') {
      if (tunnelId !== null) throw invalid({ pointer: '/tunnelId', code: 'unusable' });
      return null;
    }
    if (tunnelId === null) throw invalid({ pointer: '/tunnelId', code: 'required' });
    const before = await tx.tunnels.find(tunnelId);
    if (before === null) throw notFound('/tunnelId');
    await underTunnel(async () => checkReplacement(before, tunnel));
    return before;
  }
}

/** Refuses an end that may not be. */
export function refuseTerm(findings: readonly Finding[]): void {
  const errors = fieldErrors(findings);
  if (errors.length > 0) throw new Refusal('validation-failed', { errors });
}
