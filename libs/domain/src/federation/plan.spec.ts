import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { acme, NOW, state } from '../test/federation.js';
import { FederationInput, FederationRoute } from './federation.js';
import { federationPlan } from './plan.js';

const plan = (more: Partial<FederationInput> = {}, locale: 'de' | 'en' = 'en') => federationPlan(state(more), locale, NOW);
const part = (key: string, more: Partial<FederationInput> = {}) => {
  const found = plan(more).sections.find((one) => one.key === key);
  if (found === undefined) throw new Error(key);
  return found;
};
const blocks = (key: string, more: Partial<FederationInput> = {}): string =>
  part(key, more)
    .blocks.map(({ content }) => content)
    .join('\n');
const wacs = (more: Partial<FederationInput> = {}): string => blocks('certificate', more).replace(/ `\n {2}/g, ' ');
const route = (more: Partial<FederationRoute> = {}): FederationRoute =>
  FederationRoute.parse({ domain: 'partner.example', host: 'sip.partner.example', ...more });

describe('the plan of a federation', () => {
  it('has zone lines for A and, with open federation only, SRV', () => {
    expect(blocks('dns')).toBe(
      'connect.acme.example.  3600  IN  A  9.9.9.9\n_sipfederationtls._tcp.acme.example.  3600  IN  SRV  0 0 5061 connect.acme.example.',
    );
    expect(blocks('dns', { openFederation: false, publicAddress: '2606:4700::1' })).toBe(
      'connect.acme.example.  3600  IN  AAAA  2606:4700::1',
    );
  });

  it('has rules for 5061 both ways, for 80 where http-01 needs it, and for partners on other ports', () => {
    const ports = (more: Partial<FederationInput>): readonly string[] =>
      part('firewall', more)
        .rows.slice(1)
        .map(([direction, , to]) => `${direction} ${to}`);
    const always = ['inbound 9.9.9.9:5061', 'outbound any:5061', 'outbound any:53 (UDP, TCP)'];
    expect(ports({ acme: acme({ validation: 'dns-01' }) })).toEqual(always);
    // Nothing said about the client: the plan's own command proves the name over port 80 then.
    expect(wacs({})).toContain('--validation filesystem');
    expect(ports({})).toContain('inbound 9.9.9.9:80');
    expect(ports({ acme: acme({ validation: 'http-01' }) })).toContain('inbound 9.9.9.9:80');
    expect(ports({ acme: acme({ validation: 'tls-alpn-01' }) })).toContain('inbound 9.9.9.9:443');
    expect(ports({ acme: acme(), routes: [route({ port: 5071 }), route({ domain: 'off.example', port: 5072, enabled: false })] })).toEqual([
      'inbound 9.9.9.9:5061',
      'outbound any:5061',
      'outbound any:5071',
      'outbound any:53 (UDP, TCP)',
    ]);
    expect(part('firewall').rows[1]).toContain('192.168.1.100:5061');
  });

  it('has an ACME command that keeps the old certificate and lets the service account alone read the key', () => {
    expect(wacs({ webroot: 'C:\\inetpub\\wwwroot' })).toBe(
      ".\\wacs.exe --source manual --host connect.acme.example --store certificatestore --certificatestore My --keepexisting --acl-read 'ACME\\xphone' --validation filesystem --webroot 'C:\\inetpub\\wwwroot' --accepttos --closeonfinish",
    );
    expect(wacs({ serviceAccount: null })).not.toContain('--acl-read');
    expect(wacs({ certificateStore: 'user' })).toContain('--store userstore --keepexisting');
  });

  it('never grants the key to everybody', () => {
    expect(plan({ serviceAccount: 'Authentifizierte Benutzer' }).markdown).not.toMatch(/--acl-read '/);
  });

  it.each([
    ['http-01', 'C:\\web root', "--validation filesystem --webroot 'C:\\web root'"],
    ['http-01', null, '--validation selfhosting'],
    ['http-01', 'C:\\x" & calc', '--validation selfhosting'],
    ['tls-alpn-01', null, '--validationmode tls-alpn-01 --validation selfhosting'],
    ['dns-01', null, '--validationmode dns-01 --validation script --validationscript'],
  ] as const)('%s with the webroot %s', (validation, webroot, expected) => {
    expect(wacs({ webroot, acme: acme({ validation }) })).toContain(expected);
  });

  it('has a way for other ACME clients, too', () => {
    expect(blocks('certificate', { acme: acme({ client: 'certbot' }) })).toContain(
      'Import-PfxCertificate -FilePath .\\connect.acme.example.pfx',
    );
  });

  it('has the commands of the manual with these values, and shells that accept them', () => {
    const tests = blocks('tests', { routes: [route()] });
    for (const line of [
      'nslookup -nosearch -type=A connect.acme.example 8.8.8.8',
      'nslookup -nosearch -type=SRV _sipfederationtls._tcp.acme.example 8.8.8.8',
      'telnet connect.acme.example 5061',
      'Test-NetConnection connect.acme.example -Port 5061',
      'openssl s_client -connect connect.acme.example:5061 -servername connect.acme.example -showcerts </dev/null',
      'nslookup -nosearch -type=A sip.partner.example',
    ])
      expect(tests.split('\n')).toContain(line);
    const scripts = plan().sections.flatMap((one) => one.blocks.filter(({ language }) => language === 'sh').map(({ content }) => content));
    expect(scripts.length).toBeGreaterThan(1);
    for (const script of scripts) execFileSync('/bin/sh', ['-n', '-c', script]);
  });

  it('orders no profile that is gone', () => {
    expect(wacs({ acme: acme({ profile: 'tlsclient' }) })).not.toContain('--profile');
    expect(wacs({ acme: acme({ profile: 'tlsclient' }), intendedCa: 'ca.example' })).toContain('--profile tlsclient');
    expect(wacs({ acme: acme({ profile: 'classic' }) })).toContain('--profile classic');
  });

  it('never hands a partner a script that would turn its open federation into a list of one', () => {
    const changing = part('teams').blocks.filter(({ content }) => content.includes('Set-Cs'));
    expect(changing).toHaveLength(3);
    for (const { label, content } of changing) {
      expect(label).toMatch(/^Only if /);
      expect(content.match(/Set-Cs/g)).toHaveLength(1);
    }
    expect(part('teams').blocks.find(({ content }) => content.includes('Get-Cs'))?.content).not.toContain('Set-Cs');
  });

  it('has a text for the Teams administrator in both languages', () => {
    const teams = blocks('teams');
    expect(teams).toContain('Users > External access');
    expect(teams).toContain("[Collections.Generic.List[String]]@('acme.example')");
    expect(plan({}, 'de').markdown).toContain('Benutzer > Externer Zugriff');
  });

  it('says what is missing instead of writing it', () => {
    const { markdown } = plan({ publicAddress: null, fqdn: 'not a name' });
    expect(markdown).toContain('NAME-OF-SERVER.  3600  IN  A  PUBLIC-ADDRESS');
    expect(markdown).not.toContain('not a name');
    expect(markdown).toContain('Words in capitals');
  });

  it('shows every section in Markdown, tables closed and fences paired', () => {
    const { sections, markdown } = plan({ routes: [route()] });
    expect(sections.map(({ key }) => key)).toEqual(['dns', 'firewall', 'certificate', 'selection', 'routes', 'tests', 'teams']);
    expect((markdown.match(/^```/gm) ?? []).length % 2).toBe(0);
    for (const { title } of sections) expect(markdown).toContain(`## ${title}`);
  });
});

