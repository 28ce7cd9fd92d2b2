import { cidrContains, type Network, parseAddress, parseCidr } from '@stellwerk/domain';

const asNetwork = (text: string): Network | null => parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

/** Callers whose verdict is remembered; the same few telephone systems call again and again. */
const REMEMBERED = 256;

/**
 * Says whether a caller's address lies in one of `allowed` (addresses or CIDR networks). Fails closed: an unreadable entry
 * allows nobody, an unreadable caller is nobody.
 */
export function sourceFilter(allowed: readonly string[]): (address: string | undefined) => boolean {
  const networks = allowed.map(asNetwork).filter((network) => network !== null);
  const judge = (caller: string): boolean => {
    const address = parseAddress(caller);
    return address !== null && networks.some((network) => cidrContains(network, address));
  };
  const known = new Map<string, boolean>();
  return (caller) => {
    if (caller === undefined) return false;
    const before = known.get(caller);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const verdict = judge(caller);
    known.set(caller, verdict);
    return verdict;
  };
}
