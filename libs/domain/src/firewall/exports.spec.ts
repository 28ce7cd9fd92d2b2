import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { FIREWALL_EXPORT_FORMATS, type FirewallExportFormat, exportFileName, exportFirewall } from './exports.js';
import { routerOs } from './export/mikrotik.js';
import { firewallPlan } from './plan.js';
import { type FirewallFacts, FirewallSettings } from './settings.js';
import { switchesOf } from './switches.js';

const facts = (values: Partial<FirewallFacts> = {}): FirewallFacts => ({
  product: 'starface',
  version: '8.1',
  edition: null,
  address: '10.77.0.2',
  networks: ['10.77.0.0/24', '2001:db8:77::/48'],
  modules: [],
  federation: null,
  sshServers: [{ name: 'Büro', host: '198.51.100.9', port: 8822 }],
  ...values,
});
const everything = FirewallSettings.parse({
  publicAddress: '203.0.113.5',
  switches: Object.fromEntries(switchesOf('starface').map((key) => [key, true])),
  providers: ['sip.example', '192.0.2.7'],
  peers: ['192.0.2.0/25'],
});
const write = (format: FirewallExportFormat, title: string, of: FirewallFacts = facts()) =>
  exportFirewall(format, { plan: firewallPlan(of, everything), locale: 'de', title });

/** What quoting goes wrong about: quotes, line ends of every kind, substitutions, marks that hide or turn text. */
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ...["'", '"', '`', '$', '(', ')', ';', '&', '|', '\\', '#', '>', '<', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0'],
      ...['\u202e', '\u2066', '\u200b', '\ufeff', '?', '%', '{', '}', '[', ']', ',', '=', '-', '@', '\t', 'ä', '\u{1f600}', ' ', 'a'],
      ...[
        '\nSTELLWERK_RULES\n',
        '\nSTELLWERK_NAMES\n',
        '$(reboot)',
        '\nend\nexecute reboot\n',
        '"; /system reset',
        '\n}\n',
        "'; Remove-Item C:\\",
      ],
    ),
    maxLength: 24,
  }),
);

/** Every line's shape, with the text of comments and descriptions taken out: what a device acts on. */
const SKELETON: Readonly<Record<FirewallExportFormat, (text: string) => string>> = {
  markdown: (text) =>
    String(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.replace(/\\./g, '').split('|').length),
    ),
  csv: (text) => String(csvRows(text).map((row) => row.length)),
  nftables: (text) => withoutComments(text),
  iptables: (text) => withoutComments(text),
  mikrotik: (text) => withoutComments(text).replace(/comment="[^"]*"/g, 'comment=""'),
  fortigate: (text) => withoutComments(text).replace(/set (name|comments) "[^"]*"$/gm, 'set $1 ""'),
  'opnsense-aliases': (text) => JSON.stringify(JSON.parse(text), (key, value: unknown) => (key === 'description' ? '' : value)),
  'opnsense-rules': (text) =>
    csvRows(text)
      .map((row) => row.slice(0, -1).join(','))
      .join('\n'),
  pfsense: (text) => withoutComments(text).replace(/^(\S+) [^>]*$/gm, '$1'),
  windows: (text) => withoutComments(text).replace(/Add '[^']*'/g, "Add ''"),
};
const withoutComments = (text: string): string =>
  text
    .split(/[\n\r\u0085\u2028\u2029\v\f]/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n');

/** RFC 4180. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe.each(FIREWALL_EXPORT_FORMATS)('the export %s', (format) => {
  it('is acted on the same whatever people call their PBX and their SSH servers', () => {
    const plain = SKELETON[format](write(format, 'Kunde'));
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (title, name) => {
        const text = write(format, title, facts({ sshServers: [{ name, host: '198.51.100.9', port: 8822 }] }));
        expect(SKELETON[format](text)).toBe(plain);
        // Nothing hides or turns, and no line ends but where we end it.
        expect(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028\u2029\u0085\v\f\0]/.test(text)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('takes hosts that are none for nobody', () => {
    const hosts = ['$(reboot)', 'a;b', "x'y", 'ok\nnft flush ruleset', '10.0.0.1/../8', '203.0.113.9 accept'];
    const text = write(format, 'x', facts({ sshServers: hosts.map((host) => ({ name: 'n', host, port: 22 })) }));
    for (const host of hosts) expect(withoutComments(SKELETON[format](text))).not.toContain(host);
  });

  it('has nothing to load while the address of the PBX is not known, and says so', () => {
    const plan = firewallPlan(facts({ address: '127.0.0.1' }), FirewallSettings.parse({}));
    const text = exportFirewall(format, { plan, locale: 'de', title: 'x' });
    const code = FIREWALL_EXPORT_FORMATS.indexOf(format) < 2 ? '' : SKELETON[format](text);
    expect(code).not.toMatch(/dport|accept|dst-port|config firewall policy|"pass"|New-NetFirewallRule -DisplayName 'S/);
  });

  it('comes in German and in English', () => {
    const [de, en] = (['de', 'en'] as const).map((locale) =>
      exportFirewall(format, { plan: firewallPlan(facts(), everything), locale, title: 'x' }),
    );
    expect(de).toMatch(/Weboberfl(ä|\\C3\\A4|ae)che/);
    expect(en).toContain('Web interface');
    if (format !== 'markdown' && format !== 'csv') expect(SKELETON[format](de ?? '').length).toBeGreaterThan(100);
  });
});

describe('the exports', () => {
  it('shell scripts are read by a real shell', () => {
    for (const format of ['nftables', 'iptables'] as const) execFileSync('/bin/sh', ['-n'], { input: write(format, "it's $(x) `y`") });
  });

  it('devices that know names get names; those that do not get the vendor’s twelve addresses', () => {
    expect(write('mikrotik', 'x')).toContain('address=cluster.starface-connect.com');
    expect(write('fortigate', 'x')).toContain('set fqdn "cluster.starface-connect.com"');
    expect(write('nftables', 'x')).toContain('212.79.202.134, 194.36.60.125');
    expect(withoutComments(write('iptables', 'x'))).not.toContain('cluster.starface-connect.com');
  });

  it('RouterOS reads back the text of a comment', () => {
    const read = (text: string) =>
      new TextDecoder().decode(
        Uint8Array.from(
          [...text.slice(1, -1).matchAll(/\\([0-9A-F]{2})|(.)/g)].map(([, hex, char]) =>
            hex === undefined ? (char ?? '').charCodeAt(0) : parseInt(hex, 16),
          ),
        ),
      );
    expect(read(routerOs('Büro "$x" [find]; ?'))).toBe('Büro "$x" [find]; ?');
    expect(routerOs('$(x)"')).toBe('"\\24(x)\\22"');
  });

  it('names of files are plain', () => {
    expect(exportFileName('nftables', '../Müller & Söhne\n$(x)')).toBe('firewall-mu-ller-so-hne-x.nft.sh');
    expect(exportFileName('csv', '…')).toBe('firewall-plan.csv');
  });
});
