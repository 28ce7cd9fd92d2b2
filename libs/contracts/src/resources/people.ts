import { AccessScope, Cidr, Permission, Role } from '@stellwerk/domain';
import { z } from 'zod';

const when = z.iso.datetime();
const version = z.number().int().describe('For If-Match.');
const Named = z.object({ id: z.uuid(), name: z.string() });
const TenantSet = z.union([z.literal('all'), z.array(z.uuid()).max(2_000)]).describe('`all`: also future ones.');

/** What a session still lacks; `full` opens everything the role may do. */
export const Stage = z.enum(['full', 'second-factor', 'enrol-factor', 'change-password']);
export type Stage = z.infer<typeof Stage>;

/** A person's role in a provider (`tenant` null) or in one tenant. */
export const Membership = z.object({ id: z.uuid(), role: Role, provider: Named, tenant: Named.nullable() }).meta({ id: 'Membership' });
export type Membership = z.infer<typeof Membership>;

export const Me = z
  .object({
    id: z.uuid().describe('Of the person, or of the service account.'),
    email: z.string().nullable(),
    name: z.string(),
    locale: z.enum(['de', 'en']).nullable(),
    kind: z.enum(['member', 'service-account']),
    stage: Stage,
    provider: Named,
    tenant: Named.nullable().describe('Set for members of a tenant.'),
    membershipId: z.uuid().nullable(),
    role: Role.nullable(),
    permissions: z.array(Permission).describe('What the caller may do: of the role, or the scopes of the key.'),
    tenantIds: TenantSet,
    actingFor: z
      .object({ tenant: Named, provider: Named })
      .nullable()
      .describe('The customer that a provider’s member acts for at the moment, with that customer’s own provider.'),
    memberships: z.array(Membership),
    secondFactors: z.array(z.enum(['totp', 'passkey', 'recovery-code'])).describe('The ones the person has.'),
    provedAt: when.nullable().describe('When the person last proved to be there.'),
    identityProvider: Named.nullish().describe('The OpenID provider that the session began at: signing in there again is a proof.'),
    csrfToken: z.string().nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const SignedInSession = z
  .object({
    id: z.uuid(),
    current: z.boolean(),
    method: z.enum(['password', 'passkey', 'oidc']),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: when,
    lastSeenAt: when,
    expiresAt: when,
  })
  .meta({ id: 'Session' });
export type SignedInSession = z.infer<typeof SignedInSession>;

/** How a person can prove to be there. */
export const Proof = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('password'), password: z.string().min(1).max(256) }),
    z.object({
      kind: z.literal('totp'),
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/),
    }),
    z.object({ kind: z.literal('recovery-code'), code: z.string().trim().min(8).max(40) }),
    z.object({ kind: z.literal('passkey'), flow: z.string().max(100), response: z.looseObject({}) }),
  ])
  .meta({ id: 'Proof' });
export type Proof = z.infer<typeof Proof>;

/** WebAuthn options as the browser's API takes them, and the name of the flow to answer under. */
export const PasskeyChallenge = z.object({ flow: z.string(), options: z.looseObject({}) }).meta({ id: 'PasskeyChallenge' });

export const Factors = z
  .object({
    required: z.boolean().describe('The provider demands a second factor.'),
    totp: z.object({ confirmedAt: when }).nullable(),
    passkeys: z.array(Named.extend({ createdAt: when, lastUsedAt: when.nullable(), backedUp: z.boolean() })),
    recoveryCodesLeft: z.number().int(),
    hasPassword: z.boolean(),
    identities: z.array(z.object({ id: z.uuid(), issuer: z.string(), subject: z.string(), lastUsedAt: when.nullable() })),
  })
  .meta({ id: 'Factors' });
export type Factors = z.infer<typeof Factors>;

