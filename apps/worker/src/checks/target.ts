import type { CheckSpec, Vantage } from '@stellwerk/domain';

/** What a check connects to. */
export interface CheckTarget {
  /** Names it for pacing: the same machine as seen from the same place. Null: it connects to nobody in particular (DNS, stored things). */
  readonly key: string | null;
  /** It makes many connections in a row. */
  readonly enumerates: boolean;
}

const portOf = ({ kind, params }: CheckSpec): { readonly host: string; readonly port: number } | null => {
  switch (kind) {
    case 'tcp-port':
    case 'tls-endpoint':
    case 'tls-protocols':
    case 'certificate-selection':
      return params;
    case 'federation-partner':
      return { host: params.host ?? params.domain, port: params.port };
    default:
      return null;
  }
};

/**
 * A name outside means the same machine for everybody; one inside a customer's network only behind the same SSH server, and an address only
 * for the same customer, since private ones are used again and again.
 */
export function targetOf(spec: CheckSpec, { vantage, tenantId }: { readonly vantage: Vantage; readonly tenantId: string }): CheckTarget {
  const at = portOf(spec);
  const enumerates = spec.kind === 'tls-protocols';
  if (at === null) return { key: null, enumerates };
  const host = at.host.trim().toLowerCase().replace(/\.$/, '');
  const isAddress = /^[\d.]+$|:/.test(host);
  const place = vantage.kind === 'ssh-server' ? vantage.sshServerId : isAddress ? tenantId : '';
  return { key: `${place}|${host}|${at.port}`, enumerates };
}
