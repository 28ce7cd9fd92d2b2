import { type CertificateFacts, EKU_CLIENT_AUTH } from '../certificate/facts.js';
import { expiresAtMs } from '../certificate/level.js';
import { covers } from '../certificate/names.js';
import { allows } from '../certificate/purpose.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { bridgeParams } from '../certificate/client-auth-options.js';
import { shownName } from '../dns/name.js';

export type PresentedCode =
  | 'client-certificate-missing'
  | 'client-certificate-server-only'
  | 'client-certificate-expired'
  | 'client-certificate-not-yet-valid'
  | 'client-certificate-self-signed'
  | 'client-certificate-other-name'
  | 'client-certificate-chain-incomplete'
  | 'microsoft-certificate-missing'
  | 'microsoft-certificate-server-only';

/** Whose certificate is awaited, and for which name; null: no particular name. */
export interface PresentedBy {
  readonly peer: 'xphone' | 'microsoft';
  readonly fqdn: string | null;
}

/**
 * FED-12 (an XPhone server calls) and FED-13 (Microsoft calls): what client certificate arrived at our own listener, and whether a peer that
 * looks at extended key usage would accept it. The only way to see the outbound side from outside.
 * @param chain as presented, leaf first; null or empty: none
 * @param now milliseconds since 1970
 */
export function judgePresentedCertificate(
  chain: readonly CertificateFacts[] | null,
  { peer, fqdn }: PresentedBy,
  now: number,
): readonly RuleResult<PresentedCode>[] {
  const rule = peer === 'xphone' ? 'FED-12' : 'FED-13';
  const xphone = peer === 'xphone';
  const name = fqdn === null ? '' : shownName(fqdn);
  // Who still issues clientAuth today: the bridge that the fix names.
  const bridge = bridgeParams(now);
  const leaf = chain?.[0];
  if (leaf === undefined)
    return [
      {
        rule,
        status: 'fail',
        code: xphone ? 'client-certificate-missing' : 'microsoft-certificate-missing',
        subject: name,
        params: { fqdn: name, ...bridge },
      },
    ];
  const params = {
    fqdn: name,
    ...bridge,
    names: leaf.dnsNames.slice(0, 10),
    issuer: leaf.issuerOrganization ?? leaf.issuerCommonName ?? leaf.issuer,
    serial: leaf.serial,
    purposes: leaf.extendedKeyUsage ?? [],
    from: leaf.notBefore,
    until: leaf.notAfter,
  };
  const results: RuleResult<PresentedCode>[] = [];
  const add = (status: 'fail' | 'warn', code: PresentedCode, about: string): void =>
    void results.push({ rule, status, code, subject: about, params });
  if (!allows(leaf, EKU_CLIENT_AUTH))
    add('fail', xphone ? 'client-certificate-server-only' : 'microsoft-certificate-server-only', 'purpose');
  if (expiresAtMs(leaf) <= now) add('fail', 'client-certificate-expired', 'validity');
  if (Date.parse(leaf.notBefore) > now) add('fail', 'client-certificate-not-yet-valid', 'validity');
  if (leaf.selfSigned) add('fail', 'client-certificate-self-signed', 'chain');
  else if (chain?.length === 1) add('warn', 'client-certificate-chain-incomplete', 'chain');
  if (fqdn !== null && covers(leaf, fqdn) !== 'exact') add('fail', 'client-certificate-other-name', 'name');
  return results.length > 0 ? results : [fine(rule, params)];
}
