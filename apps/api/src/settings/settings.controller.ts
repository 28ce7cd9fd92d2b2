import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { IdentityProvidersService } from '../openid/identity-providers.service.js';
import { SettingsService } from './settings.service.js';

@Controller()
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly identityProviders: IdentityProvidersService,
  ) {}

  @Route(routes.getSettings)
  get(@Call() call: CallOf<typeof routes.getSettings>) {
    return this.settings.get(call.who);
  }

  @Route(routes.replaceSettings)
  replace(@Call() call: CallOf<typeof routes.replaceSettings>) {
    return this.settings.replace(call.who, call.body, call);
  }

  @Route(routes.listIdentityProviders)
  list(@Call() call: CallOf<typeof routes.listIdentityProviders>) {
    return this.identityProviders.list(call.who, call.query.tenantId);
  }

  @Route(routes.createIdentityProvider)
  create(@Call() call: CallOf<typeof routes.createIdentityProvider>) {
    return this.identityProviders.create(call.who, call.body, call.dryRun);
  }

  @Route(routes.replaceIdentityProvider)
  replaceProvider(@Call() call: CallOf<typeof routes.replaceIdentityProvider>) {
    return this.identityProviders.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteIdentityProvider)
  remove(@Call() call: CallOf<typeof routes.deleteIdentityProvider>) {
    return this.identityProviders.remove(call.who, call.params.id, call);
  }
}