describe('a plan with hostile values', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      "x'; calc; '",
      'x’; calc; ’',
      'x" & calc & "',
      'x`$(calc)',
      'x\ncalc',
      'x|calc',
      '../../etc',
      'acme.example\r\n    rm -rf /',
      '```\n# x\n```',
      '<script>alert(1)</script>',
      'a.example 3600 IN NS evil.example',
    ),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );
  const values = fc.record({
    domain: hostile,
    fqdn: hostile,
    account: hostile,
    webroot: hostile,
    address: hostile,
    host: hostile,
    profile: hostile,
  });

  /** What may stand outside quotes in a line to copy; the quotes themselves are gone by then. */
  const SAFE = /^[\w .:\\/@{}$=,()[\]|<>&*#?`-]*$/;
  const outsideQuotes = (line: string): string => line.replace(/'(?:[^'\u2018-\u201b"\n]|['\u2018-\u201b]{2})*'/gu, '');

  it('never lets one of them become a command, a record or a line of its own', () => {
    const lines = (one: ReturnType<typeof federationPlan>): readonly string[] =>
      one.sections.flatMap(({ blocks }) =>
        blocks
          .filter(({ language, label }) => language !== 'text' || label.startsWith('DNS'))
          .flatMap(({ content }) => content.split('\n')),
      );
    const most = lines(plan({ webroot: 'C:\\web', routes: [route()], acme: acme({ validation: 'http-01', profile: 'classic' }) })).length;
    fc.assert(
      fc.property(values, (v) => {
        const given = { domain: v.domain, fqdn: v.fqdn, serviceAccount: v.account, webroot: v.webroot, publicAddress: v.address };
        const routes = [{ domain: v.domain, host: v.host, port: 5061, enabled: true }];
        const written = lines(plan({ ...given, routes, acme: acme({ validation: 'http-01', profile: v.profile }) }));
        const broken = written.map(outsideQuotes).filter((line) => !SAFE.test(line) || /calc|rm -rf|evil/.test(line));
        expect(broken).toEqual([]);
        expect(written.length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 100 },
    );
  });

  it('never lets one of them become Markdown of its own', () => {
    fc.assert(
      fc.property(values, (v) => {
        const { markdown } = plan({ domain: v.domain, fqdn: v.fqdn, serviceAccount: v.account, webroot: v.webroot, intendedCa: v.host });
        expect(markdown.split('\n').filter((line) => /^##+ /.test(line))).toHaveLength(7);
        expect(markdown).not.toMatch(/<script|^\s*rm -rf/m);
      }),
      { numRuns: 50 },
    );
  });
});
