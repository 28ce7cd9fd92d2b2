import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { kindsView } from './check.view.js';
import { ChecksService } from './checks.service.js';
import { FindingsService } from './findings.service.js';
import { PreviewsService } from './previews.service.js';

@Controller()
export class ChecksController {
  constructor(
    private readonly checks: ChecksService,
    private readonly found: FindingsService,
    private readonly previews: PreviewsService,
  ) {}

  @Route(routes.listCheckKinds)
  kinds(@Call() call: CallOf<typeof routes.listCheckKinds>) {
    return kindsView(call.locale);
  }

  @Route(routes.listChecks)
  list(@Call() call: CallOf<typeof routes.listChecks>) {
    return this.checks.list(call.who, call.query, call.now);
  }

  @Route(routes.createCheck)
  create(@Call() call: CallOf<typeof routes.createCheck>) {
    return this.checks.create(call.who, call.body, call);
  }

  @Route(routes.getCheck)
  get(@Call() call: CallOf<typeof routes.getCheck>) {
    return this.checks.get(call.who, call.params.id, call.now);
  }

  @Route(routes.changeCheck)
  change(@Call() call: CallOf<typeof routes.changeCheck>) {
    return this.checks.change(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteCheck)
  remove(@Call() call: CallOf<typeof routes.deleteCheck>) {
    return this.checks.remove(call.who, call.params.id, call);
  }

  @Route(routes.runCheck)
  run(@Call() call: CallOf<typeof routes.runCheck>) {
    return this.checks.run(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.pauseCheck)
  pause(@Call() call: CallOf<typeof routes.pauseCheck>) {
    return this.checks.pause(call.who, call.params.id, call.body, call);
  }

  @Route(routes.resumeCheck)
  resume(@Call() call: CallOf<typeof routes.resumeCheck>) {
    return this.checks.resume(call.who, call.params.id, call);
  }

  @Route(routes.listCheckRuns)
  runs(@Call() call: CallOf<typeof routes.listCheckRuns>) {
    return this.checks.listRuns(call.who, call.params.id, call.query, call.locale);
  }

  @Route(routes.previewCheck)
  preview(@Call() call: CallOf<typeof routes.previewCheck>) {
    return this.previews.check(call.who, call.body, call);
  }

  @Route(routes.listFindings)
  findings(@Call() call: CallOf<typeof routes.listFindings>) {
    return this.found.list(call.who, call.query, call);
  }

  @Route(routes.getFinding)
  finding(@Call() call: CallOf<typeof routes.getFinding>) {
    return this.found.get(call.who, call.params.id, call);
  }

  @Route(routes.muteFinding)
  mute(@Call() call: CallOf<typeof routes.muteFinding>) {
    return this.found.mute(call.who, call.params.id, call.body, call);
  }

  @Route(routes.unmuteFinding)
  unmute(@Call() call: CallOf<typeof routes.unmuteFinding>) {
    return this.found.unmute(call.who, call.params.id, call);
  }

  @Route(routes.outlook)
  outlook(@Call() call: CallOf<typeof routes.outlook>) {
    return this.found.outlook(call.who, call.query, call);
  }
}
