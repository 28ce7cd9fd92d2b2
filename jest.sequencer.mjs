// Which suite begins when. Jest remembers how long each took, but a fresh clone has no such memory, and goes by the size of the files: some
// of the shortest take longest. The last worker must not be left with a long one that nobody helps it with.
import TestSequencer from '@jest/test-sequencer';

/** From half a minute or so upwards, longest first. Those that mostly wait stand beside those that mostly compute. */
const LONG = [
  'apps/api/src/test/authorisation.spec.ts',
  'apps/worker/src/failover.spec.ts',
  'apps/api/src/audit/routes.spec.ts',
  'apps/worker/src/checks/checks.spec.ts',
  'apps/worker/src/access-end.spec.ts',
  'apps/api/src/openid/openid.spec.ts',
  'apps/api/src/tunnels/tunnels.spec.ts',
  'apps/api/src/requests/requests-in-force.spec.ts',
  'apps/api/src/ssh-servers/test.spec.ts',
  'libs/probe/src/tls/endpoint.spec.ts',
  'apps/api/src/test/resources.spec.ts',
  'apps/api/src/checks/checks.spec.ts',
  'apps/api/src/events/events.spec.ts',
  'tools/src/audit/verify.spec.ts',
  'tools/src/e2e/requests.spec.ts',
  'tools/src/e2e/people.spec.ts',
  'tools/src/e2e/checks.spec.ts',
  'tools/src/e2e/demo.spec.ts',
  'tools/src/e2e/journey.spec.ts',
];

const rank = ({ path }) => {
  const at = LONG.findIndex((file) => path.endsWith(`/${file}`));
  return at < 0 ? LONG.length : at;
};

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
