import { plainAddress } from '../../dns/host.js';
import { asciiName } from '../../dns/name.js';
import { srvName } from '../../dns/srv.js';
import type { Locale } from '../../locale.js';
import { parseAddress } from '../../network/address.js';
import type { FederationInput, FederationState } from '../federation.js';

/** Lines to copy, and in which language they are: `powershell`, `sh`, `dns`, `text`. */
export interface PlanBlock {
  readonly label: string;
  readonly language: string;
  readonly content: string;
}

/** One part of a plan: a heading, a sentence or two, lines to copy; `rows` is a table with its head first, or empty. */
export interface PlanPart {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly PlanBlock[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The values of a federation as a plan may use them: names in A-labels, addresses in one notation. What is neither is a word in capitals that
 * stands for it, so that nothing typed reaches a record or a command unread.
 */
export interface PlanValues {
  readonly locale: Locale;
  readonly federation: FederationInput;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly domain: string;
  readonly fqdn: string;
  readonly srv: string;
  readonly port: number;
  readonly publicAddress: string;
  readonly internalAddress: string;
  /** Something above is such a word. */
  readonly incomplete: boolean;
}

export const pick = (locale: Locale, de: string, en: string): string => (locale === 'de' ? de : en);

const addressOr = (text: string | null, word: string): string => (text !== null && parseAddress(text) !== null ? plainAddress(text) : word);

export function planValues({ federation }: FederationState, locale: Locale, now: number): PlanValues {
  const word = (de: string, en: string) => pick(locale, de, en);
  const domain = asciiName(federation.domain) ?? word('IHRE-DOMAENE', 'YOUR-DOMAIN');
  const fqdn = asciiName(federation.fqdn) ?? word('NAME-DES-SERVERS', 'NAME-OF-SERVER');
  const publicAddress = addressOr(federation.publicAddress, word('OEFFENTLICHE-ADRESSE', 'PUBLIC-ADDRESS'));
  const internalAddress = addressOr(federation.internalAddress, word('INTERNE-ADRESSE', 'INTERNAL-ADDRESS'));
  return {
    locale,
    federation,
    now,
    domain,
    fqdn,
    srv: srvName(domain),
    port: federation.port,
    publicAddress,
    internalAddress,
    incomplete: [domain, fqdn, publicAddress, internalAddress].some((text) => /[A-Z]/.test(text)),
  };
}

/** `host:port`, with brackets around an IPv6 address. */
export const at = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
