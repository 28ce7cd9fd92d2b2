import { randomUUID } from 'node:crypto';
import type { ProblemCode, routes } from '@stellwerk/contracts';
import { hashSessionToken, newSessionToken } from '@stellwerk/secrets';
import type { Role } from '@stellwerk/domain';
import { type Actor, visit } from './cast.js';
import { federationOf, UPLOAD } from './furnished.js';
import { type House, made, requestOf } from './house.js';
import { mapping, tunnelOf } from './world.js';

/** One request to a route, as somebody would send it who may. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How a route is called, so that nothing but the caller's rights decides. Where the route can rehearse, it is only rehearsed. */
export interface RouteCall {
  /** For somebody of the house; with the ids of what is theirs where the route is about the caller's own. */
  readonly ask: (house: House, actor: Actor) => Asked | Promise<Asked>;
  /** What may be said to somebody who is let in, besides success. */
  readonly or?: readonly ProblemCode[];
  /** Where the route's own rule is stricter than the table of roles, and what it says. */
  readonly except?: Readonly<Partial<Record<Role, ProblemCode>>>;
  /** What a machine with the scope is told, where the route is for people all the same. */
  readonly machine?: ProblemCode;
  /** What somebody else's provider is to be told, where it is not `not-found`. */
  readonly stranger?: 'served';
}

const nothing: RouteCall = { ask: () => ({}) };
const body = (value: unknown): RouteCall => ({ ask: () => ({ body: value }) });
const at = (
  key:
    | 'tenantId'
    | 'goneTenantId'
    | 'pbxId'
    | 'sshServerId'
    | 'tunnelId'
    | 'memberId'
    | 'invitationId'
    | 'identityProviderId'
    | 'xphoneId'
    | 'checkId'
    | 'findingId'
    | 'certificateId',
  value?: unknown,
): RouteCall => ({
  ask: (house) => ({ params: { id: house[key] }, ...(value === undefined ? {} : { body: value }) }),
});
const proof = { kind: 'password', password: 'Wacholder-Kutsche-71' };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const pbx = (house: House) => ({
  tenantId: house.tenantId,
  name: 'X',
  product: 'starface',
  address: '10.1.1.1',
  listenAddress: '127.77.1.1',
});
const server = (house: House) => ({
  tenantId: house.tenantId,
  name: 'X',
  host: '10.9.9.9',
  username: 'x',
  credential: { kind: 'password', password: 'x' },
});
const port = { kind: 'tcp-port', params: { host: '10.1.1.1', port: 443 } };
const account = { name: 'X', scopes: ['tenants:read'] };

/** A row of the caller's own, written past the API. */
async function own(house: House, actor: Actor, sql: string, ...values: unknown[]): Promise<Asked> {
  const [row] = await house.world.sql<{ id: string }>(`${sql} RETURNING id`, actor.personId, ...values);
  return { params: { id: row?.id ?? '' } };
}

/** A pending request: of the caller where they may ask for one, else the one of the house. */
async function ownRequest(house: House, actor: Actor): Promise<Asked> {
  const may = ['owner', 'admin', 'technician', 'tenant-admin', 'requester'].includes(actor.role) && actor.providerId === house.providerId;
  return {
    params: { id: may ? await made(await visit(house.world, actor), house.world, '/api/v1/requests', requestOf(house)) : house.requestId },
  };
}
const request =
  (value?: unknown): RouteCall['ask'] =>
  (house) => ({ params: { id: house.requestId }, ...(value === undefined ? {} : { body: value }) });

const delegation =
  (key: 'delegationId' | 'askedDelegationId', value?: unknown): RouteCall['ask'] =>
  (house) => ({
    params: { id: house[key] },
    ...(value === undefined ? {} : { body: value }),
  });
const key: RouteCall['ask'] = (house) => ({ params: { id: house.accountId, keyId: house.keyId } });
const PROVIDER_CANNOT = { owner: 'forbidden', admin: 'forbidden' } as const;
/** Asked for by another provider: the customer's business alone. */
const PROVIDER_SEES_NOT = { owner: 'not-found', admin: 'not-found' } as const;

