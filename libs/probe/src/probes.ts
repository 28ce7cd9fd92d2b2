import type { Probes } from './check.js';
import type { Dialer } from './dialer.js';
import { createDns } from './dns/dns.js';
import { createRevocation } from './revocation/revocation.js';
import { probeTlsEndpoint } from './tls/endpoint.js';
import { probeTlsProtocols } from './tls/protocols.js';
import { judgeTrust } from './tls/trust.js';
import { createTransparency } from './transparency/transparency.js';

export interface ProbesOptions {
  readonly dialer: Dialer;
  /** DNS servers as `ip`, `ip:port` or `[ip]:port`; empty: the machine's own. */
  readonly resolvers?: readonly string[];
  /** Addresses of a source of certificate transparency; null: none is asked. */
  readonly transparency?: { readonly searchUrl: string; readonly certificateUrl: string } | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Everything that looks at the outside, made once per process: it keeps revocation lists and what logs said.
 * @throws Error when a configured address is none
 */
export function createProbes({ dialer, resolvers = [], transparency = null, now }: ProbesOptions): Probes {
  const at = (): Date => new Date(now());
  return {
    dns: createDns({ dialer, ...(resolvers.length > 0 && { resolvers }) }),
    tls: {
      endpoint: (target, way) => probeTlsEndpoint({ ...target, ...way, now: at() }),
      protocols: (target, way) => probeTlsProtocols({ ...target, ...way }),
      trust: (chain) => judgeTrust(chain, at()),
    },
    revocation: createRevocation({ dialer, now }),
    transparency: transparency && createTransparency({ ...transparency, dialer, now }),
  };
}
