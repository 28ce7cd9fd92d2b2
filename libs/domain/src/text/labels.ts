import type { Locale } from '../locale.js';
import type { MappingState, TunnelState } from '../tunnel/status.js';

type Label = Readonly<Record<Locale, string>>;

const TUNNEL_STATES = {
  connecting: { de: 'Verbindet', en: 'Connecting' },
  verifying: { de: 'Wird geprüft', en: 'Verifying' },
  up: { de: 'Aktiv', en: 'Up' },
  degraded: { de: 'Eingeschränkt', en: 'Degraded' },
  waiting: { de: 'Wartet auf neuen Versuch', en: 'Waiting to retry' },
  blocked: { de: 'Blockiert – Eingriff nötig', en: 'Blocked – action needed' },
  draining: { de: 'Läuft aus', en: 'Draining' },
  stopped: { de: 'Gestoppt', en: 'Stopped' },
  unknown: { de: 'Unbekannt', en: 'Unknown' },
} as const satisfies Record<TunnelState, Label>;

const MAPPING_STATES = {
  opening: { de: 'Wird geöffnet', en: 'Opening' },
  up: { de: 'Aktiv', en: 'Up' },
  failing: { de: 'Gestört', en: 'Failing' },
  closed: { de: 'Geschlossen', en: 'Closed' },
  unknown: { de: 'Unbekannt', en: 'Unknown' },
} as const satisfies Record<MappingState, Label>;

const EVENTS = {
  created: { de: 'Tunnel angelegt', en: 'Tunnel created' },
  replaced: { de: 'Tunnel geändert', en: 'Tunnel changed' },
  enabled: { de: 'Tunnel aktiviert', en: 'Tunnel enabled' },
  disabled: { de: 'Tunnel deaktiviert', en: 'Tunnel disabled' },
  'access-ended': { de: 'Zugang beendet', en: 'Access ended' },
  restored: { de: 'Auf den Stand vor der Änderung zurückgesetzt', en: 'Put back to what it was before the change' },
  restarted: { de: 'Tunnel neu gestartet', en: 'Tunnel restarted' },
  'state-changed': { de: 'Zustand geändert', en: 'State changed' },
  'mapping-state-changed': { de: 'Zustand eines Mappings geändert', en: 'State of a mapping changed' },
  'host-key-pinned': { de: 'Hostschlüssel beim ersten Verbinden übernommen', en: 'Host key recorded on first connection' },
  'host-key-accepted': { de: 'Geänderter Hostschlüssel bestätigt', en: 'Changed host key accepted' },
  'host-key-seen': { de: 'Neuer Hostschlüssel gesehen', en: 'New host key seen' },
  'taken-over': { de: 'Von einem anderen Worker übernommen', en: 'Taken over by another worker' },
  'handed-over': { de: 'An einen anderen Worker übergeben', en: 'Handed over to another worker' },
} as const satisfies Record<string, Label>;

/** Everything that can stand in a tunnel's timeline. */
export type TunnelEventKind = keyof typeof EVENTS;
export const TUNNEL_EVENT_KINDS = Object.keys(EVENTS) as readonly TunnelEventKind[];

/** The word for a tunnel's state. */
export const tunnelStateLabel = (state: TunnelState, locale: Locale): string => TUNNEL_STATES[state][locale];
/** The word for a mapping's state. */
export const mappingStateLabel = (state: MappingState, locale: Locale): string => MAPPING_STATES[state][locale];
/** What a line of the timeline says. A kind this build does not know is shown as it is. */
export const eventLabel = (kind: TunnelEventKind | (string & {}), locale: Locale): string =>
  Object.hasOwn(EVENTS, kind) ? EVENTS[kind as TunnelEventKind][locale] : kind;