/** Every route of the contract. A new one does not compile without a line here. */
export const ROUTE_CALLS: Record<keyof typeof routes, RouteCall> = {
  signIn: { ...body({ email: 'nobody@example.org', password: 'x' }), or: ['sign-in-refused'] },
  signOut: nothing,
  giveSecondFactor: { ...body(proof), or: ['sign-in-refused'] },
  stepUp: { ...body(proof), or: ['sign-in-refused'] },
  challengeSignIn: nothing,
  signInWithPasskey: { ...body({ flow: 'x', response: {} }), or: ['sign-in-refused'] },
  challengeProof: { ...nothing, or: ['factor-refused'] },
  signInOptions: nothing,
  beginOidc: { ask: () => ({ params: { id: randomUUID() } }), or: ['not-found'] },
  finishOidc: { ask: () => ({ params: { id: randomUUID() }, query: { state: 'x', code: 'x' } }), or: ['openid-refused'] },
  me: nothing,
  switchMembership: { ask: (_, actor) => ({ body: { membershipId: actor.memberId } }) },
  actFor: {
    ask: (house) => ({ body: { tenantId: house.tenantId } }),
    except: { 'tenant-admin': 'not-found', requester: 'not-found', viewer: 'not-found' },
  },

  changeMe: body({ name: 'Frau Neu' }),
  changePassword: body({ next: 'Wacholder-Kutsche-71-blau' }),
  exportMe: nothing,
  listSessions: nothing,
  endSession: {
    ask: (house, actor) =>
      own(
        house,
        actor,
        `INSERT INTO session (person_id, member_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
        actor.memberId,
        hashSessionToken(newSessionToken()),
      ),
  },
  endOtherSessions: nothing,
  factors: nothing,
  beginTotp: nothing,
  confirmTotp: { ...body({ code: '000000' }), or: ['factor-refused'] },
  removeTotp: { ...nothing, or: ['factor-refused', 'not-found'] },
  beginPasskey: nothing,
  addPasskey: { ...body({ flow: 'x', name: 'X', response: {} }), or: ['factor-refused'] },
  removePasskey: {
    ask: (house, actor) =>
      own(
        house,
        actor,
        `INSERT INTO passkey (person_id, credential_id, public_key, counter, transports, name, backed_up) VALUES ($1, $2, '\\x00', 0, '{}', 'X', false)`,
        hashSessionToken(newSessionToken()),
      ),
    or: ['factor-refused'],
  },
  renewRecoveryCodes: { ...nothing, or: ['factor-refused'] },
  unlinkIdentity: {
    ask: (house, actor) =>
      own(
        house,
        actor,
        'INSERT INTO external_identity (person_id, issuer, subject) VALUES ($1, $2, $3)',
        'https://idp.example',
        randomUUID(),
      ),
    or: ['factor-refused'],
  },

  listMembers: nothing,
  getMember: at('memberId'),
  replaceMember: at('memberId', { role: 'requester' }),
  removeMember: at('memberId'),
  resetMemberFactors: at('memberId'),
  exportPersonalData: at('memberId'),
  erasePersonalData: at('memberId'),
  listInvitations: nothing,
  invite: { ask: (house) => ({ body: { email: `neu-${randomUUID()}@example.org`, role: 'viewer', tenantId: house.tenantId } }) },
  resendInvitation: at('invitationId'),
  revokeInvitation: at('invitationId'),
  readInvitation: { ...body({ token: 'x' }), or: ['invitation-unusable'] },
  acceptInvitation: { ...body({ token: 'x', name: 'X', password: 'Wacholder-Kutsche-71' }), or: ['invitation-unusable'] },

  getSettings: nothing,
  replaceSettings: { ...body({ name: 'north', mfaRequired: false }), except: { 'tenant-admin': 'forbidden' } },
  listIdentityProviders: nothing,
  createIdentityProvider: {
    ask: (house) => ({ body: { tenantId: house.tenantId, name: 'X', issuer: 'https://127.0.0.1:1/x', clientId: 'x', clientSecret: 'x' } }),
    or: ['identity-provider-unusable', 'host-forbidden'],
  },
  replaceIdentityProvider: {
    ask: (house) => ({
      params: { id: house.identityProviderId },
      body: { tenantId: house.tenantId, name: 'X', issuer: 'https://127.0.0.1:1/x', clientId: 'x', clientSecret: 'x' },
    }),
    or: ['identity-provider-unusable', 'host-forbidden'],
  },
  deleteIdentityProvider: at('identityProviderId'),

  listDelegations: nothing,
  askForDelegation: {
    ask: (house) => ({ body: { tenantId: house.strangerTenantId, roles: ['technician'] } }),
    except: { 'tenant-admin': 'forbidden' },
    stranger: 'served',
  },
  acceptDelegation: { ask: delegation('askedDelegationId', { roles: ['technician'] }), except: PROVIDER_SEES_NOT },
  declineDelegation: { ask: delegation('askedDelegationId'), except: PROVIDER_SEES_NOT },
  replaceDelegation: { ask: delegation('delegationId', { roles: ['owner'] }), except: PROVIDER_CANNOT },
  revokeDelegation: { ask: delegation('delegationId') },

  listServiceAccounts: nothing,
  getServiceAccount: { ask: (house) => ({ params: { id: house.accountId } }) },
  createServiceAccount: body(account),
  replaceServiceAccount: { ask: (house) => ({ params: { id: house.accountId }, body: account }) },
  deleteServiceAccount: { ask: (house) => ({ params: { id: house.accountId } }) },
  createApiKey: { ask: (house) => ({ params: { id: house.accountId }, body: {} }) },
  rotateApiKey: { ask: async (house, actor) => ({ ...(await key(house, actor)), body: {} }) },
  revokeApiKey: { ask: key },

  listTenants: nothing,
  createTenant: body({ name: 'X' }),
  getTenant: at('tenantId'),
  replaceTenant: at('tenantId', { name: 'X' }),
  deleteTenant: at('tenantId'),
  suspendTenant: at('tenantId', { reason: 'Prüfung' }),
  resumeTenant: at('tenantId'),
  restoreTenant: at('goneTenantId'),
  exportTenant: at('tenantId'),
  getRequestPolicy: at('tenantId'),
  replaceRequestPolicy: at('tenantId', { autoApprove: [], approversRequired: 1, longestDays: null }),
  listUsage: nothing,

  listPbxs: nothing,
  createPbx: { ask: (house) => ({ body: pbx(house) }) },
  getPbx: at('pbxId'),
  replacePbx: { ask: (house) => ({ params: { id: house.pbxId }, body: pbx(house) }) },
  deletePbx: { ...at('pbxId'), or: ['in-use'] },
  listModules: at('pbxId'),
  putModule: { ask: (house) => ({ params: { id: house.pbxId, module: 'monitoring' }, body: {} }) },
  deleteModule: {
    ask: async (house) => {
      await house.world.store.forTenant({ providerId: house.providerId, tenantIds: [house.tenantId] }, (tx) =>
        tx.pbxs.putModule(house.pbxId, 'monitoring', { version: null, configurations: [{ name: 'default', enabled: true }] }),
      );
      return { params: { id: house.pbxId, module: 'monitoring' } };
    },
  },

  listSshServers: nothing,
  createSshServer: { ask: (house) => ({ body: server(house) }) },
  getSshServer: at('sshServerId'),
  replaceSshServer: { ask: (house) => ({ params: { id: house.sshServerId }, body: server(house) }) },
  deleteSshServer: { ...at('sshServerId'), or: ['in-use'] },
  probeHostKeys: { ...at('sshServerId'), or: ['rate-limited'] },
  testSshServer: {
    ask: (house) => ({ body: { tenantId: house.tenantId, host: '127.0.0.1', port: 1 } }),
    or: ['rate-limited', 'host-forbidden'],
  },

  listTunnels: nothing,
  createTunnel: { ask: (house) => ({ body: tunnelOf(house, { name: 'Zweiter', mappings: [mapping({ localPort: 4242 })] }) }) },
  getTunnel: at('tunnelId'),
  replaceTunnel: { ask: (house) => ({ params: { id: house.tunnelId }, body: tunnelOf(house) }) },
  deleteTunnel: at('tunnelId'),
  enableTunnel: at('tunnelId'),
  disableTunnel: at('tunnelId'),
  restartTunnel: at('tunnelId'),
  acceptHostKey: { ...at('tunnelId', { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }), or: ['host-key-not-offered'] },
  listTunnelEvents: at('tunnelId'),

  listCheckKinds: nothing,
  listChecks: nothing,
  createCheck: { ask: (house) => ({ body: { tenantId: house.tenantId, ...port } }) },
  getCheck: at('checkId'),
  changeCheck: at('checkId', { intervalSeconds: 600 }),
  deleteCheck: at('checkId'),
  runCheck: at('checkId'),
  pauseCheck: at('checkId', { reason: 'Umbau' }),
  resumeCheck: at('checkId'),
  listCheckRuns: at('checkId'),
  previewCheck: { ask: (house) => ({ body: { tenantId: house.tenantId, kind: 'tcp-port', params: { host: '127.0.0.1', port: 1 } } }) },
  listFindings: nothing,
  getFinding: at('findingId'),
  muteFinding: { ask: (house) => ({ params: { id: house.findingId }, body: { until: inAnHour(), reason: 'Wartung' } }) },
  unmuteFinding: at('findingId'),
  outlook: nothing,
  listCertificates: nothing,
  getCertificate: at('certificateId'),
  uploadCertificate: { ask: (house) => ({ body: { tenantId: house.tenantId, content: UPLOAD } }) },
  deleteCertificate: at('certificateId'),
  getFederation: at('xphoneId'),
  putFederation: at('xphoneId', federationOf({ openFederation: true })),
  deleteFederation: at('xphoneId'),
  confirmChecklistItem: {
    ask: (house) => ({ params: { id: house.xphoneId, item: 'licence' }, body: { confirmed: true } }),
  },
  getFederationPlan: at('xphoneId'),
  previewFederation: { ask: (house) => ({ body: { tenantId: house.tenantId, federation: federationOf() } }) },
  readAcmeSettings: body({ content: 'wacs.exe --validation selfhosting' }),
  getFirewallSettings: at('pbxId'),
  putFirewallSettings: at('pbxId', { switches: { stun: true } }),
  getFirewallPlan: at('pbxId'),
  exportFirewallPlan: { ask: (house) => ({ params: { id: house.pbxId }, query: { format: 'nftables' } }) },
  getMtlsTest: at('xphoneId'),
  startMtlsTest: at('xphoneId'),
  endMtlsTest: at('xphoneId'),

  listRequests: nothing,
  getRequest: { ask: request() },
  createRequest: { ask: (house) => ({ body: requestOf(house) }) },
  validateRequest: { ask: (house) => ({ body: requestOf(house) }) },
  replaceRequest: { ask: async (house, actor) => ({ ...(await ownRequest(house, actor)), body: requestOf(house) }) },
  commentRequest: { ask: request({ text: 'Warum?' }) },
  approveRequest: { ask: request({ endsAt: inAnHour() }) },
  declineRequest: { ask: request({ text: 'Nicht nötig' }) },
  withdrawRequest: { ask: ownRequest },
  revokeRequest: { ask: request({ text: '' }), or: ['request-closed'], machine: 'forbidden' },

  listNotifications: nothing,
  readNotification: {
    ask: (house, actor) =>
      own(
        house,
        actor,
        `INSERT INTO notification (person_id, provider_id, kind, params) VALUES ($1, $2, 'tenant-resumed', '{}')`,
        actor.providerId,
      ),
  },
  readAllNotifications: nothing,

  listAuditEvents: nothing,
  exportAuditEvents: nothing,

  overview: nothing,
  listServiceTemplates: nothing,
  validateMappings: { ask: (house) => ({ body: { pbxId: house.pbxId, mappings: [] } }) },
  search: { ask: () => ({ query: { q: 'Geheimkunde' } }) },
};
