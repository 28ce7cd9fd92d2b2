import { z } from 'zod';
import { AcmeSettings } from './federation.js';

type Validation = AcmeSettings['validation'];
type Read = Partial<AcmeSettings> & Pick<AcmeSettings, 'client'>;

/**
 * Reads what somebody pastes of an ACME client: simple-acme's or win-acme's settings.json or a renewal of theirs, a renewal file of certbot
 * or acme.sh, or the command a certificate is ordered with. What the text does not say stays null; nothing else of it comes back, so that a
 * password in it goes nowhere.
 * @returns null where nothing of this kind is recognised
 */
export function readAcmePaste(content: string): AcmeSettings | null {
  const text = content.replace(/^\uFEFF/, '').trim();
  const read = text.startsWith('{') ? fromJson(text) : (fromCertbotFile(text) ?? fromAcmeShFile(text) ?? fromCommand(text));
  const parsed = AcmeSettings.safeParse(read);
  return parsed.success ? parsed.data : null;
}

// ---- settings.json and *.renewal.json of simple-acme and win-acme (simple-acme 2.3, src/main/settings.json and its plugins, read 23 Nov 2026)

const some = <T>(schema: z.ZodType<T>) => schema.nullish().catch(null);
const list = some(z.array(z.string()));
const Settings = z.object({
  Client: z.object({ ClientName: some(z.string()) }).nullish(),
  ScheduledTask: z.object({ RenewalDays: some(z.number()), RenewalDisableServerSchedule: some(z.boolean()) }),
  Acme: z.object({ CertificateProfile: some(z.string()) }).nullish(),
  Validation: z.object({ DefaultValidationMode: some(z.string()) }).nullish(),
});
const Plugin = { Plugin: some(z.string()), Name: some(z.string()) };
const Renewal = z.object({
  $schema: some(z.string()),
  ValidationPluginOptions: z.object(Plugin),
  StorePluginOptions: some(z.array(z.object({ ...Plugin, KeepExisting: some(z.boolean()), AclRead: list, AclFullControl: list }))),
});

/** Plugins by their fixed ids, older renewals by name; those of DNS providers are too many, and each says `dns` in no field. */
const VALIDATIONS: Readonly<Record<string, Validation>> = {
  '1c77b3a4-5310-4c46-92c6-00d866e84d6b': 'http-01',
  'c7d5e050-9363-4ba1-b3a8-931b31c618b7': 'http-01',
  filesystem: 'http-01',
  selfhosting: 'http-01',
};
const CERTIFICATE_STORE = ['e30adc8e-d756-4e16-a6f2-450f784b1a97', 'certificatestore'];
const known = (plugin: { readonly Plugin?: string | null; readonly Name?: string | null }): string[] =>
  [plugin.Plugin, plugin.Name].flatMap((text) => text?.toLowerCase() ?? []);

function fromJson(text: string): Read | null {
  const value = parsedJson(text);
  const renewal = Renewal.safeParse(value);
  if (renewal.success) return fromRenewal(renewal.data);
  const settings = Settings.safeParse(value);
  if (!settings.success) return null;
  const { Client, ScheduledTask, Acme, Validation: validation } = settings.data;
  return {
    client: /^win-acme/i.test(Client?.ClientName ?? '') ? 'win-acme' : 'simple-acme',
    validation: modeOf(validation?.DefaultValidationMode ?? ''),
    renewalDays: ScheduledTask.RenewalDays ?? null,
    ari: ScheduledTask.RenewalDisableServerSchedule !== true,
    profile: Acme?.CertificateProfile ?? null,
  };
}

