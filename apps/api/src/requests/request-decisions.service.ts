import { createHash } from 'node:crypto';
import type { routes } from '@stellwerk/contracts';
import { canonicalTerms, judgeApproval, type NotificationKind, type Params, type RequestAct, type Terms } from '@stellwerk/domain';
import type { NewRequestEvent, RequestRow } from '@stellwerk/store';
import { found } from '../core/refused.js';
import { note, type TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf } from '../http/call.js';
import { invalid, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import type { Reading } from '../tunnels/tunnel.view.js';
import type { Desk } from '../tunnels/tunnel-writer.js';
import { permit, sideOfCaller } from './request-actor.js';
import { endOf, refuseTerm, type RequestJudge } from './request-judge.js';
import { requestTarget, tellAbout } from './request-news.js';
import type { RequestSettler } from './request-settler.js';
import { requestView } from './request.view.js';

type Approval = BodyOf<typeof routes.approveRequest>;

interface Parts {
  readonly judge: RequestJudge;
  readonly settler: RequestSettler;
}

/** How a pending request is closed without a tunnel. */
interface Closing {
  readonly act: Extract<RequestAct, 'decline' | 'withdraw'>;
  readonly text: string | null;
  readonly kind: NotificationKind;
  readonly deciders: boolean;
}

/** What people say to a request, and what comes of it. Every decision holds the request first, so that decisions follow each other. */
export class RequestDecisionsService {
  constructor(
    private readonly writes: TenantWrites,
    private readonly parts: Parts,
  ) {}

  comment(who: Principal, id: string, text: string, reading: Reading & Changing) {
    return this.act(who, id, reading, async (desk, row) => {
      const { tx, after } = desk;
      await say(desk, row, { kind: 'commented', text });
      after.audit({ action: 'request.commented', tenantId: row.tenantId, target: requestTarget(row), text });
      // Whoever asked speaks to those who decide; they speak to whoever asked.
      const asking = row.createdBy === who.id || sideOfCaller(who) === 'tenant';
      await tellAbout({ tx, who }, row, { kind: 'request-commented', parties: true, deciders: asking, more: { text } });
      return row;
    });
  }

  /** One person's yes. The last one that is needed makes it the tunnel. */
  approve(who: Principal, id: string, approval: Approval, reading: Reading & Changing) {
    return this.act(who, id, reading, async (desk, row) => {
      permit('approve', who, row);
      // The version of a pending request grows only when the requester changes it.
      if (typeof reading.ifMatch === 'number' && reading.ifMatch !== row.version) throw new Refusal('request-changed');
      const terms = await this.terms(desk, row, approval, reading.now);
      const agreed = createHash('sha256').update(canonicalTerms(terms)).digest();
      const verdict = judgeApproval({
        status: row.status,
        requestedBy: row.createdBy,
        approver: who.id,
        agreed: agreed.toString('hex'),
        given: row.approvals,
        required: row.approversRequired,
      });
      if (verdict.refused !== null) throw new Refusal(verdict.refused);
      const { tx, after } = desk;
      await tx.requests.approve(id, { personId: who.id, agreed });
      const approved = found(await tx.requests.find(id));
      const comment = approval.comment === undefined || approval.comment === '' ? null : approval.comment;
      if (verdict.complete) return this.parts.settler.settle(desk, approved, terms, { comment });
      await this.parts.judge.check(tx, terms.tunnel, row.kind === 'change' ? row.tunnelId : null);
      await say(desk, row, { kind: 'approval-given', text: comment });
      after.audit({ action: 'request.approval-given', tenantId: row.tenantId, target: requestTarget(row), text: comment });
      return approved;
    });
  }

  decline(who: Principal, id: string, text: string, reading: Reading & Changing) {
    return this.close(who, id, reading, { act: 'decline', text, kind: 'request-declined', deciders: false });
  }

  withdraw(who: Principal, id: string, reading: Reading & Changing) {
    return this.close(who, id, reading, { act: 'withdraw', text: null, kind: 'request-withdrawn', deciders: true });
  }

  /** Ends an access before its time. The workers cut it as soon as they see it: nothing open may finish. */
  revoke(who: Principal, id: string, text: string, reading: Reading & Changing) {
    return this.act(who, id, reading, async (desk, row) => {
      permit('revoke', who, row);
      const { tx, after } = desk;
      const { request, outcome, why, tunnel } = found(await tx.requests.conclude(id, 'revoke'));
      const said = text === '' ? null : text;
      await say(desk, row, { kind: 'revoked', text: said, data: { outcome, why } });
      if (tunnel) {
        await note(tx, who, tunnel.id, outcome === 'restore' ? 'restored' : 'access-ended');
        after.changed(tunnel);
      }
      after.audit({
        action: 'request.revoked',
        tenantId: row.tenantId,
        target: requestTarget(row),
        before: { state: row.status },
        after: { state: request.status, outcome },
        text: said,
      });
      await tellAbout({ tx, who }, request, { kind: 'access-revoked', parties: true, more: said === null ? {} : { text: said } });
      return request;
    });
  }

  /** What this approver agrees to, or a refusal: an approver may change the tunnel and shorten the time, nothing else. */
  private async terms({ tx }: Desk, row: RequestRow, approval: Approval, now: number): Promise<Terms> {
    const asked = row.askedEndsAt?.getTime() ?? null;
    const endsAt = approval.endsAt === undefined ? asked : endOf(approval.endsAt);
    const tunnel = approval.tunnel ?? row.asked;
    if (tunnel.pbxId !== row.pbxId) throw invalid({ pointer: '/tunnel/pbxId', code: 'immutable' });
    const policy = found(await tx.requestPolicies.find(row.tenantId));
    refuseTerm(this.parts.judge.term({ tunnel, endsAt }, policy, { now, asked }));
    return { tunnel, endsAt };
  }

  private close(who: Principal, id: string, reading: Reading & Changing, news: Closing) {
    const { act } = news;
    return this.act(who, id, reading, async (desk, row) => {
      permit(act, who, row);
      expectVersion(row.version, reading.ifMatch);
      const { tx, after } = desk;
      const status = act === 'decline' ? 'declined' : 'withdrawn';
      const closed = found(await tx.requests.close(id, status));
      await say(desk, row, { kind: status, text: news.text });
      after.audit({
        action: `request.${status}`,
        tenantId: row.tenantId,
        target: requestTarget(row),
        before: { state: row.status },
        after: { state: status },
        text: news.text,
      });
      const more: Params = news.text === null ? {} : { text: news.text };
      await tellAbout({ tx, who }, closed, { kind: news.kind, parties: true, deciders: news.deciders, more });
      return closed;
    });
  }

  private act(who: Principal, id: string, reading: Reading & Changing, work: (desk: Desk, row: RequestRow) => Promise<RequestRow>) {
    return this.writes.run(who, reading, async (tx, after) => {
      const row = await work({ tx, after, who }, found(await tx.requests.lock(id)));
      after.asked(row);
      return requestView(tx, row, who, reading.locale);
    });
  }
}

/** A line of the conversation, by whoever acts. */
const say = ({ tx, who }: Desk, row: RequestRow, line: Pick<NewRequestEvent, 'kind' | 'text' | 'data'>): Promise<void> =>
  tx.requests.tell({ requestId: row.id, personId: who.id, side: sideOfCaller(who), ...line });
