import { parseAddress } from '@stellwerk/domain';

/** Visits let in per window of so many milliseconds: from one network, from all together, and how many networks are counted. */
const LIMITS = { perNetwork: 5, inAll: 200, everyMs: 10_000, networks: 4_096 } as const;

/**
 * Lets each network in a few times per window, and all of them together so often that their handshakes cost a few per cent of the thread that
 * carries tunnels. Of IPv6 a network is a /64: whoever has one of those has all addresses in it.
 */
export class Doorkeeper {
  private visits = new Map<string, number>();
  private all = 0;
  private until = 0;

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  lets(address: string): boolean {
    if (this.now() >= this.until) {
      this.visits = new Map();
      this.all = 0;
      this.until = this.now() + LIMITS.everyMs;
    }
    const network = networkOf(address);
    const visits = (this.visits.get(network) ?? 0) + 1;
    if (this.all >= LIMITS.inAll || visits > LIMITS.perNetwork || (visits === 1 && this.visits.size >= LIMITS.networks)) return false;
    this.visits.set(network, visits);
    this.all += 1;
    return true;
  }
}

function networkOf(text: string): string {
  const address = parseAddress(text);
  return address === null ? text : address.family === 4 ? address.canonical : address.bytes.slice(0, 8).join('.');
}
