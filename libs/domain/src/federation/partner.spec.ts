import { type CertificateFacts, EKU_SERVER_AUTH } from '../certificate/facts.js';
import type { DnsQuestion, FederationPartnerFacts, TlsEndpointFacts } from '../check/facts.js';
import { certificate, distrust, endpointFacts, intermediate, SECOND, tcp, trust, unseenFacts } from '../test/certificates.js';
import { question } from '../test/dns-answers.js';
import { NOW } from '../test/federation.js';
import { leftOpen, said } from '../test/said.js';
import { judgeFederationPartner } from './partner.js';

const HOST = 'sip.partner.example';
const srv = (...answers: readonly string[]): DnsQuestion => question('_sipfederationtls._tcp.partner.example', 'SRV', ...answers);
const leaf = (more: Partial<CertificateFacts> = {}, host = HOST): TlsEndpointFacts =>
  endpointFacts({ chain: [certificate({ dnsNames: [host], ...more }), intermediate()] });
const facts = (asked: DnsQuestion | null, endpoint: TlsEndpointFacts | null, host: string | null = HOST): FederationPartnerFacts => ({
  srv: asked,
  endpoint,
  host,
  port: host === null ? null : 5061,
});

const found = srv(`SRV 0 0 5061 ${HOST}`);
const microsoft = srv('SRV 100 1 5061 sipfed.online.lync.com');
const UNSEEN = 'FED-11 unable-to-tell partner-untold';
type Case = readonly [title: string, facts: FederationPartnerFacts, said: readonly string[]];
const OPEN: readonly Case[] = [
  ['all is well', facts(found, leaf()), []],
  ['no record', facts(srv('NODATA'), null, null), ['FED-11 fail partner-srv-missing']],
  ['no such name', facts(srv('NXDOMAIN'), null, null), ['FED-11 fail partner-srv-missing']],
  ['no answer', facts(srv('TIMEOUT'), null, null), ['FED-11 unable-to-tell dns-timeout']],
  ['SERVFAIL', facts(srv('SERVFAIL'), null, null), ['FED-11 unable-to-tell dns-servfail']],
  ['the target “.”', facts(srv('SRV 0 0 0 .'), null, null), ['FED-11 fail partner-srv-denied']],
  ['nobody was asked', facts(null, null, null), ['FED-11 unable-to-tell dns-no-answer']],
  ['Microsoft is fine for a partner', facts(microsoft, leaf({}, 'sipfed.online.lync.com'), 'sipfed.online.lync.com'), []],
  [
    'Microsoft’s wildcard and purpose are told only',
    facts(microsoft, leaf({ dnsNames: ['*.online.lync.com'], extendedKeyUsage: [EKU_SERVER_AUTH] }), 'sipfed.online.lync.com'),
    ['FED-11 info partner-certificate', 'FED-11 info partner-certificate'],
  ],
  [
    'a name without an address',
    facts(found, { ...unseenFacts('unable-to-tell'), tcp: tcp('unable-to-tell', { unable: { code: 'name-not-found', detail: null } }) }),
    ['FED-11 fail partner-unresolved', UNSEEN],
  ],
  [
    'nobody could say what the name leads to',
    facts(found, {
      ...unseenFacts('unable-to-tell'),
      tcp: tcp('unable-to-tell', { unable: { code: 'name-not-found', detail: 'ETIMEOUT' } }),
    }),
    ['FED-11 unable-to-tell partner-untold'],
  ],
  ['could not be looked at', facts(found, unseenFacts('unable-to-tell')), ['FED-11 unable-to-tell partner-untold']],
  ['closed', facts(found, unseenFacts('refused')), ['FED-11 fail partner-unreachable', UNSEEN]],
  ['filtered', facts(found, unseenFacts('filtered')), ['FED-11 fail partner-unreachable', UNSEEN]],
  ['old TLS', facts(found, { ...leaf(), protocol: 'TLSv1' }), ['FED-11 fail partner-tls']],
  ['not mutual', facts(found, { ...leaf(), clientCertificate: 'not-requested' }), ['FED-11 warn partner-not-mutual']],
  ['expired', facts(found, leaf({ notAfter: new Date(NOW - SECOND).toISOString() })), ['FED-11 fail partner-certificate']],
  ['about to expire: his business', facts(found, leaf({ notAfter: new Date(NOW + SECOND).toISOString() })), []],
  ['another name', facts(found, leaf({ dnsNames: ['www.partner.example'] })), ['FED-11 fail partner-certificate']],
  ['a wildcard', facts(found, leaf({ dnsNames: ['*.partner.example'] })), ['FED-11 warn partner-certificate']],
  ['serverAuth alone', facts(found, leaf({ extendedKeyUsage: [EKU_SERVER_AUTH] })), ['FED-11 warn partner-certificate']],
  [
    'no list has its root',
    facts(found, { ...leaf(), trust: [distrust('mozilla', 'unknown-root'), distrust('microsoft', 'unknown-root')] }),
    ['FED-11 fail partner-certificate'],
  ],
  ['only Windows trusts it', facts(found, { ...leaf(), trust: [distrust('mozilla', 'unknown-root'), trust('microsoft')] }), []],
];

describe('FED-11', () => {
  it.each(OPEN)('by SRV: %s', (_, given, expected) => {
    expect(said(judgeFederationPartner(given, { domain: 'partner.example', host: null, port: 5061 }, NOW))).toEqual(expected);
  });

  it('by static route: the record is not asked for, the same rules hold', () => {
    const route = { domain: 'partner.example', host: HOST, port: 5061 };
    expect(said(judgeFederationPartner(facts(null, leaf()), route, NOW))).toEqual([]);
    expect(said(judgeFederationPartner(facts(null, unseenFacts('refused')), route, NOW))).toEqual([
      'FED-11 fail partner-unreachable',
      UNSEEN,
    ]);
    expect(said(judgeFederationPartner(facts(null, null), route, NOW))).toEqual(['FED-11 unable-to-tell partner-untold']);
  });

  it('keeps what it found of a certificate while the partner is out of reach', () => {
    const route = { domain: 'partner.example', host: HOST, port: 5061 };
    const judged = (endpoint: TlsEndpointFacts) => judgeFederationPartner(facts(null, endpoint), route, NOW);
    const bad = judged(leaf({ notAfter: new Date(NOW - SECOND).toISOString() }));
    expect(leftOpen('federation-partner', bad, judged(unseenFacts('refused')))).toEqual(['partner-certificate']);
    expect(leftOpen('federation-partner', bad, judged(unseenFacts('unable-to-tell')))).toEqual(['partner-certificate']);
    expect(leftOpen('federation-partner', bad, judged(leaf()))).toEqual([]);
  });

  it('by a route to an address, no certificate fits', () => {
    const route = { domain: 'partner.example', host: '192.0.2.9', port: 5061 };
    expect(said(judgeFederationPartner(facts(null, leaf(), '192.0.2.9'), route, NOW))).toEqual(['FED-11 fail partner-certificate']);
  });
});
