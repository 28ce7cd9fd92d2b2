import { from, listOf, shellWord } from '../certificate/sentences.js';
import type { Params } from '../locale.js';
import { value, when } from '../text/words.js';
import { TLS_VERSIONS, type TlsEndpointFacts, type TlsProtocolFacts, type TlsVersion } from './facts.js';
import type { FindingEntry } from './finding-text.js';
import type { CheckParams } from './kinds.js';
import { aboutConnection } from './reach.js';
import { fine, type RuleResult } from './rule-result.js';

const S2 = from('STARFACE: Port- und Firewall-Anforderungen; RFC 8996');
const MOZILLA = from('Mozilla server-side TLS 6.0');
const target = (p: Params): string => value(p, 'where', '–');
const NAMES: Readonly<Record<string, string>> = {
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
};
const version = (p: Params): string => NAMES[value(p, 'version', '')] ?? value(p, 'version', '–');
const ALERTS: Readonly<Record<string, string>> = {
  '40': 'handshake_failure (40)',
  '42': 'bad_certificate (42)',
  '43': 'unsupported_certificate (43)',
  '47': 'illegal_parameter (47)',
  '48': 'unknown_ca (48)',
  '70': 'protocol_version (70)',
  '71': 'insufficient_security (71)',
  '80': 'internal_error (80)',
  '112': 'unrecognized_name (112)',
  '116': 'certificate_required (116)',
};
const failure = (p: Params): string => when(p, 'failure', (text) => `: ${ALERTS[text] ?? text}`);
/** Both values decide: a version that is enabled, yet disabled by default, is not offered. */
const schannel = (p: Params, enabled: 0 | 1): string =>
  [`Enabled /t REG_DWORD /d ${enabled}`, `DisabledByDefault /t REG_DWORD /d ${1 - enabled}`]
    .map(
      (setting) =>
        `    reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\${version(p)}\\Server" /v ${setting} /f`,
    )
    .join('\n');
const NGINX = '    ssl_protocols TLSv1.2 TLSv1.3;';
const isStarface = (p: Params): boolean => p.policy === 'starface';
/** A STARFACE is no Windows: what it speaks comes with its version, or from a proxy before it. */
const starfaceDe = (what: string, nginx: string): string =>
  `Aktualisieren Sie die STARFACE. Beendet ein Proxy davor TLS, ${what} dort, nginx:\n${nginx}`;
const starfaceEn = (what: string, nginx: string): string =>
  `Update the STARFACE. If a proxy in front ends TLS, ${what} there, nginx:\n${nginx}`;

