import { findingText } from '../check/findings.js';
import { acme, NOW, state } from '../test/federation.js';
import { said } from '../test/said.js';
import { CHECKLIST_ITEMS, type FederationInput, FederationRoute } from './federation.js';
import { judgeFederationSettings } from './settings.js';

const NOT_DESCRIBED = 'FED-09 skipped acme-not-described';
const settings = (more: Partial<FederationInput>, now = NOW): readonly string[] =>
  said(judgeFederationSettings(state(more), now)).filter((one) => one !== NOT_DESCRIBED);
const route = (more: Partial<FederationRoute> = {}): FederationRoute =>
  FederationRoute.parse({ domain: 'partner.example', host: 'sip.partner.example', ...more });
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

type Case = readonly [title: string, settings: Partial<FederationInput>, said: readonly string[]];
const CASES: readonly Case[] = [
  ['all is well', {}, []],
  // the same name, with and without open federation.
  ['D-3 unrelated, open', { domain: 'acme.de', fqdn: 'connect.acme.com' }, ['DNS-04 fail federation-name-unrelated']],
  [
    'D-3 unrelated, routes only (the vendor’s own example, X-2)',
    { domain: 'acme.de', fqdn: 'connect.acme.com', openFederation: false, routes: [route()] },
    ['DNS-04 info federation-name-unrelated'],
  ],
  ['D-3 parent', { domain: 'connect.acme.example', fqdn: 'acme.example' }, ['DNS-04 fail federation-name-parent']],
  ['D-3 too deep', { fqdn: 'a.b.acme.example' }, ['DNS-04 fail federation-name-too-deep']],
  ['D-3 the domain itself', { fqdn: 'acme.example' }, []],
  ['an address as name', { fqdn: '9.9.9.9' }, ['DNS-04 fail federation-name-malformed']],
  ['a wildcard as name', { fqdn: '*.acme.example' }, ['DNS-04 fail federation-name-malformed']],
  ['no domain', { domain: 'acme example' }, ['DNS-04 fail federation-domain-malformed']],
  // F-1 and addresses.
  ['another port, open', { port: 5062, networkInterface: null }, ['F-1 warn federation-port-unusual']],
  [
    'another port, routes only',
    { port: 5062, networkInterface: null, openFederation: false, routes: [route()] },
    ['F-1 info federation-port-unusual'],
  ],
  ['a private public address', { publicAddress: '10.0.0.1' }, ['DNS-03 fail public-address-not-public']],
  ['the carrier’s NAT', { publicAddress: '100.64.0.1' }, ['DNS-03 fail public-address-not-public']],
  ['X-10: a sample address', { publicAddress: '198.51.100.7' }, ['DNS-03 info public-address-sample']],
  ['no address', { publicAddress: 'here' }, ['DNS-03 fail public-address-malformed']],
  ['a public internal address', { internalAddress: '9.9.9.10', networkInterface: null }, ['F-1 info internal-address-public']],
  ['no internal address', { internalAddress: 'here' }, ['F-1 fail internal-address-malformed']],
  ['an interface on all addresses', { networkInterface: '0.0.0.0:5061' }, []],
  ['an interface by address alone', { networkInterface: '192.168.1.100' }, []],
  ['an interface in brackets', { networkInterface: '[fd00::10]:5061', internalAddress: 'fd00::10' }, []],
  ['another interface', { networkInterface: '192.168.1.101:5061' }, ['F-1 warn interface-address-differs']],
  ['another port of the interface', { networkInterface: '192.168.1.100:5060' }, ['F-1 warn interface-port-differs']],
  ['a port that cannot be', { networkInterface: '192.168.1.100:65536' }, ['F-1 warn interface-malformed']],
  ['a name as interface', { networkInterface: 'Ethernet 1' }, ['F-1 warn interface-malformed']],
  ['the loopback interface', { networkInterface: '127.0.0.1:5061' }, ['F-1 fail interface-loopback']],
  // FED-10.
  ['a route', { routes: [route()] }, []],
  ['a route by address', { routes: [route({ host: '192.0.2.9' })] }, ['FED-10 warn route-address']],
  ['a route by IPv6 address', { routes: [route({ host: '2001:db8::9' })] }, ['FED-10 warn route-address']],
  ['a route that is off', { routes: [route({ host: '192.0.2.9', enabled: false })] }, ['FED-10 skipped route-off']],
  ['a route to another port', { routes: [route({ port: 5062 })] }, ['FED-10 info route-port-unusual']],
  [
    'two faults are told both',
    { routes: [route({ host: '192.0.2.9', port: 443 })] },
    ['FED-10 warn route-address', 'FED-10 info route-port-unusual'],
  ],
  ['a route to nowhere', { routes: [route({ host: 'sip_partner' })] }, ['FED-10 fail route-host-malformed']],
  ['a route for no domain', { routes: [route({ domain: 'a b' })] }, ['FED-10 fail route-domain-malformed']],
  ['the own domain as route', { routes: [route({ domain: 'ACME.example.' })] }, ['FED-10 fail route-own-domain']],
  ['a route to oneself', { routes: [route({ host: 'connect.acme.example' })] }, ['FED-10 fail route-own-server']],
  ['one domain twice', { routes: [route(), route({ domain: 'Partner.example.' })] }, ['FED-10 fail route-duplicate']],
  ['one of them off', { routes: [route({ enabled: false }), route()] }, ['FED-10 skipped route-off']],
  ['a blocked partner', { routes: [route()], blockedDomains: ['partner.example'] }, ['FED-10 warn route-domain-blocked']],
  ['a partner off the allow list', { routes: [route()], allowedDomains: ['other.example'] }, ['FED-10 warn route-domain-not-allowed']],
  ['on both lists', { allowedDomains: ['x.example'], blockedDomains: ['X.example.'] }, ['FED-10 fail domain-allowed-and-blocked']],
  ['the own domain allowed', { allowedDomains: ['acme.example'] }, ['FED-10 info own-domain-listed']],
  ['the own domain blocked', { blockedDomains: ['acme.example'] }, ['FED-10 warn own-domain-listed']],
  ['no domain on a list', { blockedDomains: ['*.x.example'] }, ['FED-10 warn listed-domain-malformed']],
  ['nobody reachable', { openFederation: false }, ['FED-10 warn nobody-reachable']],
  [
    'only a route that is off',
    { openFederation: false, routes: [route({ enabled: false })] },
    ['FED-10 skipped route-off', 'FED-10 warn nobody-reachable'],
  ],
  // C-4, X-7.
  ['the user’s store of a user', { certificateStore: 'user' }, []],
  ['the user’s store of the system', { certificateStore: 'user', serviceAccount: null }, ['C-4 fail user-store-without-account']],
  ['everybody as account', { serviceAccount: 'NT AUTHORITY\\Authenticated Users' }, ['C-4 fail service-account-everybody']],
  ['a command as account', { serviceAccount: 'x" & calc' }, ['C-4 warn service-account-malformed']],
  // FED-07 before there is a certificate.
  ['Let’s Encrypt', { intendedCa: 'letsencrypt.org' }, ['FED-07 warn authority-without-client-auth']],
  ['DigiCert', { intendedCa: 'digicert.com' }, ['FED-07 info authority-client-auth-ends']],
  ['an authority nobody looked up', { intendedCa: 'ca.example' }, ['FED-07 unable-to-tell authority-end-unknown']],
  // FED-09.
  ['ACME as it should be', { acme: acme() }, []],
  ['the old certificate goes', { acme: acme({ keepExisting: false }) }, ['FED-09 fail acme-previous-deleted']],
  ['nobody knows', { acme: acme({ keepExisting: null }) }, ['FED-09 unable-to-tell acme-keeping-unknown']],
  ['the key goes to another account', { acme: acme({ aclRead: ['ACME\\other'] }) }, ['FED-09 warn acme-key-access-missing']],
  ['the key goes to nobody', { acme: acme({ aclRead: [] }) }, ['FED-09 warn acme-key-access-missing']],
  ['the same account, spelt otherwise', { acme: acme({ aclRead: ['xphone'] }) }, []],
  ['X-7: the manual’s group', { acme: acme({ aclRead: ['Authentifizierte Benutzer'] }) }, ['FED-09 warn acme-key-access-too-wide']],
  ['X-7: by its identifier', { acme: acme({ aclRead: ['ACME\\xphone', 'S-1-5-11'] }) }, ['FED-09 warn acme-key-access-too-wide']],
  ['the system account needs no permission', { serviceAccount: null, acme: acme({ aclRead: [] }) }, []],
  ['nor does a user’s own store', { certificateStore: 'user', acme: acme({ aclRead: null }) }, []],
  ['access is not known', { acme: acme({ aclRead: null }) }, ['FED-09 unable-to-tell acme-key-access-unknown']],
  ['ARI off', { acme: acme({ ari: false, renewalDays: 40 }) }, ['FED-09 info acme-ari-off']],
  ['ARI not known', { acme: acme({ ari: null, renewalDays: 40 }) }, ['FED-09 unable-to-tell acme-ari-unknown']],
  ['http-01 needs 80 (X-9)', { acme: acme({ validation: 'http-01' }) }, ['FED-09 info acme-validation-needs-port']],
  ['tls-alpn-01 needs 443', { acme: acme({ validation: 'tls-alpn-01' }) }, ['FED-09 info acme-validation-needs-port']],
  ['validation not known', { acme: acme({ validation: 'unknown' }) }, ['FED-09 unable-to-tell acme-validation-unknown']],
  [
    'the profile that is gone',
    { intendedCa: 'letsencrypt.org', acme: acme({ profile: 'TLSclient' }) },
    ['FED-09 fail acme-profile-ended', 'FED-07 warn authority-without-client-auth'],
  ],
  [
    'a profile of that name at another authority',
    { intendedCa: 'ca.example', acme: acme({ profile: 'tlsclient' }) },
    ['FED-07 unable-to-tell authority-end-unknown'],
  ],
  ['a profile without clientAuth', { acme: acme({ profile: 'tlsserver' }) }, ['FED-09 fail acme-profile-without-client-auth']],
];

