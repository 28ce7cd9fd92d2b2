import type { CheckPreview, Output, routes } from '@stellwerk/contracts';
import {
  type CheckSpec,
  deriveChecks,
  EDGE,
  type Vantage,
  type FederationInput,
  judgeFederationSettings,
  type Locale,
  type WantedCheck,
} from '@stellwerk/domain';
import type { Probes } from '@stellwerk/probe';
import type { Queue } from '@stellwerk/queue';
import type { Store } from '@stellwerk/store';
import type { Egress } from '../core/egress.js';
import { type Limit, Throttle } from '../core/limits.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import type { BodyOf } from '../http/call.js';
import { notFound } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { judgeHost, judgeVantage, specOf } from './check-input.js';
import { answerView } from './check.view.js';
import { judged, type Look, lookOnce, type Lookout } from './look.js';
import type { VantagePoints } from './vantage-points.js';

export interface PreviewLimits {
  readonly principal: Limit;
  readonly target: Limit;
  /** One look, and all looks of a federation; milliseconds. */
  readonly checkMs: number;
  readonly federationMs: number;
}
/** As somebody types: a look every two seconds, and no target more than every six. */
export const PREVIEW_LIMITS: PreviewLimits = {
  principal: { points: 30, seconds: 60 },
  target: { points: 10, seconds: 60 },
  checkMs: 20_000,
  federationMs: 25_000,
};

interface Parts {
  readonly writes: TenantWrites;
  readonly egress: Egress;
  readonly probes: Probes;
  readonly vantagePoints: VantagePoints;
  readonly queue: Pick<Queue, 'limiter'>;
}
interface Reading {
  readonly locale: Locale;
  readonly now: number;
}
/** What a look must know of the customer. */
interface Customer {
  readonly tenantId: string;
  readonly allowedNetworks: readonly string[];
}

/** Too heavy to be done while somebody types, or about everybody else. */
const NOT_PREVIEWED: ReadonlySet<string> = new Set(['tls-protocols', 'federation-partner', 'stored-certificate', 'federation-settings']);

/** Probes and judges what nobody has saved yet, in the API's process through the guarded dialer. Nothing is stored but that somebody did it. */
export class PreviewsService {
  private readonly principals: Throttle;
  private readonly targets: Throttle;

  constructor(
    private readonly store: Store,
    private readonly parts: Parts,
    private readonly limits: PreviewLimits = PREVIEW_LIMITS,
  ) {
    this.principals = new Throttle(parts.queue, 'preview-principal', limits.principal);
    this.targets = new Throttle(parts.queue, 'preview-target', limits.target);
  }

  async check(who: Principal, input: BodyOf<typeof routes.previewCheck>, { locale }: Reading): Promise<CheckPreview> {
    const spec = specOf(input.kind, input.params);
    judgeVantage(input.kind, input.vantage);
    const customer = await this.customer(who, input.tenantId);
    await judgeHost(this.parts.egress, spec, { vantage: input.vantage, allowedNetworks: customer.allowedNetworks });
    await this.spend(who, targetOf(spec));
    await this.audit(who, customer.tenantId, { kind: input.kind, target: targetOf(spec), vantage: input.vantage });
    const signal = AbortSignal.timeout(this.limits.checkMs);
    const point = await this.parts.vantagePoints.open(who, { ...input, ...customer }, signal);
    if (!point.ok) return preview(judged(spec, point, 0), locale);
    try {
      return preview(await lookOnce(this.parts.probes, spec, { ...this.lookout(who, customer, signal), ...point.value }), locale);
    } finally {
      point.value.close();
    }
  }

