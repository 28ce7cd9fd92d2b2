import { readAcmePaste } from './acme-paste.js';

const silent = { keepExisting: null, aclRead: null, renewalDays: null, ari: null, profile: null };

describe('pasted ACME settings', () => {
  it.each([
    [
      'the command of the vendor’s manual, which deletes the previous certificate and grants nobody the key',
      'wacs.exe --target manual --host connect.acme.example --store certificatestore --certificatestore My --validation filesystem --webroot C:\\inetpub\\wwwroot --accepttos --closeonfinish',
      { client: 'simple-acme', validation: 'http-01', ...silent, keepExisting: false, aclRead: [] },
    ],
    [
      'a command with the switches that federation needs, over several lines',
      '"C:\\Program Files\\simple-acme\\wacs.exe" --host connect.acme.example ^\r\n --validationmode dns-01 --validation cloudflare --keepexisting --acl-read "NT AUTHORITY\\NETWORK SERVICE, ACME\\xphone" --profile classic',
      {
        client: 'simple-acme',
        validation: 'dns-01',
        ...silent,
        keepExisting: true,
        aclRead: ['NT AUTHORITY\\NETWORK SERVICE', 'ACME\\xphone'],
        profile: 'classic',
      },
    ],
    [
      'a command that stores files only: the Windows store is not touched',
      'wacs --store pemfiles --validation selfhosting',
      { client: 'simple-acme', validation: 'http-01', ...silent },
    ],
    [
      'certbot with a DNS plugin',
      'sudo certbot certonly --dns-cloudflare --dns-cloudflare-credentials ~/cf.ini -d connect.acme.example --preferred-profile=classic',
      { client: 'certbot', validation: 'dns-01', ...silent, profile: 'classic' },
    ],
    ['certbot by webroot', 'certbot certonly --webroot -w /var/www/html', { client: 'certbot', validation: 'http-01', ...silent }],
    [
      'acme.sh with a number of days',
      '~/.acme.sh/acme.sh --issue -d connect.acme.example --alpn --days 40',
      { client: 'acme.sh', validation: 'tls-alpn-01', ...silent, renewalDays: 40 },
    ],
    [
      'settings.json of simple-acme',
      JSON.stringify({
        Client: { ClientName: 'simple-acme' },
        Acme: { CertificateProfile: 'tlsserver' },
        ScheduledTask: { RenewalDays: 55, RenewalDisableServerSchedule: true },
        Validation: { DefaultValidationMode: 'http-01' },
        Notification: { Email: { SmtpPassword: 'geheim' } },
      }),
      { client: 'simple-acme', validation: 'http-01', ...silent, renewalDays: 55, ari: false, profile: 'tlsserver' },
    ],
    [
      'settings.json of win-acme, with a byte order mark and little in it',
      `\uFEFF${JSON.stringify({ Client: { ClientName: 'win-acme' }, ScheduledTask: { RenewalDays: null } })}`,
      { client: 'win-acme', validation: 'unknown', ...silent, ari: true },
    ],
    [
      'a renewal of simple-acme',
      JSON.stringify({
        $schema: 'https://simple-acme.com/schema/renewal.json',
        ValidationPluginOptions: { Plugin: '1c77b3a4-5310-4c46-92c6-00d866e84d6b', Path: 'C:\\inetpub\\wwwroot' },
        StorePluginOptions: [
          { Plugin: '2a2c576f-0000-0000-0000-000000000000', PfxPassword: 'geheim' },
          {
            Plugin: 'e30adc8e-d756-4e16-a6f2-450f784b1a97',
            KeepExisting: true,
            AclRead: ['NETWORK SERVICE'],
            AclFullControl: ['ACME\\xphone'],
          },
        ],
      }),
      { client: 'simple-acme', validation: 'http-01', ...silent, keepExisting: true, aclRead: ['NETWORK SERVICE', 'ACME\\xphone'] },
    ],
    [
      'a renewal that says nothing of the store’s options: they are the defaults',
      JSON.stringify({ ValidationPluginOptions: { Name: 'SelfHosting' }, StorePluginOptions: [{ Name: 'CertificateStore' }] }),
      { client: 'win-acme', validation: 'http-01', ...silent, keepExisting: false, aclRead: [] },
    ],
    [
      'a renewal file of certbot',
      'version = 4.1.0\n[renewalparams]\nauthenticator = webroot\npref_challs = dns-01,\n',
      { client: 'certbot', validation: 'dns-01', ...silent },
    ],
    [
      'a renewal file of acme.sh',
      "Le_Domain='connect.acme.example'\nLe_Webroot='dns_cf'\nLe_RenewalDays='60'\n",
      { client: 'acme.sh', validation: 'dns-01', ...silent, renewalDays: 60 },
    ],
  ])('are read from %s', (_, content, expected) => {
    expect(readAcmePaste(content)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'Wir nehmen Let’s Encrypt.'],
    ['other JSON', '{"a":1}'],
    ['broken JSON', '{"ScheduledTask":'],
    ['another command', 'openssl req -new -key x.pem'],
    ['nonsense in a known place', 'acme.sh --issue --days viele'],
  ])('are not made up from %s', (_, content) => {
    expect(readAcmePaste(content)).toBeNull();
  });

  it.each([
    ['empty lines', `a${'\n'.repeat(65_000)}b`],
    ['words', 'a '.repeat(32_000)],
    ['quotes', `wacs.exe ${'"'.repeat(65_000)}`],
    ['spaces', `Le_Domain=${' '.repeat(65_000)}`],
  ])('are looked for in 64 KiB of %s without keeping anybody waiting', (_, content) => {
    const startedAt = performance.now();
    readAcmePaste(content);
    expect(performance.now() - startedAt).toBeLessThan(300);
  });

  it('never hand on what else is in the text', () => {
    const read = readAcmePaste('wacs.exe --validation ftp --username admin --password geheim --pfxpassword geheim2');
    expect(JSON.stringify(read)).not.toContain('geheim');
  });
});