describe('federation settings', () => {
  it.each(CASES)('%s', (_, given, expected) => {
    expect(settings(given)).toEqual(expected);
  });

  it.each([
    ['simple-acme', '"RenewalDays": 60'],
    ['certbot', 'renew_before_expiry = 30 days'],
    ['acme.sh', "Le_RenewalDays='60'"],
  ] as const)('%s is told in its own words when to renew', (client, words) => {
    const late = judgeFederationSettings(state({ acme: acme({ client, renewalDays: 80, ari: false }) }), NOW);
    const { code, params } = late.find((one) => one.code === 'acme-renewal-late') ?? {};
    for (const locale of ['de', 'en'] as const) expect(findingText(code ?? '', params ?? {}, locale).fix).toContain(`\n    ${words}`);
  });

  it('a client that never touches the Windows store is not asked for its switches', () => {
    const by = (client: 'certbot' | 'acme.sh') =>
      judgeFederationSettings(state({ acme: acme({ client, keepExisting: null, aclRead: [] }) }), NOW);
    for (const answers of [by('certbot'), by('acme.sh')]) {
      expect(answers.filter((one) => one.subject === 'keepExisting').map((one) => one.status)).toEqual(['ok']);
      const missing = answers.find((one) => one.code === 'acme-key-access-missing');
      expect(findingText(missing?.code ?? '', missing?.params ?? {}, 'de').fix).not.toContain('--acl-read');
    }
  });

  it('FED-15 tells every point nobody confirmed, and none that somebody did', () => {
    const open = said(judgeFederationSettings(state({}, []), NOW)).filter((one) => one.startsWith('FED-15'));
    expect(open).toEqual(CHECKLIST_ITEMS.map((item) => `FED-15 info checklist-${item}`));
    const system = said(judgeFederationSettings(state({ serviceAccount: null }, []), NOW));
    expect(system).not.toContain('FED-15 info checklist-private-key-access');
  });

  it('judges the most that may be entered in a fraction of a second', () => {
    const many = (prefix: string, count: number): string[] =>
      Array.from({ length: count }, (_, i) => `${prefix}${i}.xn--mnchen-3ya.example`);
    const routes = many('r', 200).map((domain) => route({ domain }));
    const begun = performance.now();
    const found = judgeFederationSettings(state({ routes, allowedDomains: many('a', 500), blockedDomains: many('a', 500) }), NOW);
    expect(performance.now() - begun).toBeLessThan(500);
    expect(found.filter(({ code }) => code === 'domain-allowed-and-blocked')).toHaveLength(500);
    expect(found.filter(({ code }) => code === 'route-domain-not-allowed')).toHaveLength(200);
  });

  it('X-3: names the domain that the verdict refers to', () => {
    const [verdict] = judgeFederationSettings(state({ domain: 'connect.acme.com', fqdn: 'xphone.acme.com' }), NOW);
    expect(findingText(verdict?.code ?? '', verdict?.params ?? {}, 'en').text).toContain('Judged for the domain connect.acme.com');
  });
});

