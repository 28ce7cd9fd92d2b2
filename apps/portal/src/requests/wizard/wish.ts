import type { RequestInput, ServiceTemplate, TunnelRequest } from '@stellwerk/contracts';
import { opensPbxConsole } from '@stellwerk/domain';
import type { z } from 'zod';
import { change, type Change, type Draft, emptyDraft, tunnelOf } from '../../editor/draft';
import { fromKind, kindOf } from '../../picture/forward-kind';
import { endOf, type EndValue, localText, NO_END_YET } from '../end-choice';

/** What somebody asks for, as it is typed. The tunnel itself is the editor's draft. */
export interface Wish {
  readonly pbxId: string | null;
  /** A template's key, `own` for own mappings, null while nothing is chosen. */
  readonly service: string | null;
  readonly draft: Draft;
  readonly end: EndValue;
  readonly reason: string;
}

export type WishStep =
  | { readonly type: 'pbx'; readonly pbxId: string; readonly sshServerId: string | null }
  | { readonly type: 'service'; readonly template: ServiceTemplate | null; readonly before: ServiceTemplate | undefined }
  | { readonly type: 'draft'; readonly step: Change }
  | { readonly type: 'end'; readonly end: EndValue }
  | { readonly type: 'reason'; readonly reason: string };

export const OWN = 'own';

export const emptyWish: Wish = { pbxId: null, service: null, draft: emptyDraft('general'), end: NO_END_YET, reason: '' };

/** The next wish. Pure: the same wish and step always give the same result. */
export function nextWish(wish: Wish, step: WishStep): Wish {
  switch (step.type) {
    case 'pbx':
      return { ...wish, pbxId: step.pbxId, draft: { ...wish.draft, module: 'general', sshServerId: step.sshServerId } };
    case 'service':
      return { ...wish, service: step.template?.key ?? OWN, draft: serve(wish.draft, step.template, step.before) };
    case 'draft':
      return { ...wish, draft: change(wish.draft, step.step) };
    case 'end':
      return { ...wish, end: step.end };
    case 'reason':
      return { ...wish, reason: step.reason };
  }
}

/** Another service brings its own mappings. A name somebody typed stays; one that came from a template goes with it. */
function serve(draft: Draft, template: ServiceTemplate | null, before: ServiceTemplate | undefined): Draft {
  const name = draft.name.trim() === before?.name ? '' : draft.name;
  const bare = { ...emptyDraft(draft.module), sshServerId: draft.sshServerId, name, made: draft.made };
  if (template) return change(bare, { type: 'add-template', template });
  // Rows at hand are a better start than none.
  return draft.rows.length > 0 ? { ...draft, name } : change(bare, { type: 'add-row', kind: 'outbound-private' });
}

type Asked = Pick<TunnelRequest, 'asked' | 'askedEndsAt' | 'template' | 'reason'>;

export const draftOfAsked = ({ module, name, sshServerId, mappings }: Asked['asked']): Draft => ({
  ...emptyDraft(module),
  name,
  sshServerId,
  rows: mappings.map((m, i) => ({
    key: `asked-${i}`,
    name: m.name,
    kind: kindOf(m),
    localPort: m.localPort,
    remotePort: m.remotePort,
    targetHost: m.targetHost ?? '',
    allowFrom: m.allowFrom,
    protocol: m.protocol,
  })),
});

/** What was asked for, to be changed. */
export const wishOf = ({ asked, askedEndsAt, template, reason }: Asked): Wish => ({
  pbxId: asked.pbxId,
  service: template ?? OWN,
  draft: draftOfAsked(asked),
  end: askedEndsAt === null ? { choice: 'never', date: '' } : { choice: 'date', date: localText(new Date(askedEndsAt).getTime()) },
  reason,
});

/** A draft as part of a request: nobody asks for a tunnel that is switched off. */
export function askedOf(draft: Draft, pbxId: string) {
  const { enabled: _always, ...tunnel } = tunnelOf(draft, pbxId);
  return tunnel;
}

/**
 * The wish as the API takes it. An end that is not said yet reads as “for good”: the wizard lets nobody through without one.
 * @param tunnelId the tunnel to change; null for a new one
 * @param now milliseconds since the epoch, from which “1 hour” counts
 */
export function bodyOf(wish: Wish, tunnelId: string | null, now: number): z.input<typeof RequestInput> {
  const end = endOf(wish.end, now) ?? null;
  return {
    kind: tunnelId === null ? 'tunnel' : 'change',
    tunnelId,
    template: wish.service === OWN ? null : wish.service,
    tunnel: askedOf(wish.draft, wish.pbxId ?? ''),
    endsAt: end === null ? null : new Date(end).toISOString(),
    reason: wish.reason.trim(),
  };
}

/** Whether the mappings, as far as they are typed, lead to a console, which is never given for good. */
export const opensConsole = (draft: Draft): boolean =>
  opensPbxConsole(
    draft.rows.map(({ kind, localPort, remotePort, protocol }) => ({
      ...fromKind(kind),
      localPort: localPort ?? 0,
      remotePort: remotePort ?? 0,
      protocol,
    })),
  );
