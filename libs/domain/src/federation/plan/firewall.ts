import type { AcmeSettings } from '../federation.js';
import { at, pick, type PlanPart, type PlanValues } from './part.js';

/** The port an ACME validation needs from outside; null: none. Nothing said counts as http-01, which the manual and the plan's command use. */
export const validationPort = (acme: AcmeSettings | null): number | null =>
  acme?.validation === 'dns-01' ? null : acme?.validation === 'tls-alpn-01' ? 443 : 80;

/** F-1 inbound, F-2 outbound, and the port of the certificate's renewal that the manual's sample forgets. */
export function firewallPart(v: PlanValues): PlanPart {
  const { locale, publicAddress, internalAddress, port } = v;
  const any = pick(locale, 'beliebig', 'any');
  const inbound = pick(locale, 'eingehend', 'inbound');
  const outbound = pick(locale, 'ausgehend', 'outbound');
  const forward = (p: number, why: string) => [inbound, `TCP ${any}`, at(publicAddress, p), at(internalAddress, p), why];
  // Partners are contacted on 5061 (X-8: a route's port is the partner's), whatever this server listens on.
  const others = [...new Set(v.federation.routes.filter(({ enabled }) => enabled).map((route) => route.port))].filter((p) => p !== 5061);
  const needed = validationPort(v.federation.acme);
  const rows = [
    [
      pick(locale, 'Richtung', 'Direction'),
      pick(locale, 'Quelle', 'Source'),
      pick(locale, 'Ziel', 'Destination'),
      pick(locale, 'Weiterleitung an', 'Forwarded to'),
      pick(locale, 'Wofür', 'What for'),
    ],
    forward(
      port,
      pick(locale, 'Federation (MTLS), Partner verbinden sich von beliebigen Ports', 'Federation (MTLS), partners connect from any port'),
    ),
    ...(needed === null ? [] : [forward(needed, pick(locale, 'Erneuerung des Zertifikats', 'Renewal of the certificate'))]),
    ...[5061, ...others].map((p) => [
      outbound,
      `${internalAddress} TCP ${any}`,
      `${any}:${p}`,
      '',
      pick(locale, 'Federation zu Partnern', 'Federation to partners'),
    ]),
    [outbound, internalAddress, `${any}:53 (UDP, TCP)`, '', pick(locale, 'Namensauflösung der Partner', 'Resolution of partners’ names')],
  ];
  return {
    key: 'firewall',
    title: pick(locale, 'Firewall-Regeln', 'Firewall rules'),
    text: pick(
      locale,
      'TLS muss bis zum Connect Server durchgereicht werden: keine TLS-Prüfung und kein Reverse-Proxy dazwischen.',
      'TLS must be passed through to the Connect Server: no TLS inspection and no reverse proxy in between.',
    ),
    blocks: [],
    rows,
  };
}
