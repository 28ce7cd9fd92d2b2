import { cidrContains, type Network, parseAddress, parseCidr } from '@stellwerk/domain';

const asNetwork = (text: string): Network | null => parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

/**
 * Says whether a caller's address lies in one of `allowed` (addresses or CIDR networks). Fails closed: an unreadable entry
 * allows nobody, an unreadable caller is nobody.
 */
export function sourceFilter(allowed: readonly string[]): (address: string | undefined) => boolean {
  const networks = allowed.map(asNetwork).filter((network) => network !== null);
  return (caller) => {
    const address = caller === undefined ? null : parseAddress(caller);
    return address !== null && networks.some((network) => cidrContains(network, address));
  };
}
