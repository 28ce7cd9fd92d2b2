import { randomBytes, randomUUID } from 'node:crypto';
import { PROVIDER_ROLES, type Role, TENANT_ROLES } from '@stellwerk/domain';
import { type Actor, hire, machine, type Visit, visit } from './cast.js';
import { furnish, type Furnished } from './furnished.js';
import { createTunnel, type Customer, customer, type Party, tunnelOf, type World } from './world.js';

/** One customer of one provider with everything that has an id, and somebody in every role. */
export interface House extends Customer, Furnished {
  readonly world: World;
  readonly providerId: string;
  readonly cast: Readonly<Record<Role, Actor>>;
  readonly tunnelId: string;
  /** Deleted, and still kept. */
  readonly goneTenantId: string;
  readonly memberId: string;
  readonly invitationId: string;
  readonly identityProviderId: string;
  /** The provider's own access. */
  readonly delegationId: string;
  /** What another provider has asked for. */
  readonly askedDelegationId: string;
  readonly accountId: string;
  readonly keyId: string;
  readonly requestId: string;
  /** A customer of somebody else, who would like to be asked. */
  readonly strangerTenantId: string;
  /** What nobody outside of the customer and its provider's people must ever be told; those of its provider know the colleagues. */
  readonly secrets: readonly string[];
  readonly colleagues: readonly string[];
}

/** The id of what a call has made; a random one while the route is not served, so that whatever is asked about it fails as not found. */
export async function made(by: Visit, world: World, path: string, body: object): Promise<string> {
  const answer = await world.request('POST', path, { headers: by.headers(), body });
  return (answer.body as { id?: string } | null)?.id ?? randomUUID();
}

export const requestOf = (at: Customer) => {
  const { mappings, ...tunnel } = tunnelOf(at);
  const localPort = 2000 + (randomBytes(2).readUInt16BE() % 50_000);
  return {
    tunnel: { ...tunnel, name: `Wunsch ${localPort}`, mappings: mappings.map((m) => ({ ...m, localPort })) },
    reason: 'Für das Telefonbuch',
  };
};

export async function buildHouse(world: World, party: Party, neighbour: Party): Promise<House> {
  const { providerId } = party;
  const name = `Geheimkunde ${randomUUID()}`;
  const at = await customer(party, { name });
  const gone = await customer(party, { name: `${name} (alt)` });
  await world.sql(`UPDATE tenant SET deleted_at = now(), purge_at = now() + interval '9 days' WHERE id = $1`, gone.tenantId);
  const provider = PROVIDER_ROLES.map(async (role) => [role, await hire(world, role, { providerId })] as const);
  const tenant = TENANT_ROLES.map(async (role) => [role, await hire(world, role, { providerId, tenantId: at.tenantId })] as const);
  const cast = Object.fromEntries(await Promise.all([...provider, ...tenant])) as Record<Role, Actor>;
  const owner = await visit(world, cast.owner);
  const requester = await visit(world, cast.requester);
  const other = await visit(world, await hire(world, 'owner', neighbour));
  const stranger = await neighbour.client.createTenant({ body: { name: 'Hansen GmbH' } });
  const invitation = { email: `neu-${randomUUID()}@example.org`, role: 'viewer', tenantId: at.tenantId };
  const [identityProvider] = await world.sql<{ id: string }>(
    `INSERT INTO identity_provider (provider_id, tenant_id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version)
     VALUES ($1, $2, 'Entra', 'https://idp.example', 'x', '\\x00', gen_random_uuid(), 1) RETURNING id`,
    providerId,
    at.tenantId,
  );
  const { accountId, keyId } = await machine(world, providerId, ['tenants:read'], [at.tenantId]);
  const [delegation] = await world.sql<{ id: string }>('SELECT id FROM delegation WHERE tenant_id = $1', at.tenantId);
  const house = {
    ...at,
    ...(await furnish(world, providerId, at)),
    world,
    providerId,
    cast,
    tunnelId: (await createTunnel(party, at)).id,
    goneTenantId: gone.tenantId,
    memberId: cast.viewer.memberId,
    invitationId: await made(owner, world, '/api/v1/invitations', invitation),
    identityProviderId: identityProvider?.id ?? '',
    delegationId: delegation?.id ?? '',
    askedDelegationId: await made(other, world, '/api/v1/delegations', { tenantId: at.tenantId, roles: ['technician'] }),
    accountId,
    keyId,
    requestId: await made(requester, world, '/api/v1/requests', requestOf(at)),
    strangerTenantId: stranger.id,
  };
  const people = (side: readonly Role[]) => side.flatMap((role) => [cast[role].email, cast[role].personId, cast[role].memberId]);
  const open = ['strangerTenantId', 'providerId'];
  const ids = Object.entries(house).flatMap(([key, value]) => (typeof value === 'string' && !open.includes(key) ? [value] : []));
  return {
    ...house,
    secrets: [name, invitation.email, ...people(TENANT_ROLES), ...ids],
    colleagues: [providerId, ...people(PROVIDER_ROLES)],
  };
}