export const TLS_FINDINGS = {
  'handshake-failed': {
    rule: 'TLS-01',
    source: from('RFC 8446 §6'),
    title: { de: (p) => `TLS-Handshake mit ${target(p)} scheitert`, en: (p) => `TLS handshake with ${target(p)} fails` },
    text: {
      de: (p) => `Der Port ist offen, eine TLS-Verbindung kommt aber nicht zustande${failure(p)}.`,
      en: (p) => `The port is open, yet no TLS connection comes about${failure(p)}.`,
    },
    fix: {
      de: (p) =>
        `Prüfen Sie, ob auf Port ${value(p, 'port', '?')} wirklich TLS gesprochen wird, ein Zertifikat mit privatem Schlüssel ausgewählt ist und TLS 1.2 oder 1.3 eingeschaltet ist.\n    openssl s_client -connect ${shellWord(target(p))}`,
      en: (p) =>
        `Check that port ${value(p, 'port', '?')} really speaks TLS, that a certificate with its private key is selected, and that TLS 1.2 or 1.3 is switched on.\n    openssl s_client -connect ${shellWord(target(p))}`,
    },
  },
  'starttls-failed': {
    rule: 'TLS-01',
    source: from('RFC 6120 §5'),
    title: { de: (p) => `${target(p)} bietet kein STARTTLS an`, en: (p) => `${target(p)} does not offer STARTTLS` },
    text: {
      de: (p) =>
        `Die Verbindung kam zustande, der Wechsel zu TLS aber nicht${failure(p)}. Anmeldungen gingen dann im Klartext über die Leitung.`,
      en: (p) => `The connection came about, the change to TLS did not${failure(p)}. Sign-ins would then cross the line in the clear.`,
    },
    fix: {
      de: (p) =>
        `Schalten Sie im XMPP-Server STARTTLS ein, und prüfen Sie, dass keine Firewall die Verbindung verändert.\n    openssl s_client -connect ${shellWord(target(p))} -starttls xmpp`,
      en: (p) =>
        `Switch STARTTLS on in the XMPP server, and see that no firewall alters the connection.\n    openssl s_client -connect ${shellWord(target(p))} -starttls xmpp`,
    },
  },
  'old-version-accepted': {
    rule: 'TLS-01',
    source: S2,
    title: { de: (p) => `${target(p)} nimmt ${version(p)} an`, en: (p) => `${target(p)} accepts ${version(p)}` },
    text: {
      de: (p) =>
        `${version(p)} ist gebrochen und abgekündigt (RFC 7568, RFC 8996).${isStarface(p) ? ' Der Hersteller schließt es auf diesem Port aus: Davor steht vermutlich ein Proxy, oder die Anlage ist veraltet.' : ''}`,
      en: (p) =>
        `${version(p)} is broken and deprecated (RFC 7568, RFC 8996).${isStarface(p) ? ' The vendor rules it out on this port: most likely a proxy stands in front, or the PBX is outdated.' : ''}`,
    },
    fix: {
      de: (p) =>
        isStarface(p)
          ? starfaceDe(`schalten Sie ${version(p)} ab`, NGINX)
          : `Schalten Sie ${version(p)} ab. Windows (danach neu starten):\n${schannel(p, 0)}\nnginx:\n${NGINX}`,
      en: (p) =>
        isStarface(p)
          ? starfaceEn(`switch ${version(p)} off`, NGINX)
          : `Switch ${version(p)} off. Windows (restart afterwards):\n${schannel(p, 0)}\nnginx:\n${NGINX}`,
    },
  },
  'version-missing': {
    rule: 'TLS-01',
    source: S2,
    title: { de: (p) => `${target(p)} kann ${version(p)} nicht`, en: (p) => `${target(p)} does not speak ${version(p)}` },
    text: {
      de: (p) =>
        `${version(p)} wurde abgelehnt.${p.noneLeft === true ? ' Damit bleibt keine zeitgemäße Version übrig; aktuelle Gegenstellen können sich nicht verbinden.' : ''}${isStarface(p) ? ' Der Hersteller unterstützt alle Versionen ab 1.2.' : ''}`,
      en: (p) =>
        `${version(p)} was refused.${p.noneLeft === true ? ' No current version is left; current peers cannot connect.' : ''}${isStarface(p) ? ' The vendor supports every version from 1.2 on.' : ''}`,
    },
    fix: {
      de: (p) =>
        isStarface(p)
          ? starfaceDe(`schalten Sie ${version(p)} ein`, NGINX)
          : `Schalten Sie ${version(p)} ein. Windows${p.version === 'TLSv1.3' ? ', nur ab Server 2022: Ältere Stände beherrschen TLS 1.3 nicht' : ''} (danach neu starten):\n${schannel(p, 1)}\nnginx:\n${NGINX}`,
      en: (p) =>
        isStarface(p)
          ? starfaceEn(`switch ${version(p)} on`, NGINX)
          : `Switch ${version(p)} on. Windows${p.version === 'TLSv1.3' ? ', from Server 2022 only: older ones cannot speak TLS 1.3' : ''} (restart afterwards):\n${schannel(p, 1)}\nnginx:\n${NGINX}`,
    },
  },
  'weak-ciphers': {
    rule: 'TLS-02',
    source: MOZILLA,
    title: { de: (p) => `${target(p)} erlaubt schwache Verfahren`, en: (p) => `${target(p)} allows weak ciphers` },
    text: {
      de: (p) =>
        `Gewählt wurden, wenn nur sie angeboten waren: ${value(p, 'ciphers', '–')}.${p.broken === true ? ' Darunter sind gebrochene (NULL, EXPORT, RC4, DES, 3DES oder ohne Authentifizierung).' : ' Ihnen fehlt Forward Secrecy, oder sie nutzen CBC mit SHA-1.'}`,
      en: (p) =>
        `Chosen when nothing else was offered: ${value(p, 'ciphers', '–')}.${p.broken === true ? ' Some are broken (NULL, EXPORT, RC4, DES, 3DES or without authentication).' : ' They lack forward secrecy, or use CBC with SHA-1.'}`,
    },
    fix: {
      de: (p) =>
        isStarface(p)
          ? starfaceDe('schalten Sie diese Verfahren ab', SUITES)
          : `Schalten Sie diese Verfahren ab. Windows (PowerShell als Administrator):\n${disable(p)}\nnginx:\n${SUITES}`,
      en: (p) =>
        isStarface(p)
          ? starfaceEn('switch these ciphers off', SUITES)
          : `Switch these ciphers off. Windows (PowerShell as administrator):\n${disable(p)}\nnginx:\n${SUITES}`,
    },
  },
  'no-post-quantum': {
    rule: 'TLS-03',
    source: MOZILLA,
    title: {
      de: (p) => `${target(p)} ohne quantensicheren Schlüsselaustausch`,
      en: (p) => `${target(p)} without a post-quantum key exchange`,
    },
    text: {
      de: (p) => `X25519MLKEM768 wird nicht angenommen (möglich: ${value(p, 'groups', '–')}). Heute ist das ein Hinweis, kein Fehler.`,
      en: (p) => `X25519MLKEM768 is not accepted (possible: ${value(p, 'groups', '–')}). Today that is a note, not a fault.`,
    },
    fix: {
      de: () => 'OpenSSL bietet das Verfahren ab 3.5 von selbst an; eine Einstellung ist dann nicht nötig.',
      en: () => 'OpenSSL offers it by itself from 3.5 on; nothing needs to be set then.',
    },
  },
  'tls-not-seen': {
    rule: 'TLS-01',
    source: from('Stellwerk: check catalogue'),
    title: { de: (p) => `TLS auf ${target(p)} nicht zu beurteilen`, en: (p) => `TLS on ${target(p)} cannot be judged` },
    text: {
      de: (p) =>
        `${when(p, 'version', () => `Auf ${version(p)} kam keine verwertbare Antwort`) || `Es kam keine Verbindung zustande`}${when(p, 'why', (why) => ` (${why})`)}; was zuletzt festgestellt wurde, bleibt stehen.`,
      en: (p) =>
        `${when(p, 'version', () => `No usable answer came to ${version(p)}`) || `No connection came about`}${when(p, 'why', (why) => ` (${why})`)}; what was found last stays as it is.`,
    },
    fix: {
      de: (p) => `Sehen Sie nach, ob ${target(p)} erreichbar ist und keine Firewall TLS untersucht.`,
      en: (p) => `See whether ${target(p)} can be reached and no firewall inspects TLS.`,
    },
  },
  'no-tls13': {
    rule: 'TLS-03',
    source: MOZILLA,
    title: { de: () => 'Gruppen: nur mit TLS 1.3', en: () => 'Groups: with TLS 1.3 only' },
    text: {
      de: (p) => `${target(p)} spricht kein TLS 1.3; die Frage nach quantensicheren Gruppen stellt sich nicht.`,
      en: (p) => `${target(p)} does not speak TLS 1.3; the question of post-quantum groups does not arise.`,
    },
    fix: { de: () => '', en: () => '' },
  },
} as const satisfies Record<string, FindingEntry>;
export type TlsCode = keyof typeof TLS_FINDINGS;

