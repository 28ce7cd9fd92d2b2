import { randomUUID } from 'node:crypto';
import type { IdentityProvider, routes } from '@stellwerk/contracts';
import type { Circle } from '@stellwerk/domain';
import type { IdentityProviderRow, Sealed, Store, SystemTx } from '@stellwerk/store';
import type { IdentityVault } from '../core/identity-vault.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf } from '../http/call.js';
import { invalid, Refusal } from '../http/refusal.js';
import { circleOf, reached } from '../members/circle.js';
import type { Principal } from '../session/principal.js';
import type { OpenIdClient } from './openid-client.js';

type Values = BodyOf<typeof routes.createIdentityProvider>;

interface Means {
  readonly client: Pick<OpenIdClient, 'discover'>;
  readonly vault: IdentityVault;
  readonly publicUrl: string;
}

/** Where an OpenID provider sends browsers back to. Each has its own, so that a code of one is never taken for another's (RFC 9700 §4.4). */
export const redirectUriOf = (publicUrl: string, id: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/api/v1/session/oidc/${id}/callback`;

/** Where a client secret lives: authenticated together with it. */
export const secretPlace = (id: string, providerId: string) => ({
  owner: providerId,
  record: id,
  field: 'identity_provider.client_secret',
});

const facts = ({ name, issuer, clientId, enforced }: IdentityProviderRow) => ({ name, issuer, clientId, enforced });

/** OpenID providers of a provider's own members, or of one customer's. */
export class IdentityProvidersService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly means: Means,
  ) {}

  async list(who: Principal, tenantId: string | undefined): Promise<{ items: IdentityProvider[] }> {
    const circle = await circleOf(this.store, who, tenantId, '?tenantId');
    const rows = await this.store.asSystem('list identity providers', (tx) => tx.identityProviders.list(circle));
    return { items: rows.map((row) => this.view(row)) };
  }

  async create(who: Principal, values: Values, dryRun: boolean): Promise<IdentityProvider> {
    const circle = await circleOf(this.store, who, values.tenantId, '/tenantId');
    const secret = values.clientSecret;
    if (secret === undefined) throw invalid({ pointer: '/clientSecret', code: 'required' });
    const issuer = await this.means.client.discover(values.issuer);
    return this.writes.run(who, { dryRun, reason: 'add an identity provider' }, async (tx, after) => {
      const id = randomUUID();
      if (values.enforced) await this.judgeEnforcing(tx, who, circle, issuer);
      const clientSecret = await this.means.vault.seal(tx.identityKeys, secretPlace(id, circle.providerId), secret);
      const row = await tx.identityProviders.create({
        id,
        circle,
        name: values.name,
        issuer,
        clientId: values.clientId,
        clientSecret,
        enforced: values.enforced,
      });
      if (row.enforced) await tx.identityProviders.endOtherSessions(circle);
      after.audit({ action: 'identity-provider.created', ...target(row), after: { ...facts(row), clientSecret: 'new' } });
      return this.view(row);
    });
  }

  async replace(who: Principal, id: string, values: Values, changing: Changing): Promise<IdentityProvider> {
    const circle = await this.inReach(who, id);
    if (values.tenantId !== null && values.tenantId !== circle.tenantId) throw invalid({ pointer: '/tenantId', code: 'immutable' });
    const issuer = await this.means.client.discover(values.issuer);
    return this.writes.run(who, { dryRun: changing.dryRun, reason: 'change an identity provider' }, async (tx, after) => {
      const before = found(await tx.identityProviders.lock(circle.providerId, id));
      expectVersion(before.version, changing.ifMatch);
      if (values.enforced && !(before.enforced && before.issuer === issuer)) await this.judgeEnforcing(tx, who, circle, issuer);
      const clientSecret = await this.secretFor(tx, before, values.clientSecret, issuer);
      const row = found(
        await tx.identityProviders.replace(id, {
          name: values.name,
          issuer,
          clientId: values.clientId,
          clientSecret,
          enforced: values.enforced,
        }),
      );
      // Who came in by another issuer's word, or by a way that is shut now, comes in again or not at all.
      if (before.issuer !== row.issuer) await tx.identityProviders.endSessions(id);
      if (row.enforced && !before.enforced) await tx.identityProviders.endOtherSessions(circle);
      const secret = (of: Sealed) => ({ clientSecret: Buffer.from(of.bytes).toString('base64') });
      after.audit({
        action: 'identity-provider.replaced',
        ...target(row),
        before: { ...facts(before), ...secret(before.clientSecret) },
        after: { ...facts(row), ...secret(row.clientSecret) },
      });
      return this.view(row);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    const circle = await this.inReach(who, id);
    await this.writes.run(who, { dryRun: changing.dryRun, reason: 'remove an identity provider' }, async (tx, after) => {
      const before = found(await tx.identityProviders.lock(circle.providerId, id));
      expectVersion(before.version, changing.ifMatch);
      await tx.identityProviders.remove(id);
      after.audit({ action: 'identity-provider.deleted', ...target(before), before: facts(before) });
    });
  }

  /** The stored secret is sent only to the issuer it was entered for. */
  private async secretFor(tx: SystemTx, before: IdentityProviderRow, given: string | undefined, issuer: string): Promise<Sealed> {
    if (given !== undefined) return this.means.vault.seal(tx.identityKeys, secretPlace(before.id, before.providerId), given);
    if (before.issuer !== issuer) throw invalid({ pointer: '/clientSecret', code: 'credential-for-new-host' });
    return before.clientSecret;
  }

  /** Nobody shuts the door behind which they have no key: owners keep theirs, everybody else must have linked their identity. */
  private async judgeEnforcing(tx: SystemTx, who: Principal, circle: Circle, issuer: string): Promise<void> {
    const own = await tx.members.ofPersonIn(circle, who.id);
    if (own === null || own.role === 'owner') return;
    const linked = await tx.externalIdentities.ofPerson(who.id);
    if (!linked.some((identity) => identity.issuer === issuer))
      throw new Refusal('validation-failed', { errors: [{ pointer: '/enforced', code: 'link-first' }] });
  }

  private async inReach(who: Principal, id: string): Promise<IdentityProviderRow> {
    const row = await this.store.asSystem('find an identity provider', (tx) => tx.identityProviders.find(id));
    return reached(this.store, who, row?.providerId === who.scope.providerId ? row : null);
  }

  private readonly view = ({ id, tenantId, name, issuer, clientId, enforced, version }: IdentityProviderRow): IdentityProvider => ({
    id,
    tenantId,
    name,
    issuer,
    clientId,
    enforced,
    redirectUri: redirectUriOf(this.means.publicUrl, id),
    version,
  });
}

const target = (row: IdentityProviderRow) => ({
  tenantId: row.tenantId,
  target: { kind: 'identity-provider', id: row.id, name: row.name },
});