function fromRenewal({ $schema, ValidationPluginOptions, StorePluginOptions }: z.output<typeof Renewal>): Read {
  const store = (StorePluginOptions ?? []).find((options) => known(options).some((name) => CERTIFICATE_STORE.includes(name)));
  return {
    client: /simple-acme/i.test($schema ?? '') ? 'simple-acme' : 'win-acme',
    validation:
      known(ValidationPluginOptions)
        .map((name) => VALIDATIONS[name])
        .find(Boolean) ?? 'unknown',
    // What is not written down is the default: the previous certificate goes, and nobody else may read the key.
    keepExisting: store ? store.KeepExisting === true : null,
    aclRead: store ? [...(store.AclRead ?? []), ...(store.AclFullControl ?? [])] : null,
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const modeOf = (text: string): Validation => {
  const mode = text.toLowerCase();
  return mode === 'http-01' || mode === 'dns-01' || mode === 'tls-alpn-01' ? mode : 'unknown';
};

// ---- renewal files of certbot (/etc/letsencrypt/renewal/*.conf) and acme.sh (~/.acme.sh/<name>/<name>.conf)

const setting = (text: string, name: string): string | null =>
  new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(['"]?)(.*?)\\1[ \\t]*$`, 'm').exec(text)?.[2] ?? null;

function fromCertbotFile(text: string): Read | null {
  if (!/^[ \t]*\[renewalparams\][ \t]*\r?$/m.test(text)) return null;
  const preferred = modeOf((setting(text, 'pref_challs') ?? '').split(',')[0] ?? '');
  const profile = setting(text, 'preferred_profile') ?? setting(text, 'required_profile');
  return {
    client: 'certbot',
    validation: preferred === 'unknown' ? byAuthenticator(setting(text, 'authenticator') ?? '') : preferred,
    profile,
  };
}

const byAuthenticator = (name: string): Validation =>
  name.startsWith('dns-') ? 'dns-01' : ['webroot', 'standalone', 'nginx', 'apache'].includes(name) ? 'http-01' : 'unknown';

function fromAcmeShFile(text: string): Read | null {
  if (setting(text, 'Le_Domain') === null) return null;
  const webroot = setting(text, 'Le_Webroot') ?? '';
  const validation = webroot.startsWith('dns') ? 'dns-01' : webroot === 'alpn' ? 'tls-alpn-01' : webroot === '' ? 'unknown' : 'http-01';
  const days = setting(text, 'Le_RenewalDays');
  return { client: 'acme.sh', validation, renewalDays: days === null ? null : Number(days) };
}

// ---- a command line

/** No command is longer; a text that is none must not be read to its end. */
const MAX_WORDS = 2_000;

/** The words of a command, with quotes as cmd, PowerShell and sh have them in common. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const word of text.replace(/[\\^`]\r?\n/g, ' ').matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)) {
    words.push(word[1] ?? word[2] ?? word[3] ?? '');
    if (words.length === MAX_WORDS) break;
  }
  return words;
}

class Command {
  constructor(private readonly words: readonly string[]) {}

  /** The switch is there, with or without a value. */
  has(...names: readonly string[]): boolean {
    return this.words.some((word) => names.includes(word.toLowerCase().split('=')[0] ?? ''));
  }

  /** A plugin for a DNS provider, `--dns-…`. */
  hasDns(): boolean {
    return this.words.some((word) => word.startsWith('--dns-'));
  }

  /** What follows a switch, or stands behind its `=`; null without one. */
  value(...names: readonly string[]): string | null {
    const at = this.words.findIndex((word) => names.includes(word.toLowerCase().split('=')[0] ?? ''));
    const word = this.words[at];
    if (word === undefined) return null;
    if (word.includes('=')) return word.slice(word.indexOf('=') + 1);
    const next = this.words[at + 1];
    return next === undefined || next.startsWith('--') ? null : next;
  }
}

const CLIENTS: readonly (readonly [RegExp, (command: Command) => Read])[] = [
  [/(^|[\\/])wacs(\.exe)?$/i, fromWacs],
  [/(^|[\\/])certbot(-auto)?(\.exe)?$/i, fromCertbot],
  [/(^|[\\/])acme\.sh$/i, fromAcmeSh],
];

function fromCommand(text: string): Read | null {
  const words = wordsOf(text);
  for (const [program, read] of CLIENTS) {
    const at = words.findIndex((word) => program.test(word));
    if (at >= 0) return read(new Command(words.slice(at + 1)));
  }
  return null;
}

const csv = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Both programs are called wacs; win-acme is the older one, and its successor understands the same. */
function fromWacs(command: Command): Read {
  const mode = modeOf(command.value('--validationmode') ?? '');
  const plugin = (command.value('--validation') ?? '').toLowerCase();
  const stored = csv(command.value('--store')).map((name) => name.toLowerCase());
  const windows = stored.length === 0 || stored.includes('certificatestore');
  return {
    client: 'simple-acme',
    validation: mode === 'unknown' ? (plugin in VALIDATIONS ? 'http-01' : 'unknown') : mode,
    keepExisting: windows ? command.has('--keepexisting') : null,
    aclRead: windows ? [...csv(command.value('--acl-read')), ...csv(command.value('--acl-fullcontrol'))] : null,
    profile: command.value('--profile'),
  };
}

function fromCertbot(command: Command): Read {
  const preferred = modeOf((command.value('--preferred-challenges') ?? '').split(',')[0]?.replace(/^(http|dns)$/, '$1-01') ?? '');
  const chosen = ['webroot', 'standalone', 'nginx', 'apache'].find((name) => command.has(`--${name}`));
  const named = command.value('-a', '--authenticator') ?? chosen ?? (command.hasDns() ? 'dns-' : '');
  return {
    client: 'certbot',
    validation: preferred === 'unknown' ? byAuthenticator(named) : preferred,
    profile: command.value('--preferred-profile', '--required-profile'),
  };
}

function fromAcmeSh(command: Command): Read {
  const http = command.has('-w', '--webroot', '--standalone', '--nginx', '--apache');
  const days = command.value('--days');
  return {
    client: 'acme.sh',
    validation: command.has('--dns') ? 'dns-01' : command.has('--alpn') ? 'tls-alpn-01' : http ? 'http-01' : 'unknown',
    renewalDays: days === null ? null : Number(days),
    profile: command.value('--cert-profile', '--certificate-profile'),
  };
}
