import { type Fault, fault } from '../tunnel/fault.js';
import type { HostKey } from './ssh-server.js';

/** `trusted`: pinned. `first-use`: nothing is pinned yet. `new-type`: a type nobody pinned, vouched for by a pinned one of the same inventory. */
export type HostKeyVerdict = 'trusted' | 'first-use' | 'new-type' | Fault;

/**
 * Judges the key a server offers against the pinned ones, per key type (design: security).
 *
 * A different key of a pinned type is a change, and fatal. A type that nobody pinned is not a change, but neither is it
 * proof: whoever sits in the middle would simply offer a type we have not seen. So it is accepted only if, in the same
 * inventory of the server, at least one pinned key was proven again and none was changed; otherwise it fails closed as
 * `host-key-unconfirmed`.
 * @param proven keys that the same server proved to hold just now, in the inventory this connection belongs to
 */
export function judgeHostKey(pinned: readonly HostKey[], offered: HostKey, proven: readonly HostKey[] = []): HostKeyVerdict {
  if (pinned.length === 0) return 'first-use';
  const changed = [offered, ...proven].map((key) => changeOf(pinned, key)).find((found) => found !== null);
  if (changed) return changed;
  if (pinned.some((key) => key.type === offered.type)) return 'trusted';
  const vouched = proven.some((key) => pinned.some((pin) => pin.type === key.type && pin.fingerprint === key.fingerprint));
  return vouched
    ? 'new-type'
    : fault('host-key-unconfirmed', { type: offered.type, received: offered.fingerprint, known: pinned.map((key) => key.type) });
}

function changeOf(pinned: readonly HostKey[], key: HostKey): Fault | null {
  const sameType = pinned.filter((pin) => pin.type === key.type);
  if (sameType.length === 0 || sameType.some((pin) => pin.fingerprint === key.fingerprint)) return null;
  return fault('host-key-changed', {
    type: key.type,
    expected: sameType.map((pin) => pin.fingerprint).join(', '),
    received: key.fingerprint,
  });
}
