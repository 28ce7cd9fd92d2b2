import type { Fault } from '@stellwerk/domain';
import type { Session } from '@stellwerk/ssh';
import type { TestSteps } from './test-steps.js';

/** A port of the server's own loopback, to see whether it would connect us: nothing is sent, and the channel is closed at once. */
const HARMLESS_PORT = 22;

/** The server tried to reach the target, so it permits forwarding; whether something listened there is no matter. */
const triedTo = (fault: Fault): boolean => fault.code.startsWith('target-');

/** Asks for one forwarding each way, both harmless and closed at once. A port of 0 lets the server choose a free one. */
export async function probeForwarding(steps: TestSteps, session: Session): Promise<void> {
  const start = performance.now();
  const opened = await session.open('127.0.0.1', HARMLESS_PORT);
  if (opened.ok) {
    opened.value.on('error', () => undefined);
    opened.value.destroy();
  }
  const listening = await session.listen({ port: 0, exposure: 'private', onConnection: (stream) => void stream.destroy() });
  if (listening.ok) await listening.value.close();
  const tookMs = performance.now() - start;
  const outbound = opened.ok || triedTo(opened.fault);
  // What it bound is a matter of a mapping's exposure, not of permission.
  const inbound = listening.ok || listening.fault.code === 'private-bind-exposed';
  if (outbound && inbound) return steps.passed('forwarding', tookMs, 'forwarding-both');
  if (outbound) return steps.passed('forwarding', tookMs, 'forwarding-outbound');
  if (inbound) return steps.passed('forwarding', tookMs, 'forwarding-inbound');
  if (!opened.ok) steps.failed('forwarding', tookMs, opened.fault);
}
