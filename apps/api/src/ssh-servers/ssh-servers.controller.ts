import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { SshServersService } from './ssh-servers.service.js';
import { SshServerTestService } from './test.service.js';

@Controller()
export class SshServersController {
  constructor(
    private readonly sshServers: SshServersService,
    private readonly tests: SshServerTestService,
  ) {}

  @Route(routes.listSshServers)
  list(@Call() call: CallOf<typeof routes.listSshServers>) {
    return this.sshServers.list(call.who, call.query);
  }

  @Route(routes.createSshServer)
  create(@Call() call: CallOf<typeof routes.createSshServer>) {
    return this.sshServers.create(call.who, call.body, call.dryRun);
  }

  @Route(routes.getSshServer)
  get(@Call() call: CallOf<typeof routes.getSshServer>) {
    return this.sshServers.get(call.who, call.params.id);
  }

  @Route(routes.replaceSshServer)
  replace(@Call() call: CallOf<typeof routes.replaceSshServer>) {
    return this.sshServers.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteSshServer)
  remove(@Call() call: CallOf<typeof routes.deleteSshServer>) {
    return this.sshServers.remove(call.who, call.params.id, call);
  }

  @Route(routes.probeHostKeys)
  probeHostKeys(@Call() call: CallOf<typeof routes.probeHostKeys>) {
    return this.sshServers.probeHostKeys(call.who, call.params.id);
  }

  @Route(routes.testSshServer)
  test(@Call() call: CallOf<typeof routes.testSshServer>) {
    return this.tests.run(call.who, call.body, call.locale);
  }
}
