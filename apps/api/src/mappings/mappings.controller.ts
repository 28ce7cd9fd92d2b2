import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { MappingsService } from './mappings.service.js';

@Controller()
export class MappingsController {
  constructor(private readonly mappings: MappingsService) {}

  @Route(routes.listServiceTemplates)
  templates(@Call() call: CallOf<typeof routes.listServiceTemplates>) {
    return this.mappings.templates(call.locale);
  }

  @Route(routes.validateMappings)
  validate(@Call() call: CallOf<typeof routes.validateMappings>) {
    return this.mappings.validate(call.who, call.body, call.locale);
  }
}
