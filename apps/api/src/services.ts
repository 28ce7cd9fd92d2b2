import type { Queue } from '@stellwerk/queue';
import { createGuardedFetch, type Dialer, type Probes } from '@stellwerk/probe';
import type { Store } from '@stellwerk/store';
import { AuditService } from './audit/audit.service.js';
import { PersonalDataService } from './audit/personal-data.service.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { ChecksService } from './checks/checks.service.js';
import { FindingsService } from './checks/findings.service.js';
import { type PreviewLimits, PreviewsService } from './checks/previews.service.js';
import { VantagePoints } from './checks/vantage-points.js';
import { Egress } from './core/egress.js';
import { IdentityVault } from './core/identity-vault.js';
import { type Limit, Throttle } from './core/limits.js';
import { SystemWrites } from './core/system-writes.js';
import { Idempotency } from './core/idempotency.js';
import { RateLimits } from './core/rate-limits.js';
import { TenantWrites } from './core/tenant-writes.js';
import { DelegationsService } from './delegations/delegations.service.js';
import { EventsService, type StreamPace } from './events/events.service.js';
import { FederationService } from './federation/federation.service.js';
import { type MtlsListener, MtlsTestsService } from './federation/mtls-tests.service.js';
import { FirewallService } from './firewall/firewall.service.js';
import { FleetService } from './fleet/fleet.service.js';
import { HealthService, type HealthSources } from './health/health.service.js';
import { AcceptanceService } from './invitations/acceptance.service.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { MappingsService } from './mappings/mappings.service.js';
import { MembersService } from './members/members.service.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { Arrivals } from './openid/arrivals.js';
import { FlowCookie } from './openid/flow.js';
import { IdentityProvidersService } from './openid/identity-providers.service.js';
import { OpenIdClient } from './openid/openid-client.js';
import { OpenIdService } from './openid/openid.service.js';
import { ModulesService } from './pbxs/modules.service.js';
import { PbxsService } from './pbxs/pbxs.service.js';
import { FactorsService } from './profile/factors.service.js';
import { PasswordService } from './profile/password.service.js';
import { ProfileService } from './profile/profile.service.js';
import { RequestDecisionsService } from './requests/request-decisions.service.js';
import { RequestJudge } from './requests/request-judge.js';
import { RequestPoliciesService } from './requests/request-policies.service.js';
import { RequestSettler } from './requests/request-settler.js';
import { RequestsService } from './requests/requests.service.js';
import { Authentication } from './session/authentication.js';
import { ApiKeysService } from './service-accounts/api-keys.service.js';
import { ServiceAccountsService } from './service-accounts/service-accounts.service.js';
import { SessionCookie } from './session/cookie.js';
import { Admission } from './session/admission.js';
import { type GuessLimits, Guesses, SIGN_IN_LIMITS } from './session/guesses.js';
import { MeView } from './session/me.view.js';
import { Passkeys, relyingPartyOf } from './session/passkeys.js';
import { Proofs } from './session/proofs.js';
import { SignInService } from './session/sign-in.service.js';
import { StandingService } from './session/standing.service.js';
import { CredentialVault } from './ssh-servers/credentials.js';
import type { TokenDerivation, Vault } from '@stellwerk/secrets';
import { SshServersService } from './ssh-servers/ssh-servers.service.js';
import { SshServerTestService, type TestLimits } from './ssh-servers/test.service.js';
import { SearchService } from './search/search.service.js';
import { SettingsService } from './settings/settings.service.js';
import { TenantExportService } from './tenants/tenant-export.service.js';
import { TenantLifeService } from './tenants/tenant-life.service.js';
import { TenantsService } from './tenants/tenants.service.js';
import { TunnelActionsService } from './tunnels/tunnel-actions.service.js';
import { TunnelJudge } from './tunnels/tunnel-judge.js';
import { TunnelWriter } from './tunnels/tunnel-writer.js';
import { TunnelsService } from './tunnels/tunnels.service.js';

/** The engines and settings the API is made of. */
export interface Parts {
  readonly store: Store;
  readonly queue: Queue;
  readonly dialer: Dialer;
  /** The way to what previews look at; names lead where the resolvers of checks say. */
  readonly lookout: Dialer;
  readonly probes: Probes;
  readonly vault: Vault;
  readonly tokens: TokenDerivation;
  readonly health: Pick<HealthSources, 'migrationsPending' | 'nativeAddon'>;
  readonly settings: Settings;
  /** Gets what nobody foresaw, with the request it happened in. */
  readonly report: (error: unknown, requestId: string) => void;
}