export const Member = z
  .object({
    id: z.uuid(),
    person: Named.extend({ email: z.string() }),
    tenantId: z.uuid().nullable(),
    role: Role,
    tenantIds: TenantSet,
    secondFactor: z.boolean(),
    lastSeenAt: when.nullable(),
    createdAt: when,
    version,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const MemberInput = z.object({ role: Role, tenantIds: TenantSet.default('all') }).meta({ id: 'MemberInput' });

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: Role,
    tenantId: z.uuid().nullable(),
    tenantIds: TenantSet,
    state: z.enum(['open', 'expired', 'accepted', 'revoked']),
    invitedBy: z.string().nullable(),
    createdAt: when,
    expiresAt: when,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const InvitationInput = z
  .object({
    email: z.email().max(254),
    role: Role,
    tenantId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null)
      .describe('Null: a member of the provider itself.'),
    tenantIds: TenantSet.default('all'),
    locale: z.enum(['de', 'en']).default('de'),
  })
  .meta({ id: 'InvitationInput' });

/** What the holder of an invitation's link is shown before accepting. */
export const InvitationOffer = z
  .object({
    email: z.string(),
    role: Role,
    provider: z.string(),
    tenant: z.string().nullable(),
    invitedBy: z.string().nullable(),
    expiresAt: when,
    hasAccount: z.boolean().describe('Sign in with it to accept; otherwise choose a name and a password.'),
    identityProviders: z.array(Named),
  })
  .meta({ id: 'InvitationOffer' });

export const ProviderSettings = z
  .object({
    name: z.string().trim().min(1).max(120),
    mfaRequired: z.boolean().describe('Every member of the provider and of its customers needs a second factor.'),
    version,
  })
  .meta({ id: 'ProviderSettings' });
export const ProviderSettingsInput = ProviderSettings.omit({ version: true }).meta({ id: 'ProviderSettingsInput' });

export const IdentityProvider = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid().nullable(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    enforced: z.boolean().describe('Its members may sign in by no other way.'),
    redirectUri: z.string().describe('To be entered at the OpenID provider.'),
    version,
  })
  .meta({ id: 'IdentityProvider' });
export type IdentityProvider = z.infer<typeof IdentityProvider>;

export const IdentityProviderInput = z
  .object({
    tenantId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null),
    name: z.string().trim().min(1).max(80),
    issuer: z.url().max(300),
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().min(1).max(500).optional().describe('Without one the stored one stays.'),
    enforced: z.boolean().default(false),
  })
  .meta({ id: 'IdentityProviderInput' });

export const Delegation = z
  .object({
    id: z.uuid(),
    tenant: Named.extend({ name: z.string().nullable() }).describe('The name is null until the customer has accepted.'),
    grantee: Named.describe('The provider that gets access.'),
    own: z.boolean().describe('The grantee is the provider that made the customer.'),
    roles: z.array(Role),
    state: z.enum(['pending', 'active', 'expired', 'revoked', 'declined']),
    until: when.nullable(),
    note: z.string().nullable(),
    createdAt: when,
    decidedAt: when.nullable(),
    decidedBy: z.string().nullable(),
    version,
  })
  .meta({ id: 'Delegation' });
export type Delegation = z.infer<typeof Delegation>;

export const DelegationTerms = z
  .object({ roles: z.array(Role).min(1).max(5), until: when.nullish().transform((v) => v ?? null) })
  .meta({ id: 'DelegationTerms' });
export const DelegationInput = DelegationTerms.extend({
  tenantId: z.uuid(),
  note: z
    .string()
    .trim()
    .max(500)
    .nullish()
    .transform((v) => v ?? null),
}).meta({
  id: 'DelegationInput',
});

export const ApiKey = z
  .object({
    id: z.uuid(),
    prefix: z.string(),
    state: z.enum(['active', 'expired', 'revoked']),
    createdAt: when,
    expiresAt: when.nullable(),
    revokedAt: when.nullable(),
    lastUsedAt: when.nullable(),
    lastUsedFrom: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** The only time the key itself is shown. */
export const NewApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'NewApiKey' });

export const ServiceAccountInput = z
  .object({
    name: z.string().trim().min(1).max(120),
    scopes: z.array(AccessScope).min(1),
    tenantIds: TenantSet.default('all'),
    addresses: z.array(Cidr).max(64).default([]).describe('Networks its keys may be used from; empty: anywhere.'),
    expiresAt: when.nullish().transform((v) => v ?? null),
  })
  .meta({ id: 'ServiceAccountInput' });

export const ServiceAccount = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    tenantIds: TenantSet,
    addresses: z.array(Cidr),
    expiresAt: when.nullable(),
    keys: z.array(ApiKey),
    createdAt: when,
    updatedAt: when,
    version,
  })
  .meta({ id: 'ServiceAccount' });
export type ServiceAccount = z.infer<typeof ServiceAccount>;
