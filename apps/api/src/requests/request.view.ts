import type { Difference, Output, Risk, routes, TunnelRequest } from '@stellwerk/contracts';
import { judgeRisks, type Locale, type RequestRisk, sentence, type Terms, termsDifferences, type TunnelAsked } from '@stellwerk/domain';
import type { RequestEventRow, RequestRow, TenantTx, TunnelRow } from '@stellwerk/store';
import type { Principal } from '../session/principal.js';
import { actorFor } from './request-actor.js';

type Listed = Output<typeof routes.listRequests>['items'][number];

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const asked = ({ pbxId, module, name, sshServerId, mappings }: TunnelAsked): TunnelRequest['asked'] => ({
  pbxId,
  module,
  name,
  sshServerId,
  mappings: mappings.map((m) => ({ ...m })),
});

export const riskView = (risk: RequestRisk, locale: Locale): Risk => ({
  code: risk.code,
  severity: risk.severity,
  mapping: risk.mapping,
  text: sentence(risk.code, risk.params, locale),
});

/** The terms of a stored tunnel. */
export const termsOfTunnel = (row: TunnelRow): Terms => ({ tunnel: row, endsAt: row.endsAt?.getTime() ?? null });

/** What was asked for. */
const askedTerms = (row: RequestRow): Terms => ({ tunnel: row.asked, endsAt: row.askedEndsAt?.getTime() ?? null });

/** Differences with the SSH servers by their names. */
export async function differencesOf(tx: TenantTx, before: Terms | null, after: Terms, locale: Locale): Promise<Difference[]> {
  const names = new Map<string, string>();
  for (const id of new Set([before?.tunnel.sshServerId, after.tunnel.sshServerId])) {
    const server = id === undefined ? null : await tx.sshServers.find(id);
    if (server) names.set(server.id, server.name);
  }
  return termsDifferences(before, after, { locale, sshServerName: (id) => names.get(id) ?? id });
}

/** A request as it stands in a list. */
export function listed(row: RequestRow, who: Principal, locale: Locale): Listed {
  const { own, decides } = actorFor(who, row);
  const shown = row.approved ?? row.asked;
  const ends = (row.approved ? row.approvedEndsAt : row.askedEndsAt) !== null;
  const risks = judgeRisks({ template: row.template, mappings: shown.mappings, ends });
  const approved = row.approvals.some((a) => a.personId === who.id);
  return {
    ...row,
    state: row.status,
    asked: asked(row.asked),
    askedEndsAt: iso(row.askedEndsAt),
    approved: row.approved && asked(row.approved),
    approvedEndsAt: iso(row.approvedEndsAt),
    risks: risks.map((risk) => riskView(risk, locale)),
    approvals: row.approvals.map(({ by, at }) => ({ by, at: at.toISOString() })),
    mayDecide: row.status === 'pending' && decides && !own && !approved,
    own,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    decidedAt: iso(row.decidedAt),
    endedAt: iso(row.endedAt),
  };
}

const OUTCOMES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  restore: { de: 'Der Tunnel ist wieder wie vor der Änderung.', en: 'The tunnel is again what it was before the change.' },
  disable: { de: 'Der Tunnel ist ausgeschaltet.', en: 'The tunnel is switched off.' },
  gone: { de: 'Den Tunnel gibt es nicht mehr.', en: 'The tunnel does not exist any more.' },
  superseded: {
    de: 'Für den Tunnel gilt inzwischen eine spätere Anfrage.',
    en: 'A later request applies to the tunnel by now.',
  },
};
const WHY: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  'port-taken': {
    de: 'Der Stand vor der Änderung ließ sich nicht wiederherstellen: Ein Port ist inzwischen anderweitig vergeben.',
    en: 'What was before the change could not be restored: a port is used by another tunnel by now.',
  },
  'not-found': {
    de: 'Der Stand vor der Änderung ließ sich nicht wiederherstellen: Den SSH-Server gibt es nicht mehr.',
    en: 'What was before the change could not be restored: its SSH server does not exist any more.',
  },
};

/** What somebody said, and what the end of an access did to its tunnel. */
function eventText({ text, data }: RequestEventRow, locale: Locale): string | null {
  const outcome = OUTCOMES[String(data?.['outcome'])]?.[locale];
  const why = WHY[String(data?.['why'])]?.[locale];
  const said = [text, why, outcome].filter((part): part is string => typeof part === 'string' && part !== '');
  return said.length === 0 ? null : said.join(' ');
}

/** A request with its conversation and what differs: from today, or, once approved, from what was asked for. */
export async function requestView(tx: TenantTx, row: RequestRow, who: Principal, locale: Locale): Promise<TunnelRequest> {
  const today = row.kind === 'change' && row.approved === null && row.tunnelId !== null ? await tx.tunnels.find(row.tunnelId) : null;
  const differences = row.approved
    ? await differencesOf(tx, askedTerms(row), { tunnel: row.approved, endsAt: row.approvedEndsAt?.getTime() ?? null }, locale)
    : await differencesOf(tx, today && termsOfTunnel(today), askedTerms(row), locale);
  const events = await tx.requests.events(row.id);
  return {
    ...listed(row, who, locale),
    differences,
    events: events.map((e) => ({
      id: e.id,
      at: e.at.toISOString(),
      kind: e.kind as TunnelRequest['events'][number]['kind'],
      by: e.by,
      side: e.side,
      text: eventText(e, locale),
    })),
  };
}