  async federation(
    who: Principal,
    input: BodyOf<typeof routes.previewFederation>,
    { locale, now }: Reading,
  ): Promise<Output<typeof routes.previewFederation>> {
    const { federation } = input;
    const customer = await this.customer(who, input.tenantId);
    const answers = judgeFederationSettings({ federation, checklist: [] }, now).map((answer) => answerView(answer, locale));
    if (!input.probe) return { answers, probes: [] };
    judgeFederationHosts(this.parts.egress, federation, customer.allowedNetworks);
    await this.spend(who, federation.fqdn);
    await this.audit(who, customer.tenantId, { kind: 'federation', target: federation.fqdn, vantage: EDGE });
    const signal = AbortSignal.timeout(this.limits.federationMs);
    const point = await this.parts.vantagePoints.open(who, { vantage: EDGE, ...customer }, signal);
    if (!point.ok) return { answers, probes: [] };
    const lookout = { ...this.lookout(who, customer, signal), ...point.value };
    const look = async ({ spec, name }: WantedCheck) => ({
      kind: spec.kind,
      name,
      ...preview(await lookOnce(this.parts.probes, spec, lookout), locale),
    });
    const wanted = previewed(federation);
    const asked = Promise.all(wanted.filter(asksDns).map(look));
    // The customer's server is connected to once at a time; DNS bears more.
    const connected: Awaited<ReturnType<typeof look>>[] = [];
    for (const check of wanted) if (!asksDns(check)) connected.push(await look(check));
    return { answers, probes: [...(await asked), ...connected] };
  }

  private async customer(who: Principal, tenantId: string): Promise<Customer> {
    const tenant = await this.store.forTenant(who.scope, (tx) => tx.tenants.find(tenantId));
    if (tenant === null) throw notFound('/tenantId');
    return { tenantId, allowedNetworks: tenant.allowedNetworks };
  }

  private async spend(who: Principal, target: string): Promise<void> {
    await this.principals.spend(who.id);
    await this.targets.spend(`${who.provider.id} ${target.toLowerCase()}`);
  }

  /** Before anything is asked of anybody: a preview dials on the customer's behalf, and may sign in with a stored credential. */
  private audit(who: Principal, tenantId: string, after: { kind: string; target: string; vantage: Vantage }): Promise<void> {
    return this.parts.writes.run(who, { dryRun: false }, async (_, told) =>
      told.audit({ action: 'check.previewed', tenantId, target: { kind: 'check', id: '', name: after.target }, after }),
    );
  }

  private lookout(who: Principal, customer: Customer, signal: AbortSignal): Omit<Lookout, 'connect' | 'inside'> {
    return {
      allowedNetworks: customer.allowedNetworks,
      signal,
      federation: null,
      certificates: {
        find: (id) =>
          this.store.forTenant(who.scope, async (tx) => {
            const row = await tx.certificates.find(id);
            return row?.tenantId === customer.tenantId ? { der: row.der, chain: row.chain } : null;
          }),
        uploadedFor: (name) =>
          this.store.forTenant(who.scope, async (tx) =>
            (await tx.certificates.uploadedFor(customer.tenantId, name)).map(({ facts }) => facts),
          ),
      },
    };
  }
}

const asksDns = ({ spec }: WantedCheck): boolean => spec.kind.startsWith('dns-');

const preview = ({ status, tookMs, facts, answers }: Look, locale: Locale): CheckPreview => ({
  status,
  tookMs,
  facts,
  answers: answers.map((answer) => answerView(answer, locale)),
});

/** What is asked, for limits and the audit. */
function targetOf({ params }: CheckSpec): string {
  if ('host' in params && params.host !== null) return 'port' in params ? `${params.host}:${params.port}` : params.host;
  if ('name' in params) return params.name;
  if ('domain' in params) return params.domain;
  return '';
}

/** The checks that such a federation would get, as far as they are light enough to wait for. */
const previewed = (federation: FederationInput): readonly WantedCheck[] =>
  deriveChecks({ pbx: { product: 'xphone-connect', version: null, address: '' }, federation, sshServers: [] }).filter(
    ({ spec, vantage }) => vantage.kind === 'edge' && !NOT_PREVIEWED.has(spec.kind),
  );

/** Refuses addresses that would be refused when dialled. Names are judged by what they lead to whenever they are. */
export function judgeFederationHosts(egress: Egress, federation: FederationInput, allowedNetworks: readonly string[]): void {
  egress.judgeLiteral({ host: federation.fqdn, port: federation.port, allowedNetworks, pointer: '/fqdn' });
  federation.routes.forEach(({ host, port }, i) => egress.judgeLiteral({ host, port, allowedNetworks, pointer: `/routes/${i}/host` }));
}
