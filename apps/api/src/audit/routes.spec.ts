import { randomBytes, randomUUID } from 'node:crypto';
import { type Endpoint, routes } from '@stellwerk/contracts';
import { AUDIT_ACTIONS, type AuditAction, type Role } from '@stellwerk/domain';
import { verifyAudit } from '@stellwerk/store';
import { Authenticator } from '../test/authenticator.js';
import { appCode, Browser } from '../test/browser.js';
import { type Actor, visit } from '../test/cast.js';
import { buildHouse, type House } from '../test/house.js';
import { type Asked, ROUTE_CALLS } from '../test/route-calls.js';
import { type Party, PASSWORD, startWorld, type World } from '../test/world.js';

type Name = keyof typeof routes;

interface Row {
  /** What the call writes, in the order of writing. */
  readonly acts: readonly AuditAction[];
  /** Who calls; the owner unless told. */
  readonly as?: Role;
  /** Another way to call it than the table of routes has. */
  readonly ask?: (house: House, actor: Actor) => Promise<Asked>;
}
const writes = (...acts: AuditAction[]): Row => ({ acts });
/** Only the steps of a sign-in lead here: see the journeys below. */
const JOURNEY = 'journey';
/** It changes nothing that the audit is about; what it is instead. */
const nothing = (why: string) => ({ nothing: why });