describe('FED-09: the day of renewal against the lifetime', () => {
  // Let's Encrypt: 90 days, 64 from 10 Feb 2027, 45 from 16 Feb 2028 (simple-acme: day 55, at least 7 days before the end).
  const LATE = ['FED-09 info acme-ari-off', 'FED-09 warn acme-renewal-late'];
  const cases: readonly (readonly [at: number, days: number | null, said: readonly string[]])[] = [
    [day('2026-02-01'), 55, []],
    [day('2026-02-01'), 61, []],
    [day('2026-02-01'), 62, LATE],
    [NOW, 55, ['FED-09 info acme-renewal-soon-late']],
    [NOW, null, ['FED-09 info acme-renewal-soon-late']],
    [NOW, 43, []],
    [day('2027-02-10') - 1, 55, ['FED-09 info acme-renewal-soon-late']],
    [day('2027-02-10'), 55, LATE],
    [day('2027-02-10'), 43, []],
    [day('2028-02-16') - 1, 43, ['FED-09 info acme-renewal-soon-late']],
    [day('2028-02-16'), 43, LATE],
    [day('2028-02-16'), 30, []],
  ];
  it.each(cases)('at %d, day %s', (now, renewalDays, expected) => {
    const found = settings({ acme: acme({ ari: false, renewalDays }) }, now).filter((one) => one.includes('renewal'));
    expect(found).toEqual(expected.filter((one) => one.includes('renewal')));
  });

  it('is early enough with the server’s schedule, whatever day is set', () => {
    expect(settings({ acme: acme({ ari: true, renewalDays: 55 }) }, day('2028-02-16'))).toEqual([]);
  });

  it('a client without a guard may renew after the end; one without a default is not guessed', () => {
    const client = (days: number | null) => settings({ acme: acme({ client: 'other', ari: false, renewalDays: days }) }, day('2028-02-16'));
    expect(client(45)).toContain('FED-09 fail acme-renewal-after-expiry');
    expect(client(44)).toContain('FED-09 warn acme-renewal-late');
    expect(client(null)).toContain('FED-09 unable-to-tell acme-renewal-unknown');
  });

  it('knows how long the certificates of a profile and of other authorities live', () => {
    expect(settings({ acme: acme({ profile: 'shortlived', ari: false, renewalDays: 4 }) })).not.toContain('FED-09 warn acme-renewal-late');
    expect(settings({ acme: acme({ profile: 'shortlived', ari: false, renewalDays: 6 }) }).join()).toContain('acme-ari-off');
    expect(settings({ intendedCa: 'digicert.com', acme: acme({ ari: false, renewalDays: 150 }) })).toContain(
      'FED-09 warn acme-renewal-late',
    );
    expect(settings({ intendedCa: 'digicert.com', acme: acme({ ari: false, renewalDays: 60 }) })).not.toContain(
      'FED-09 warn acme-renewal-late',
    );
  });
});