const SUITES =
  '    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;';
function disable(p: Params): string {
  return listOf(p, 'ciphers')
    .filter((name) => /^[A-Z0-9_]+$/.test(name))
    .map((name) => `    Disable-TlsCipherSuite -Name ${name}`)
    .join('\n');
}

/** TLS-01 of one handshake: with the STARTTLS dialogue before it where there is one. Says nothing while the port is not open. */
export function judgeHandshake(params: CheckParams<'tls-endpoint'>, facts: TlsEndpointFacts): readonly RuleResult<TlsCode>[] {
  const about: Params = {
    ...aboutConnection(params, facts.tcp),
    ...(facts.protocol === null ? {} : { protocol: facts.protocol }),
    ...(facts.cipher === null ? {} : { cipher: facts.cipher }),
    ...(facts.failure === null ? {} : { failure: facts.failure }),
  };
  const rule = { rule: 'TLS-01', subject: '', params: about };
  if (facts.tcp.verdict !== 'open') return [{ ...rule, status: 'unable-to-tell', code: 'tls-not-seen' }];
  if (facts.handshake === null) {
    return [{ ...rule, status: 'fail', code: params.startTls === 'none' ? 'handshake-failed' : 'starttls-failed' }];
  }
  return [facts.handshake === 'failed' ? { ...rule, status: 'fail', code: 'handshake-failed' } : fine('TLS-01', about)];
}

type Policy = CheckParams<'tls-protocols'>['policy'];
const OLD: readonly TlsVersion[] = ['SSLv3', 'TLSv1', 'TLSv1.1'];
const severityOf = (policy: Policy, otherwise: 'fail' | 'warn'): 'fail' | 'warn' | 'info' => (policy === 'report' ? 'info' : otherwise);

