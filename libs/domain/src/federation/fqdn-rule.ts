import { asciiName } from '../dns/name.js';

/**
 * How a server's public name relates to its domain (rule D-3). Allowed with open federation: `same`, and `direct`: one label below.
 * `too-deep`: more than one label below. `parent`: above the domain. `unrelated`: neither, however alike they look.
 */
export type FqdnRelation = 'same' | 'direct' | 'too-deep' | 'parent' | 'unrelated';

/** @returns null when one of the two is no name */
export function fqdnRelation(domain: string, fqdn: string): FqdnRelation | null {
  const [d, f] = [asciiName(domain), asciiName(fqdn)];
  if (d === null || f === null) return null;
  if (f === d) return 'same';
  if (f.endsWith(`.${d}`)) return f.slice(0, -d.length - 1).includes('.') ? 'too-deep' : 'direct';
  return d.endsWith(`.${f}`) ? 'parent' : 'unrelated';
}