export interface Settings {
  readonly version: string;
  readonly publicUrl: string;
  readonly trustedProxies: number;
  readonly edgeId: string;
  readonly allowLoopback: boolean;
  readonly protectedEndpoints: readonly string[];
  /** What OpenID providers may be besides public: private networks (CIDR), and certificates of further authorities (PEM). */
  readonly openid?: { readonly allowedNetworks: readonly string[]; readonly trusted: readonly string[] };
  /** Narrower or wider than the defaults; for tests. */
  readonly limits?: {
    readonly requestsPerMinute?: number;
    readonly signIn?: GuessLimits;
    readonly openid?: Limit;
    readonly test?: TestLimits;
    readonly preview?: PreviewLimits;
  };
  /** Where the workers' listener for reverse MTLS tests is reached; left out or null: there is none. */
  readonly mtlsTest?: MtlsListener | null;
  readonly pace?: StreamPace;
}

/** Every use case, constructed by hand: what a service uses is what stands in its constructor. */
export function createServices({ store, queue, dialer, health, settings, ...parts }: Parts) {
  const vault = new CredentialVault(parts.vault);
  const cookie = new SessionCookie(settings.publicUrl);
  const authentication = new Authentication(store, cookie);
  const writes = new TenantWrites(store, queue);
  const systemWrites = new SystemWrites(store);
  const egress = new Egress({ ...settings, resolve: dialer.resolve.bind(dialer) });
  const tunnelJudge = new TunnelJudge(egress);
  const tunnelWriter = new TunnelWriter(tunnelJudge);
  const identityVault = new IdentityVault(parts.vault);
  const view = new MeView(store);
  const admission = new Admission(authentication, view);
  const passkeys = new Passkeys(store, relyingPartyOf(settings.publicUrl));
  const limits = settings.limits?.signIn ?? SIGN_IN_LIMITS;
  const guesses = new Guesses(queue, 'sign-in', limits);
  const challenges = new Throttle(queue, 'passkey', { points: 60, seconds: 600 });
  const proofs = new Proofs(store, new Guesses(queue, 'proof', limits), { vault: identityVault, passkeys });
  const vantagePoints = new VantagePoints(store, { dialer, lookout: parts.lookout, vault, ...settings });
  const requests = { judge: new RequestJudge(tunnelJudge), settler: new RequestSettler(tunnelWriter) };
  const openid = new OpenIdClient(createGuardedFetch(dialer, settings.openid ?? {}));
  const { publicUrl } = settings;
  return [
    new RateLimits(queue, settings.limits?.requestsPerMinute),
    new Idempotency(store, identityVault, (error) => parts.report(error, 'idempotency')),
    cookie,
    authentication,
    new SignInService(store, systemWrites, { admission, proofs, passkeys, guesses, challenges }),
    view,
    admission,
    new ProfileService(store, systemWrites, view),
    new PasswordService(store, systemWrites, { admission, proofs, view }),
    new FactorsService(store, systemWrites, { admission, proofs, passkeys, vault: identityVault }),
    new StandingService(systemWrites, admission, view),
    new AuditService(store, systemWrites),
    new PersonalDataService(store, systemWrites),
    new MembersService(store, systemWrites),
    new InvitationsService(store, systemWrites, parts.tokens),
    new AcceptanceService(store, admission, queue),
    new SettingsService(store, systemWrites),
    new IdentityProvidersService(store, systemWrites, { client: openid, vault: identityVault, publicUrl }),
    new OpenIdService(store, {
      client: openid,
      vault: identityVault,
      arrivals: new Arrivals(admission),
      queue,
      publicUrl,
      limit: settings.limits?.openid,
    }),
    new FlowCookie(publicUrl),
    new DelegationsService(store, systemWrites),
    new ServiceAccountsService(store, systemWrites),
    new ApiKeysService(systemWrites),
    new TenantsService(store, writes),
    new TenantLifeService(store, { tenant: writes, system: systemWrites }),
    new TenantExportService(store, writes),
    new PbxsService(store, writes, egress, settings.edgeId),
    new ModulesService(store, writes),
    new SshServersService(store, writes, egress, { vault, queue, edgeId: settings.edgeId }),
    new SshServerTestService(store, egress, { dialer, vault, writes, queue }, settings.limits?.test),
    new TunnelsService(store, writes, tunnelWriter),
    new TunnelActionsService(store, writes),
    new ChecksService(store, writes, egress, { queue, edgeId: settings.edgeId }),
    new FindingsService(store, writes),
    new PreviewsService(store, { writes, egress, probes: parts.probes, vantagePoints, queue }, settings.limits?.preview),
    new CertificatesService(store, writes, { queue, edgeId: settings.edgeId }),
    new FederationService(store, writes, { egress, queue }),
    new FirewallService(store, writes),
    new MtlsTestsService(store, writes, settings.mtlsTest ?? null),
    new RequestsService(store, writes, requests),
    new RequestDecisionsService(writes, requests),
    new RequestPoliciesService(store, writes),
    new MappingsService(store),
    new NotificationsService(store),
    new SearchService(store),
    new FleetService(store),
    new EventsService(queue.bus, authentication, settings.pace),
    new HealthService({ ...health, pingStore: () => store.ping(), redisListening: () => queue.bus.listening() }),
  ];
}
