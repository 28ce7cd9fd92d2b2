import type { CheckStatus, Locale } from '@stellwerk/domain';

/** What the command line says besides names, numbers and the API's own sentences. */
export interface Texts {
  readonly unreachable: (why: string) => string;
  readonly noConnection: string;
  readonly readyFileUnreadable: (path: string) => string;
  readonly ambiguous: (name: string, count: number) => string;
  readonly unknownTunnel: (name: string) => string;
  readonly nothing: string;
  readonly watching: string;
  readonly reconnecting: string;
  readonly missed: string;
  readonly stale: string;
  readonly changed: string;
  readonly request: string;
  /** What a check says. */
  readonly check: Readonly<Record<CheckStatus, string>>;
  readonly done: Readonly<Record<'enabled' | 'disabled' | 'restarted', (name: string) => string>>;
  readonly column: Readonly<
    Record<
      | 'name'
      | 'state'
      | 'since'
      | 'mappings'
      | 'customer'
      | 'number'
      | 'tunnels'
      | 'product'
      | 'version'
      | 'id'
      | 'host'
      | 'at'
      | 'what'
      | 'actor'
      | 'reason'
      | 'direction'
      | 'local'
      | 'remote'
      | 'target'
      | 'connections'
      | 'in'
      | 'out',
      string
    >
  >;
  readonly step: Readonly<Record<'name' | 'port' | 'banner' | 'host-keys' | 'credentials' | 'forwarding', string>>;
}

const en: Texts = {
  unreachable: (why) => `The Stellwerk API cannot be reached: ${why}`,
  noConnection:
    'No connection configured. Set STELLWERK_URL and STELLWERK_API_KEY, or pass --ready-file with the ready.json of a running start.',
  readyFileUnreadable: (path) => `${path} cannot be read as a ready file. Is Stellwerk running?`,
  ambiguous: (name, count) => `${count} tunnels are called “${name}”. Use the id.`,
  unknownTunnel: (name) => `There is no tunnel “${name}”, or it is not yours to see.`,
  nothing: 'Nothing to show.',
  watching: 'Watching. Ctrl-C ends.',
  reconnecting: 'Connection lost, trying again …',
  missed: 'Events may have been missed.',
  stale: 'No events arrive at the moment; the API says when they do again.',
  changed: 'changed',
  request: 'request changed',
  check: {
    ok: 'check: OK',
    info: 'check: a note',
    warn: 'check: a warning',
    fail: 'check: a failure',
    'unable-to-tell': 'check: could not be checked',
    skipped: 'check: does not apply',
    pending: 'check: not checked yet',
  },
  done: { enabled: (name) => `${name}: enabled`, disabled: (name) => `${name}: disabled`, restarted: (name) => `${name}: restarting` },
  column: {
    name: 'NAME',
    state: 'STATE',
    since: 'SINCE',
    mappings: 'MAPPINGS',
    customer: 'CUSTOMER',
    number: 'NUMBER',
    tunnels: 'TUNNELS',
    product: 'PRODUCT',
    version: 'VERSION',
    id: 'ID',
    host: 'HOST',
    at: 'AT',
    what: 'WHAT',
    actor: 'BY',
    reason: 'REASON',
    direction: 'DIRECTION',
    local: 'LOCAL',
    remote: 'REMOTE',
    target: 'TARGET',
    connections: 'OPEN',
    in: 'IN',
    out: 'OUT',
  },
  step: { name: 'Name', port: 'Port', banner: 'Banner', 'host-keys': 'Host keys', credentials: 'Credentials', forwarding: 'Forwarding' },
};

const de: Texts = {
  unreachable: (why) => `Die Stellwerk-API ist nicht erreichbar: ${why}`,
  noConnection:
    'Keine Verbindung eingerichtet. Setzen Sie STELLWERK_URL und STELLWERK_API_KEY, oder geben Sie mit --ready-file die ready.json eines laufenden Starts an.',
  readyFileUnreadable: (path) => `${path} lässt sich nicht lesen. Läuft Stellwerk?`,
  ambiguous: (name, count) => `${count} Tunnel heißen „${name}“. Bitte verwenden Sie die ID.`,
  unknownTunnel: (name) => `Einen Tunnel „${name}“ gibt es nicht, oder Sie dürfen ihn nicht sehen.`,
  nothing: 'Keine Einträge.',
  watching: 'Beobachtung läuft. Strg-C beendet sie.',
  reconnecting: 'Verbindung verloren, neuer Versuch …',
  missed: 'Möglicherweise wurden Ereignisse verpasst.',
  stale: 'Zurzeit kommen keine Ereignisse an; die API meldet, wenn es weitergeht.',
  changed: 'geändert',
  request: 'Anfrage geändert',
  check: {
    ok: 'Prüfung: in Ordnung',
    info: 'Prüfung: ein Hinweis',
    warn: 'Prüfung: eine Warnung',
    fail: 'Prüfung: ein Fehler',
    'unable-to-tell': 'Prüfung: konnte nicht geprüft werden',
    skipped: 'Prüfung: trifft nicht zu',
    pending: 'Prüfung: noch nicht geprüft',
  },
  done: {
    enabled: (name) => `${name}: aktiviert`,
    disabled: (name) => `${name}: deaktiviert`,
    restarted: (name) => `${name}: wird neu verbunden`,
  },
  column: {
    name: 'NAME',
    state: 'ZUSTAND',
    since: 'SEIT',
    mappings: 'WEITERLEITUNGEN',
    customer: 'KUNDE',
    number: 'NUMMER',
    tunnels: 'TUNNEL',
    product: 'PRODUKT',
    version: 'VERSION',
    id: 'ID',
    host: 'HOST',
    at: 'ZEITPUNKT',
    what: 'WAS',
    actor: 'VON',
    reason: 'GRUND',
    direction: 'RICHTUNG',
    local: 'LOKAL',
    remote: 'REMOTE',
    target: 'ZIEL',
    connections: 'OFFEN',
    in: 'EIN',
    out: 'AUS',
  },
  step: {
    name: 'Name',
    port: 'Port',
    banner: 'Kennung',
    'host-keys': 'Hostschlüssel',
    credentials: 'Zugangsdaten',
    forwarding: 'Weiterleitung',
  },
};

export const textsFor = (locale: Locale): Texts => (locale === 'de' ? de : en);
