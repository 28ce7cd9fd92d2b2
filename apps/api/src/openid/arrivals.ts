import { decideOpenId, type OpenIdPurpose, type SignInWay } from '@stellwerk/domain';
import type { IdentityProviderRow, InvitationRow, PersonRow, SystemTx } from '@stellwerk/store';
import { doerOf, personDoer } from '../audit/actor.js';
import { type Auditing, createLedger } from '../audit/ledger.js';
import { found } from '../core/refused.js';
import { Refusal } from '../http/refusal.js';
import { takeUp, tellAccepted } from '../invitations/acceptance.service.js';
import { type Admission, doorsOf } from '../session/admission.js';
import { unauthenticated } from '../session/auth.guard.js';
import type { Principal, RequestOrigin } from '../session/principal.js';
import { tellSignInChanged } from '../session/sign-in-change.js';
import type { OpenIdIdentity } from './openid-client.js';

/** Somebody whom an OpenID provider has vouched for. */
export interface OpenIdArrival {
  readonly purpose: OpenIdPurpose;
  /** SHA-256 of the invitation's token, in hexadecimal. */
  readonly invitation: string | null;
  readonly identity: OpenIdIdentity;
  readonly row: IdentityProviderRow;
  /** The session that began it. */
  readonly running: Principal | null;
  readonly origin: RequestOrigin;
}

const linked = { action: 'person.identity-linked' } as const;
const identityTarget = (person: { id: string; name: string }) => ({ target: { kind: 'person', id: person.id, name: person.name } });

/** Does what a verified identity means: lets somebody in, links an account, accepts an invitation. */
export class Arrivals {
  constructor(private readonly admission: Admission) {}

  /** The token of the session that begins; null: the running one goes on. */
  async settle(tx: SystemTx, arrival: OpenIdArrival): Promise<string | null> {
    const { identity, running } = arrival;
    const known = await tx.externalIdentities.find(identity.issuer, identity.subject);
    const invitation = arrival.purpose === 'invitation' ? await openInvitation(tx, arrival.invitation) : null;
    const invited = invitation === null ? null : await tx.people.findByEmail(invitation.email);
    const outcome = decideOpenId({
      purpose: arrival.purpose,
      known: known?.personId ?? null,
      running: running?.id ?? null,
      invited: invited?.id ?? null,
    });
    if (outcome.do === 'refuse') throw outcome.why === 'unauthenticated' ? unauthenticated() : new Refusal(outcome.why);
    if (outcome.do === 'link') return this.link(tx, arrival, known !== null);
    if (outcome.do === 'accept') return this.accept(tx, arrival, { invitation: found(invitation), person: invited, link: outcome.link });
    const person = found(await tx.people.find(outcome.personId));
    return this.enter(tx, arrival, person, null);
  }

  private async link(tx: SystemTx, { identity, running }: OpenIdArrival, already: boolean): Promise<null> {
    if (running === null) throw unauthenticated();
    if (already) return null;
    const made = await tx.externalIdentities.link(running.id, identity.issuer, identity.subject);
    if (made === null) throw new Refusal('identity-taken');
    await tellSignInChanged(tx, running, 'identity-linked');
    const { audit } = createLedger(tx, doerOf(running));
    audit({
      ...linked,
      providerId: running.provider.id,
      tenantId: running.tenant?.id ?? null,
      ...identityTarget(running),
      after: { issuer: identity.issuer },
    });
    return null;
  }

  private async accept(
    tx: SystemTx,
    arrival: OpenIdArrival,
    { invitation, person, link }: { invitation: InvitationRow; person: PersonRow | null; link: boolean },
  ): Promise<string> {
    const { identity, origin } = arrival;
    const who = person ?? (await newPerson(tx, invitation, identity));
    const accepted = await takeUp(tx, invitation.tokenHash, who);
    const ledger = tellAccepted(tx, accepted, who, origin);
    if (link) {
      if ((await tx.externalIdentities.link(who.id, identity.issuer, identity.subject)) === null) throw new Refusal('identity-taken');
      if (arrival.running !== null) await tellSignInChanged(tx, arrival.running, 'identity-linked');
      ledger.audit({ ...linked, ...identityTarget(who), after: { issuer: identity.issuer } });
    }
    return this.enter(tx, arrival, who, ledger);
  }

  /** Starts a session under the membership that this identity provider speaks for; the one it began from ends. */
  private async enter(tx: SystemTx, arrival: OpenIdArrival, person: PersonRow, told: Auditing | null): Promise<string> {
    const { row, identity, running, origin } = arrival;
    const way: SignInWay = { method: 'oidc', identityProviderOf: { providerId: row.providerId, tenantId: row.tenantId } };
    const [door] = doorsOf(await tx.people.memberships(person.id), way);
    if (door === undefined) throw new Refusal('identity-unknown');
    const ledger = told ?? createLedger(tx, personDoer(person, door.membership, origin));
    const identityRow = await tx.externalIdentities.find(identity.issuer, identity.subject);
    if (identityRow !== null) await tx.externalIdentities.used(identityRow.id);
    if (running?.sessionId != null) await tx.sessions.end(running.id, running.sessionId);
    return this.admission.start(tx, ledger, { person, door, way, identityProviderId: row.id, origin });
  }
}

async function openInvitation(tx: SystemTx, hash: string | null): Promise<InvitationRow> {
  const invitation = hash === null ? null : await tx.invitations.findByToken(Buffer.from(hash, 'hex'));
  if (invitation?.state !== 'open') throw new Refusal('invitation-unusable');
  return invitation;
}

/** A new account for the address that was invited, never for one that a token names. */
async function newPerson(tx: SystemTx, invitation: InvitationRow, identity: OpenIdIdentity): Promise<PersonRow> {
  const name = identity.name ?? invitation.email.replace(/@.*$/, '');
  const person = await tx.people.create({ email: invitation.email, name, locale: invitation.locale, passwordHash: null });
  if (person === null) throw unauthenticated();
  return person;
}
