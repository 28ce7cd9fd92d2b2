import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { SearchService } from './search.service.js';

@Controller()
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Route(routes.search)
  search(@Call() call: CallOf<typeof routes.search>) {
    return this.service.find(call.who, call.query.q, call.query.limit);
  }

  @Route(routes.listUsage)
  usage(@Call() call: CallOf<typeof routes.listUsage>) {
    return this.service.usage(call.who, call.query.tenantId);
  }
}
