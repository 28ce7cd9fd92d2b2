import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StoreUnavailable } from '@stellwerk/store';
import { AuditController } from './audit/audit.controller.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { ChecksController } from './checks/checks.controller.js';
import { DelegationsController } from './delegations/delegations.controller.js';
import { serveDocumentation } from './docs/documentation.js';
import { EventsController } from './events/events.controller.js';
import { EventsService } from './events/events.service.js';
import { FederationController } from './federation/federation.controller.js';
import { FirewallController } from './firewall/firewall.controller.js';
import { FleetController } from './fleet/fleet.controller.js';
import { HealthController } from './health/health.controller.js';
import { Idempotency } from './core/idempotency.js';
import { RateLimits } from './core/rate-limits.js';
import { LimitGuard } from './http/limit.guard.js';
import { identify, limitLength, negotiate, readJson, refuseEarly } from './http/middleware.js';
import { ProblemFilter } from './http/problem-filter.js';
import { Refusal } from './http/refusal.js';
import { RepeatInterceptor } from './http/repeat.js';
import { ReplyInterceptor } from './http/reply.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { MappingsController } from './mappings/mappings.controller.js';
import { MembersController } from './members/members.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { OpenIdController } from './openid/openid.controller.js';
import { PbxsController } from './pbxs/pbxs.controller.js';
import { ProfileController } from './profile/profile.controller.js';
import { RequestsController } from './requests/requests.controller.js';
import { createServices, type Parts } from './services.js';
import { AuthGuard } from './session/auth.guard.js';
import { Authentication } from './session/authentication.js';
import { SearchController } from './search/search.controller.js';
import { ServiceAccountsController } from './service-accounts/service-accounts.controller.js';
import { SessionController } from './session/session.controller.js';
import { StandingController } from './session/standing.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { SshServersController } from './ssh-servers/ssh-servers.controller.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { TunnelsController } from './tunnels/tunnels.controller.js';

const CONTROLLERS = [
  SessionController,
  ProfileController,
  StandingController,
  DelegationsController,
  ServiceAccountsController,
  TenantsController,
  PbxsController,
  SshServersController,
  TunnelsController,
  MappingsController,
  ChecksController,
  CertificatesController,
  FederationController,
  FirewallController,
  RequestsController,
  NotificationsController,
  AuditController,
  MembersController,
  InvitationsController,
  SettingsController,
  OpenIdController,
  SearchController,
  FleetController,
  EventsController,
  HealthController,
];

@Module({})
class ApiModule {
  static of(services: readonly object[]): DynamicModule {
    return {
      module: ApiModule,
      controllers: CONTROLLERS,
      providers: services.map((service) => ({ provide: service.constructor, useValue: service })),
    };
  }
}

/** Failures of the engines that are no bugs. */
const translate = (error: unknown): Refusal | null =>
  error instanceof StoreUnavailable ? new Refusal('unavailable', { headers: { 'retry-after': '5' } }) : null;

export interface Api {
  /** Starts to listen; returns the address with the real port. */
  listen(host: string, port: number): Promise<string>;
  /** Ends event streams, then waits for running requests. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 3_000;

/** The whole HTTP API over engines that the caller made and will close. */
export async function createApi(parts: Parts): Promise<Api> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.of(createServices(parts)), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('trust proxy', parts.settings.trustedProxies);
  app.set('etag', false);
  app.use(identify, negotiate, limitLength, readJson, refuseEarly);
  app.useGlobalGuards(new AuthGuard(app.get(Authentication)), new LimitGuard(app.get(RateLimits)));
  app.useGlobalInterceptors(new RepeatInterceptor(app.get(Idempotency)), new ReplyInterceptor());
  app.useGlobalFilters(new ProblemFilter(translate, parts.report));
  // Whoever sends a request drop by drop is cut off; answers and event streams may take as long as they like.
  Object.assign(app.getHttpServer(), { requestTimeout: 30_000, headersTimeout: 15_000 });
  serveDocumentation(app, parts.settings.version);
  return {
    listen: async (host, port) => {
      await app.listen(port, host);
      const url = await app.getUrl();
      return url.replace('[::1]', '127.0.0.1');
    },
    close: async () => {
      app.get(EventsService).close();
      const server = app.getHttpServer();
      server.closeIdleConnections();
      // A caller that never finishes its request must not hold up the end.
      const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await app.close().finally(() => clearTimeout(impatient));
    },
  };
}
