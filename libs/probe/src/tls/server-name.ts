import { domainToASCII } from 'node:url';

/**
 * The name a service is asked for, as it goes into SNI and is looked for in its certificate: in A-labels, lower case, without the dot at the
 * end (RFC 6066 §3). An address stays what it is.
 */
export function serverNameOf({ serverName, host }: { readonly serverName: string | null; readonly host: string }): string {
  const name = (serverName ?? host).trim().replace(/\.$/, '');
  return domainToASCII(name) || name;
}