function judgeVersion(version: TlsVersion, facts: TlsProtocolFacts, about: Params & { readonly policy: Policy }): RuleResult<TlsCode> {
  const params = { ...about, version };
  const answer = facts.versions[version];
  const rule = { rule: 'TLS-01', subject: version, params };
  if (answer === 'unable-to-tell') return { ...rule, status: 'unable-to-tell', code: 'tls-not-seen' };
  if (OLD.includes(version)) {
    return answer === 'refused'
      ? fine('TLS-01', params, version)
      : { ...rule, status: severityOf(about.policy, 'fail'), code: 'old-version-accepted' };
  }
  if (answer === 'accepted') return fine('TLS-01', params, version);
  const noneLeft = facts.versions['TLSv1.2'] === 'refused' && facts.versions['TLSv1.3'] === 'refused';
  // Mozilla's modern profile is TLS 1.3 alone: refusing 1.2 is a choice then, unless the vendor promises it.
  if (!noneLeft && version === 'TLSv1.2' && about.policy !== 'starface') return fine('TLS-01', params, version);
  return {
    ...rule,
    // 1.2 suffices: without the vendor's promise a missing 1.3 is told, for Windows before Server 2022 has none.
    status: noneLeft ? severityOf(about.policy, 'fail') : about.policy === 'starface' ? 'warn' : 'info',
    code: 'version-missing',
    params: { ...params, noneLeft },
  };
}

const BROKEN = /NULL|EXPORT|RC4|_DES_|3DES|DES40|_anon_/i;

function judgeCiphers(facts: TlsProtocolFacts, about: Params & { readonly policy: Policy }): RuleResult<TlsCode> {
  const ciphers = facts.weakCiphers;
  const params = { ...about, ...(facts.serverPreference === null ? {} : { serverPreference: facts.serverPreference }) };
  if (ciphers.length === 0) return fine('TLS-02', params);
  const broken = ciphers.some((name) => BROKEN.test(name));
  const status = severityOf(about.policy, broken ? 'fail' : 'warn');
  return { rule: 'TLS-02', subject: '', status, code: 'weak-ciphers', params: { ...params, ciphers, broken } };
}

function judgeGroups(facts: TlsProtocolFacts, about: Params): RuleResult<TlsCode> {
  const params = { ...about, groups: facts.groups };
  const rule = { rule: 'TLS-03', subject: '', params };
  if (facts.postQuantum === true) return fine('TLS-03', params);
  if (facts.versions['TLSv1.3'] === 'refused') return { ...rule, status: 'skipped', code: 'no-tls13' };
  if (facts.postQuantum === null) return { ...rule, status: 'unable-to-tell', code: 'tls-not-seen' };
  return { ...rule, status: 'info', code: 'no-post-quantum' };
}

/**
 * TLS-01 (each version), TLS-02 (weak suites) and TLS-03 (groups). `starface`: 1.0 and 1.1 must be refused, 1.2 and 1.3 accepted, as the vendor
 * promises for 443, 5061 and 5222; `modern`: the same without that promise; `report`: everything is only told.
 */
export function judgeProtocols(params: CheckParams<'tls-protocols'>, facts: TlsProtocolFacts): readonly RuleResult<TlsCode>[] {
  const about = { ...aboutConnection(params, facts.tcp), policy: params.policy };
  if (facts.tcp.verdict !== 'open') {
    const why = facts.tcp.unable?.code ?? facts.tcp.verdict;
    return ['TLS-01', 'TLS-02', 'TLS-03'].map((rule) => ({
      rule,
      subject: '',
      status: 'unable-to-tell',
      code: 'tls-not-seen',
      params: { ...about, why },
    }));
  }
  // TLS 1.3 has no weak suites: only what an older version answered makes an empty list of them mean something.
  const { 'TLSv1.3': newest, ...older } = facts.versions;
  const answered = Object.values(older).includes('accepted') || (newest === 'accepted' && older['TLSv1.2'] === 'refused');
  const unseen: RuleResult<TlsCode> = { rule: 'TLS-02', subject: '', status: 'unable-to-tell', code: 'tls-not-seen', params: about };
  return [
    ...TLS_VERSIONS.map((one) => judgeVersion(one, facts, about)),
    answered || facts.weakCiphers.length > 0 ? judgeCiphers(facts, about) : unseen,
    judgeGroups(facts, about),
  ];
}
