import type { FederationInput } from '@stellwerk/domain';
import type { z } from 'zod';
import type { CertificateName } from './pki.js';
import { addressOf, type DemoCustomer, demoFleet, HAFENKANTE, KLINIKUM, STADTWERKE } from './fleet.js';

/** A TLS service that a check of the demonstration looks at. */
export interface DemoTlsServer {
  readonly host: string;
  readonly port: number;
  readonly certificate: CertificateName;
  /** Asks for a client certificate, as an XPhone server does. */
  readonly mutual: boolean;
  /** Still speaks TLS 1.0, and not yet 1.3. */
  readonly outdated: boolean;
}

/** A zone of the demonstration's name server; `@` is its apex, names without a dot at their end are below it. */
export interface DemoZone {
  readonly name: string;
  readonly records: readonly string[];
}

/** What the demonstration has on the internet that it plays: names, servers, federations. */
export interface DemoInternet {
  /** Where a worker listens for reverse MTLS tests, and the domain whose names all lead there. */
  readonly mtls: { readonly address: string; readonly port: number; readonly domain: string };
  readonly zones: readonly DemoZone[];
  readonly servers: readonly DemoTlsServer[];
  /** By the name of the customer. */
  readonly federations: Readonly<Record<string, z.input<typeof FederationInput>>>;
}

/** Where all of the demonstration's names lie (RFC 2606). */
export const ROOT_ZONE = 'example';

const FEDERATION_PORT = 5061;
/** Only some accounts may have it; nothing that is to be seen depends on it. */
const HTTPS_PORT = 443;
export const KLINIKUM_WEB = { host: 'procall.klinikum-st-georg.example', port: 8443 } as const;
const sips = (target: string): string => `_sipfederationtls._tcp SRV 0 0 ${FEDERATION_PORT} ${target}`;

/** Stadtwerke: as it should be, but that the renewed certificate still waits to be selected. */
const ahrental: z.input<typeof FederationInput> = {
  domain: 'stadtwerke-ahrental.example',
  fqdn: 'connect.stadtwerke-ahrental.example',
  openFederation: true,
  routes: [{ domain: 'klaerwerk-bergen.example', host: 'sip.klaerwerk-bergen.example' }],
  networkInterface: '192.168.30.20:5061',
  blockedDomains: ['spam.example'],
  serviceAccount: 'AHRENTAL\\svc-xphone',
  intendedCa: 'digicert.com',
  acme: {
    client: 'simple-acme',
    validation: 'dns-01',
    keepExisting: true,
    aclRead: ['AHRENTAL\\svc-xphone'],
    renewalDays: 55,
    ari: true,
  },
};

/** Spedition: what goes wrong in the field, all at once. The names relate as in the vendor's own worked example: not at all. */
const hafenkante = (partner: string): z.input<typeof FederationInput> => ({
  domain: 'hafenkante.example',
  fqdn: 'connect.hafenkante-spedition.example',
  openFederation: true,
  routes: [{ domain: 'nordlogistik.example', host: partner }],
  publicAddress: '203.0.113.41',
  networkInterface: '10.20.0.15:5061',
  serviceAccount: 'HAFEN\\xphone',
  intendedCa: 'letsencrypt.org',
  acme: {
    client: 'simple-acme',
    validation: 'http-01',
    keepExisting: false,
    aclRead: ['Authentifizierte Benutzer'],
    renewalDays: 55,
    ari: false,
  },
  webroot: 'C:\\inetpub\\wwwroot',
});

const tls = (host: string, port: number, certificate: CertificateName, more: Partial<DemoTlsServer> = {}): DemoTlsServer => ({
  host,
  port,
  certificate,
  mutual: port === FEDERATION_PORT,
  outdated: false,
  ...more,
});

/** The internet of one demonstration. Pure: the same octet gives the same. */
export function demoInternet(octet: number): DemoInternet {
  const fleet = demoFleet(octet);
  const of = (name: string): DemoCustomer => {
    const customer = fleet.find((one) => one.name === name);
    if (customer === undefined) throw new Error(`the demonstration has no ${name}`);
    return customer;
  };
  const [stadtwerke, klinikum, spedition] = [of(STADTWERKE), of(KLINIKUM), of(HAFENKANTE)];
  const mtls = { address: addressOf(octet, 254, 61), port: FEDERATION_PORT, domain: 'mtls.stellwerk.example' };
  return {
    mtls,
    zones: [
      // All that nobody registered is denied here: nothing of the demonstration's is asked for outside.
      { name: ROOT_ZONE, records: [] },
      { name: 'stellwerk.example', records: [`*.mtls A ${mtls.address}`] },
      {
        name: 'stadtwerke-ahrental.example',
        records: [`connect A ${stadtwerke.pbx.address}`, sips('connect'), '@ CAA 0 issue "digicert.com"'],
      },
      { name: 'klaerwerk-bergen.example', records: [`sip A ${stadtwerke.partner}`, sips('sip')] },
      { name: 'klinikum-st-georg.example', records: [`procall A ${klinikum.pbx.address}`] },
      { name: 'hafenkante.example', records: [`_sipfederationtls._tcp 3600 SRV 100 1 5061 sipfed.online.lync.com.`] },
      { name: 'hafenkante-spedition.example', records: [`connect A ${spedition.pbx.address}`, '@ CAA 0 issue "sectigo.com"'] },
    ],
    servers: [
      tls(stadtwerke.pbx.address, FEDERATION_PORT, 'stadtwerke'),
      tls(stadtwerke.pbx.address, HTTPS_PORT, 'stadtwerke-renewed'),
      tls(stadtwerke.partner, FEDERATION_PORT, 'klaerwerk'),
      tls(klinikum.pbx.address, KLINIKUM_WEB.port, 'klinikum'),
      tls(spedition.pbx.address, FEDERATION_PORT, 'hafenkante', { mutual: false, outdated: true }),
      tls(spedition.pbx.address, HTTPS_PORT, 'hafenkante', { outdated: true }),
      tls(spedition.partner, FEDERATION_PORT, 'nordlogistik'),
    ],
    federations: { [STADTWERKE]: ahrental, [HAFENKANTE]: hafenkante(spedition.partner) },
  };
}
