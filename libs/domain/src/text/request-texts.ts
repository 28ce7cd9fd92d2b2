import type { RiskCode } from '../request/risks.js';
import type { TermFindingCode } from '../request/term.js';
import { type Text, value, when } from './words.js';

const stamp = (p: Record<string, unknown>, name: string): string => {
  const at = p[name];
  return typeof at === 'string' && at !== '' ? ` (${at.slice(0, 16).replace('T', ' ')} UTC)` : '';
};

/** What is wrong with the end of an access. */
export const TERM_TEXTS = {
  'end-past': {
    de: (p) => `Das Ende liegt in der Vergangenheit${stamp(p, 'endsAt')}. Wählen Sie einen späteren Zeitpunkt.`,
    en: (p) => `The end lies in the past${stamp(p, 'endsAt')}. Choose a later time.`,
  },
  'end-missing': {
    de: () => 'Zugriff auf die Konsole der Anlage gibt es nur auf Zeit. Geben Sie an, wann er endet.',
    en: () => 'Access to the console of the PBX is given for a time only. Say when it ends.',
  },
  'end-too-late': {
    de: (p) => `Für diesen Kunden gilt Zugang höchstens ${value(p, 'days', '?')} Tage. Wählen Sie ein früheres Ende.`,
    en: (p) => `For this customer an access lasts ${value(p, 'days', '?')} days at most. Choose an earlier end.`,
  },
  'end-later-than-asked': {
    de: (p) => `Genehmigt werden kann höchstens bis zum erbetenen Ende${stamp(p, 'asked')}. Wählen Sie ein früheres.`,
    en: (p) => `It can be approved until the end that was asked for at most${stamp(p, 'asked')}. Choose an earlier one.`,
  },
} as const satisfies Record<TermFindingCode, Text>;

const row = (p: Record<string, unknown>, de: boolean): string => {
  const { name } = p;
  return typeof name === 'string' && name !== '' ? (de ? `„${name}“` : `“${name}”`) : de ? 'Die Anfrage' : 'The request';
};
const inbound = (p: Record<string, unknown>): boolean => p['direction'] === 'inbound';

/** Why a reviewer should look twice, and at what. */
export const RISK_TEXTS = {
  'gateway-exposure': {
    de: (p) =>
      `${row(p, true)} lässt nicht nur den lauschenden Rechner selbst zu, sondern auch ${when(p, 'from', (from) => `Rechner aus ${from}`) || (inbound(p) ? 'jeden, der den SSH-Server erreicht' : 'mit der Anlage verbundene Rechner')} (Port ${value(p, 'port', '?')}). Prüfen Sie, ob das nötig ist.`,
    en: (p) =>
      `${row(p, false)} admits not only the listening machine itself but also ${when(p, 'from', (from) => `hosts in ${from}`) || (inbound(p) ? 'everybody who reaches the SSH server' : 'hosts connected to the PBX')} (port ${value(p, 'port', '?')}). Check whether that is needed.`,
  },
  database: {
    de: (p) =>
      `${row(p, true)} öffnet eine Datenbank${when(p, 'port', (port) => ` (Port ${port})`)}. Prüfen Sie, ob das Konto dahinter nur lesen darf, was gebraucht wird.`,
    en: (p) =>
      `${row(p, false)} opens a database${when(p, 'port', (port) => ` (port ${port})`)}. Check that the account behind it may read only what is needed.`,
  },
  'ssh-console': {
    de: (p) =>
      p['direction'] === 'outbound'
        ? `${row(p, true)} führt zum SSH-Dienst ${when(p, 'host', (host) => `von ${host}`) || 'des SSH-Servers'}. Wer ihn nutzt, arbeitet dort auf der Konsole.`
        : `${row(p, true)} öffnet die Konsole der Telefonanlage. Nur auf Zeit genehmigen; danach muss der SSH-Dienst der Anlage wieder ausgeschaltet werden.`,
    en: (p) =>
      p['direction'] === 'outbound'
        ? `${row(p, false)} leads to the SSH service of ${value(p, 'host', 'the SSH server')}. Whoever uses it works on a console there.`
        : `${row(p, false)} opens the console of the PBX. Approve it for a time only; afterwards the PBX’s SSH service has to be switched off again.`,
  },
  'privileged-port': {
    de: (p) => `${row(p, true)} lauscht auf Port ${value(p, 'port', '?')} unter 1024; dort erwartet man einen Dienst des Systems selbst.`,
    en: (p) => `${row(p, false)} listens on port ${value(p, 'port', '?')} below 1024, where a service of the system itself is expected.`,
  },
  'wide-target': {
    de: (p) =>
      when(p, 'host', (host) => `${row(p, true)} führt über den Kunden ins Internet (${host}). Fragen Sie nach, ob das gewollt ist.`) ||
      `${row(p, true)} lässt ein großes Netz zu (${value(p, 'from', '?')}). Prüfen Sie, ob einzelne Rechner genügen.`,
    en: (p) =>
      when(p, 'host', (host) => `${row(p, false)} leads through the customer to the internet (${host}). Ask whether that is intended.`) ||
      `${row(p, false)} admits a large network (${value(p, 'from', '?')}). Check whether single hosts would do.`,
  },
  'no-end': {
    de: () => 'Der Zugang hätte kein Ende. Prüfen Sie, ob er auf Zeit genügt.',
    en: () => 'The access would have no end. Check whether a limited time would do.',
  },
} as const satisfies Record<RiskCode, Text>;
