import type { routes } from '@stellwerk/contracts';
import type { Store } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { findingView } from '../core/findings.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import type { Changing } from '../core/version.js';
import { expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { notFound, Refusal } from '../http/refusal.js';
import { problemOf } from '../http/problem-reply.js';
import type { Principal } from '../session/principal.js';
import type { Reading } from '../tunnels/tunnel.view.js';
import { permit, sideOfCaller } from './request-actor.js';
import { endOf, type RequestJudge, type Wish } from './request-judge.js';
import { requestFacts, requestTarget, tellAbout } from './request-news.js';
import type { RequestSettler } from './request-settler.js';
import { differencesOf, listed, requestView, riskView, termsOfTunnel } from './request.view.js';

type Input = BodyOf<typeof routes.createRequest>;

interface Parts {
  readonly judge: RequestJudge;
  readonly settler: RequestSettler;
}

/** Asking for a tunnel, and for another one while nobody has decided. */
export class RequestsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly parts: Parts,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listRequests>, reading: Reading) {
    return this.store.forTenant(who.scope, async (tx) => {
      const page = await tx.requests.list({
        limit: query.limit,
        after: cursorOf(query.cursor),
        ...(query.tenantId === undefined ? {} : { tenantId: query.tenantId }),
        ...(query.state === undefined ? {} : { status: query.state }),
        ...(query.mine ? { createdBy: who.id } : {}),
        ...(query.search ? { search: query.search } : {}),
      });
      return pageOf(page, (row) => listed(row, who, reading.locale));
    });
  }

  get(who: Principal, id: string, reading: Reading) {
    return this.store.forTenant(who.scope, async (tx) => requestView(tx, found(await tx.requests.find(id)), who, reading.locale));
  }

  create(who: Principal, input: Input, reading: Reading & { readonly dryRun: boolean }) {
    return this.writes.run(who, reading, async (tx, after) => {
      const { approversRequired } = await this.parts.judge.accept(tx, input, reading);
      const values = { ...valuesOf(input), approversRequired };
      const row = await tx.requests.create({ ...values, kind: input.kind, tunnelId: input.tunnelId, createdBy: who.id });
      if (row === null) throw notFound('/tunnel/pbxId');
      await tx.requests.tell({ requestId: row.id, kind: 'submitted', personId: who.id, side: sideOfCaller(who) });
      after.audit({ action: 'request.created', tenantId: row.tenantId, target: requestTarget(row), after: requestFacts(row) });
      after.asked(row);
      if (approversRequired > 0) {
        await tellAbout({ tx, who }, row, { kind: 'request-submitted', deciders: true, more: { reason: row.reason } });
        return requestView(tx, row, who, reading.locale);
      }
      const settled = await this.parts.settler.settle({ tx, after, who }, row, { tunnel: row.asked, endsAt: endOf(input.endsAt) }, null);
      return requestView(tx, settled, who, reading.locale);
    });
  }

  replace(who: Principal, id: string, input: Input, reading: Reading & Changing) {
    return this.writes.run(who, reading, async (tx, after) => {
      const before = found(await tx.requests.lock(id));
      permit('change', who, before);
      expectVersion(before.version, reading.ifMatch);
      // It stays what it is about: another PBX, another tunnel or another kind is another request.
      const fixed = {
        pbxId: before.pbxId === input.tunnel.pbxId,
        kind: before.kind === input.kind,
        tunnelId: before.tunnelId === input.tunnelId,
      };
      const errors = [
        ...(fixed.pbxId ? [] : [{ pointer: '/tunnel/pbxId', code: 'immutable' }]),
        ...(fixed.kind ? [] : [{ pointer: '/kind', code: 'immutable' }]),
        ...(fixed.tunnelId ? [] : [{ pointer: '/tunnelId', code: 'immutable' }]),
      ];
      if (errors.length > 0) throw new Refusal('validation-failed', { errors });
      const { approversRequired } = await this.parts.judge.accept(tx, input, reading);
      // Somebody has begun to look at it: from here on it waits for a person, at least one.
      const values = { ...valuesOf(input), approversRequired: Math.max(1, approversRequired) };
      const row = found(await tx.requests.replace(id, values));
      await tx.requests.tell({ requestId: id, kind: 'changed', personId: who.id, side: sideOfCaller(who) });
      const compared = { before: requestFacts(before), after: requestFacts(row) };
      after.audit({ action: 'request.replaced', tenantId: row.tenantId, target: requestTarget(row), ...compared });
      after.asked(row);
      await tellAbout({ tx, who }, row, { kind: 'request-submitted', deciders: true, more: { reason: row.reason } });
      return requestView(tx, row, who, reading.locale);
    });
  }

  /** What would be said of an unsaved request: nothing is written. */
  validate(who: Principal, wish: Wish, { locale, now }: Reading) {
    return this.store.forTenant(who.scope, async (tx) => {
      const judged = await this.parts.judge.look(tx, wish, { locale, now });
      const { before, risks, explanations, approversRequired } = judged;
      const terms = { tunnel: wish.tunnel, endsAt: endOf(wish.endsAt) };
      const known = new Set(judged.findings.map((f) => f.path));
      const forbidden = (await this.forbidden(() => this.parts.judge.check(tx, wish.tunnel, before?.id ?? null), locale)).filter(
        (f) => !known.has(f.path),
      );
      return {
        findings: [...judged.findings.map((f) => findingView(f, locale)), ...forbidden],
        explanations: explanations.map((text) => text ?? ''),
        risks: risks.map((risk) => riskView(risk, locale)),
        differences: await differencesOf(tx, before && termsOfTunnel(before), terms, locale),
        approversRequired: forbidden.length > 0 ? Math.max(1, approversRequired) : approversRequired,
      };
    });
  }

  /** Addresses that may not be dialled: no rule of mappings knows them, but writing the tunnel would be refused for them. */
  private async forbidden(work: () => Promise<unknown>, locale: Reading['locale']) {
    try {
      await work();
      return [];
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'host-forbidden') return [];
      const { errors } = problemOf(error, locale, { requestId: '', instance: '' });
      return errors.map(({ pointer, code, detail }) => ({ code, severity: 'error' as const, path: pointer, params: {}, text: detail }));
    }
  }
}

const valuesOf = (input: Input) => ({
  template: input.template,
  asked: input.tunnel,
  askedEndsAt: input.endsAt === null ? null : new Date(input.endsAt),
  reason: input.reason,
});