/** What each route that changes or hands out something writes. A new one does not compile without a line here. */
const ACTS: Readonly<Partial<Record<Name, Row | typeof JOURNEY | { readonly nothing: string }>>> = {
  signIn: JOURNEY,
  signOut: writes('session.ended'),
  giveSecondFactor: JOURNEY,
  stepUp: JOURNEY,
  challengeSignIn: nothing('a challenge'),
  signInWithPasskey: JOURNEY,
  challengeProof: nothing('a challenge'),
  switchMembership: writes('session.membership-switched'),
  actFor: writes('session.acting-started'),
  changeMe: writes('person.changed'),
  changePassword: writes('person.password-changed'),
  exportMe: writes('person.exported'),
  endSession: writes('session.ended'),
  endOtherSessions: {
    acts: ['session.others-ended'],
    ask: async (house, actor) => {
      await visit(house.world, actor);
      return {};
    },
  },
  beginTotp: writes('person.totp-begun'),
  confirmTotp: JOURNEY,
  removeTotp: JOURNEY,
  beginPasskey: nothing('a challenge'),
  addPasskey: JOURNEY,
  removePasskey: {
    acts: ['person.passkey-removed'],
    ask: async (house, actor) => {
      // Somebody who could still sign in without it.
      await house.world.sql(`UPDATE person SET password_hash = 'x' WHERE id = $1`, actor.personId);
      return ROUTE_CALLS.removePasskey.ask(house, actor);
    },
  },
  renewRecoveryCodes: JOURNEY,
  unlinkIdentity: JOURNEY,
  replaceMember: writes('member.replaced'),
  removeMember: writes('member.removed'),
  resetMemberFactors: writes('member.factors-reset'),
  exportPersonalData: writes('person.exported'),
  erasePersonalData: writes('person.erased'),
  invite: writes('invitation.created'),
  resendInvitation: writes('invitation.resent'),
  revokeInvitation: writes('invitation.revoked'),
  readInvitation: nothing('reading'),
  acceptInvitation: JOURNEY,
  replaceSettings: writes('settings.replaced'),
  deleteIdentityProvider: writes('identity-provider.deleted'),
  askForDelegation: nothing('of a customer of another provider: the journeys'),
  acceptDelegation: { acts: ['delegation.accepted'], as: 'tenant-admin' },
  declineDelegation: { acts: ['delegation.declined'], as: 'tenant-admin' },
  replaceDelegation: { acts: ['delegation.replaced'], as: 'tenant-admin' },
  revokeDelegation: writes('delegation.revoked'),
  createServiceAccount: writes('service-account.created'),
  replaceServiceAccount: writes('service-account.replaced'),
  deleteServiceAccount: writes('service-account.deleted'),
  createApiKey: writes('api-key.created'),
  rotateApiKey: writes('api-key.rotated', 'api-key.created'),
  revokeApiKey: writes('api-key.revoked'),
  createTenant: writes('tenant.created'),
  replaceTenant: writes('tenant.replaced'),
  deleteTenant: writes('tenant.deleted'),
  suspendTenant: writes('tenant.suspended'),
  resumeTenant: {
    acts: ['tenant.resumed'],
    ask: async (house) => {
      await house.world.sql(`UPDATE tenant SET suspended_at = now(), suspend_reason = 'x' WHERE id = $1`, house.tenantId);
      return { params: { id: house.tenantId } };
    },
  },
  restoreTenant: writes('tenant.restored'),
  exportTenant: writes('tenant.exported'),
  replaceRequestPolicy: writes('request-policy.replaced'),
  createPbx: writes('pbx.created'),
  replacePbx: {
    acts: ['pbx.replaced'],
    ask: async ({ pbxId, tenantId }) => {
      const listenAddress = `127.${[...randomBytes(3)].map((byte) => 1 + (byte % 250)).join('.')}`;
      return { params: { id: pbxId }, body: { tenantId, name: 'X', product: 'starface', address: '10.1.1.1', listenAddress } };
    },
  },
  putModule: writes('module.put'),
  deleteModule: writes('module.deleted'),
  createSshServer: writes('ssh-server.created'),
  replaceSshServer: writes('ssh-server.replaced'),
  probeHostKeys: writes('ssh-server.host-keys-probed'),
  testSshServer: writes('ssh-server.tested'),
  deletePbx: {
    acts: ['pbx.deleted'],
    ask: async (house) => {
      await house.world.sql('DELETE FROM request WHERE pbx_id = $1', house.pbxId);
      await house.world.sql('DELETE FROM tunnel WHERE pbx_id = $1', house.pbxId);
      return { params: { id: house.pbxId } };
    },
  },
  deleteSshServer: {
    acts: ['ssh-server.deleted'],
    ask: async (house) => {
      await house.world.sql('DELETE FROM tunnel WHERE ssh_server_id = $1', house.sshServerId);
      return { params: { id: house.sshServerId } };
    },
  },
  createTunnel: writes('tunnel.created'),
  replaceTunnel: writes('tunnel.replaced'),
  deleteTunnel: writes('tunnel.deleted'),
  enableTunnel: writes('tunnel.enabled'),
  disableTunnel: writes('tunnel.disabled'),
  restartTunnel: writes('tunnel.restarted'),
  acceptHostKey: {
    acts: ['tunnel.host-key-accepted'],
    ask: async (house) => {
      const key = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` };
      await house.world.store.asSystem('test', (tx) => tx.running.noteOfferedKeys(house.sshServerId, [key]));
      return { params: { id: house.tunnelId }, body: key };
    },
  },
  validateMappings: nothing('judging'),
  createCheck: writes('check.created'),
  changeCheck: writes('check.changed'),
  deleteCheck: writes('check.deleted'),
  runCheck: writes('check.run'),
  pauseCheck: writes('check.paused'),
  resumeCheck: writes('check.resumed'),
  previewCheck: writes('check.previewed'),
  muteFinding: writes('finding.muted'),
  unmuteFinding: writes('finding.unmuted'),
  uploadCertificate: writes('certificate.uploaded'),
  deleteCertificate: writes('certificate.deleted'),
  putFederation: writes('federation.put'),
  deleteFederation: writes('federation.deleted'),
  confirmChecklistItem: writes('federation.confirmed'),
  previewFederation: nothing('judging; with a look at the network it is audited like one of a check'),
  readAcmeSettings: nothing('reading'),
  putFirewallSettings: writes('firewall.put'),
  startMtlsTest: writes('mtls-test.started'),
  endMtlsTest: writes('mtls-test.ended'),
  createRequest: { acts: ['request.created'], as: 'requester' },
  validateRequest: nothing('judging'),
  replaceRequest: { acts: ['request.replaced'], as: 'requester' },
  commentRequest: writes('request.commented'),
  approveRequest: writes('tunnel.created', 'request.approved'),
  declineRequest: writes('request.declined'),
  withdrawRequest: { acts: ['request.withdrawn'], as: 'requester' },
  readNotification: nothing('one’s own reading'),
  readAllNotifications: nothing('one’s own reading'),
  exportAuditEvents: writes('audit.exported'),
};
/** Reachable only over an OpenID provider: its specs look at what is written. */
const OPENID: readonly Name[] = ['beginOidc', 'finishOidc', 'createIdentityProvider', 'replaceIdentityProvider'];
/** Needs an approved request: the specs of requests look at what is written. */
const APPROVED: readonly Name[] = ['revokeRequest'];

/** Acts that no row above writes: of the ways in, of a request's further life, of jobs and commands. */
const BESIDES: readonly AuditAction[] = [
  'session.started',
  'session.refused',
  'session.second-factor-given',
  'session.proved',
  'session.acting-ended',
  'person.totp-added',
  'person.totp-removed',
  'person.passkey-added',
  'person.recovery-codes-renewed',
  'person.recovery-code-used',
  'person.identity-linked',
  'person.identity-unlinked',
  'member.added',
  'invitation.accepted',
  'provider.created',
  'identity-provider.created',
  'identity-provider.replaced',
  'delegation.asked',
  'api-key.refused',
  'tenant.purged',
  'ssh-server.credential-used',
  'federation.unconfirmed',
  'request.approval-given',
  'request.auto-approved',
  'request.revoked',
  'request.ended',
  'tunnel.ended',
  'secrets.rotated',
];

const told = Object.entries(ACTS) as [Name, Row | typeof JOURNEY | { nothing: string }][];
const rows = told.flatMap(([name, row]) => (row !== JOURNEY && 'acts' in row ? [[name, row] as const] : []));

describe('every route that changes something', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let rehearsed: House | null = null;
  beforeAll(async () => {
    const plenty = { points: 10_000, seconds: 1 };
    world = await startWorld({
      publicUrl: 'http://stellwerk.test:8080',
      limits: { test: { principal: plenty, target: plenty, totalMs: 2_000, connectionMs: 1_000 } },
    });
    [north, south] = [await world.party('north'), await world.party('south')];
  }, 60_000);
  afterAll(() => world.stop());

  interface Written {
    readonly action: string;
    readonly outcome: string;
    readonly actorId: string | null;
    readonly requestId: string | null;
  }
  /** What this work wrote into any chain. */
  async function written(work: () => Promise<unknown>): Promise<Written[]> {
    const before = await world.sql<{ id: string }>(`SELECT provider_id || '/' || seq AS id FROM audit_event`);
    await work();
    return world.sql<Written>(
      `SELECT action, outcome, actor_id AS "actorId", request_id AS "requestId" FROM audit_event WHERE provider_id || '/' || seq <> ALL ($1) ORDER BY provider_id, seq`,
      before.map(({ id }) => id),
    );
  }
  const pathOf = (e: Endpoint, { params, query }: Asked): string =>
    `${e.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))}?${new URLSearchParams(query).toString()}`;

  it('stands in this table, and every act has a route or somebody else who writes it', () => {
    const changing = (Object.entries(routes) as [Name, Endpoint][]).filter(([, e]) => e.method !== 'GET').map(([name]) => name);
    expect(changing.filter((name) => !(name in ACTS) && !OPENID.includes(name) && !APPROVED.includes(name))).toEqual([]);
    const written = new Set([...rows.flatMap(([, row]) => row.acts), ...BESIDES]);
    expect(Object.keys(AUDIT_ACTIONS).filter((act) => !written.has(act as AuditAction))).toEqual([]);
  });

  it.each(rows)('%s writes exactly what it did, once, in the name of who called', async (name, row) => {
    const house = await buildHouse(world, north, south);
    const actor = house.cast[row.as ?? 'owner'];
    const e: Endpoint = routes[name];
    const asked = await (row.ask ?? ROUTE_CALLS[name].ask)(house, actor);
    const caller = await visit(world, actor);
    const requestId = `spec-${randomUUID()}`;
    let status = 0;
    const found = await written(async () => {
      const answer = await world.request(e.method, pathOf(e, asked), {
        headers: { ...caller.headers(), 'x-request-id': requestId, ...(e.ifMatch ? { 'if-match': '*' } : {}) },
        body: asked.body,
      });
      status = answer.status;
    });
    expect([name, status]).toEqual([name, e.status]);
    expect(found).toEqual(row.acts.map((action) => ({ action, outcome: 'done', actorId: actor.personId, requestId })));
  });

  it.each(
    rows.filter(([name]) => JSON.stringify(Object.keys((routes[name].query as { shape?: object }).shape ?? {})).includes('validateOnly')),
  )('%s writes nothing when it is only rehearsed', async (name, row) => {
    // A rehearsal leaves the house as it was; what only prepares one may not.
    const house = row.ask === undefined ? (rehearsed ??= await buildHouse(world, north, south)) : await buildHouse(world, north, south);
    const actor = house.cast[row.as ?? 'owner'];
    const e: Endpoint = routes[name];
    const asked = await (row.ask ?? ROUTE_CALLS[name].ask)(house, actor);
    const caller = await visit(world, actor);
    let status = 0;
    const found = await written(async () => {
      const answer = await world.request(e.method, pathOf(e, { ...asked, query: { validateOnly: 'true' } }), {
        headers: { ...caller.headers(), ...(e.ifMatch ? { 'if-match': '*' } : {}) },
        body: asked.body,
      });
      status = answer.status;
    });
    expect([name, status, found]).toEqual([name, e.status, []]);
  });

  describe('on the way in', () => {
    const acts = async (work: () => Promise<{ status: number; text: string }>): Promise<string[]> => {
      let answer = { status: 0, text: '' };
      const found = await written(async () => (answer = await work()));
      if (answer.status >= 300) throw new Error(answer.text);
      return found.map(({ action }) => action);
    };

    it('a password, an authenticator app and recovery codes', async () => {
      const { email } = await world.party('west');
      const browser = new Browser(world);
      expect(await acts(() => browser.signIn(email))).toEqual(['session.started']);
      const { secret } = (await browser.send('POST', '/me/totp')).body;
      let codes: string[] = [];
      const confirm = async () => {
        const answer = await browser.send('POST', '/me/totp/confirmation', { code: appCode(secret, -1) });
        codes = answer.body.recoveryCodes;
        return answer;
      };
      expect(await acts(confirm)).toEqual(['person.totp-added', 'person.recovery-codes-renewed']);
      expect(await acts(() => browser.send('POST', '/me/recovery-codes'))).toEqual(['person.recovery-codes-renewed']);
      expect(codes.length).toBeGreaterThan(0);
      const again = new Browser(world);
      await again.signIn(email);
      expect(await acts(() => again.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret) }))).toEqual([
        'session.second-factor-given',
      ]);
      expect(await acts(() => again.send('POST', '/session/proof', { kind: 'totp', code: appCode(secret, 1) }))).toEqual([
        'session.proved',
      ]);
      expect(await acts(() => again.send('DELETE', '/me/totp'))).toEqual(['person.totp-removed']);
    });

    it('a passkey, and what is taken away while it stays', async () => {
      const { email } = await world.party('east');
      const browser = new Browser(world);
      await browser.signIn(email);
      const authenticator = new Authenticator('http://stellwerk.test:8080');
      const { flow, options } = (await browser.send('POST', '/me/passkey-challenges')).body;
      const add = () => browser.send('POST', '/me/passkeys', { flow, name: 'Laptop', response: authenticator.create(options) });
      expect(await acts(add)).toEqual(['person.passkey-added', 'person.recovery-codes-renewed']);
      const visitor = new Browser(world);
      const challenge = (await visitor.send('POST', '/session/passkey-challenges')).body;
      const enter = () =>
        visitor.send('POST', '/session/passkey', { flow: challenge.flow, response: authenticator.get(challenge.options) });
      expect(await acts(enter)).toEqual(['session.started']);
      const [identity] = await world.sql<{ id: string }>(
        `INSERT INTO external_identity (person_id, issuer, subject) SELECT id, 'https://idp.example', 'x' FROM person WHERE email = $1 RETURNING id`,
        email,
      );
      expect(await acts(() => visitor.send('DELETE', `/me/identities/${identity?.id}`))).toEqual(['person.identity-unlinked']);
    });

    it('an invitation', async () => {
      const house = await buildHouse(world, north, south);
      const { token } = world.tokens.derive('invitation', `${house.invitationId}.1`);
      const accept = () =>
        new Browser(world).send('POST', '/invitation-acceptances', { token, name: 'Frau Neu', password: 'Wacholder-Kutsche-71' });
      expect(await acts(accept)).toEqual(expect.arrayContaining(['invitation.accepted']));
    });

    it('what was refused, in the chain of whom it concerns, and nowhere when it concerns nobody', async () => {
      const { email, providerId } = await world.party('refused');
      const wrong = await written(() => new Browser(world).signIn(email, 'falsch'));
      expect(wrong).toMatchObject([{ action: 'session.refused', outcome: 'refused', actorId: null }]);
      const [event] = await world.sql<{ record: string; personal: string }>(
        'SELECT record, personal FROM audit_event WHERE provider_id = $1',
        providerId,
      );
      expect(event?.record + (event?.personal ?? '')).not.toMatch(/falsch/);
      expect(await written(() => new Browser(world).signIn('nobody@example.org', PASSWORD))).toEqual([]);
    });
  });

  it('leaves chains behind that verify', async () => {
    for (const providerId of await world.store.asSystem('test', (tx) => tx.audit.chains()))
      expect([providerId, (await verifyAudit(world.store, providerId)).fault]).toEqual([providerId, null]);
  });
});
