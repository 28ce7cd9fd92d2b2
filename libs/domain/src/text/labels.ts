import type { Locale } from '../locale.js';
import type { MappingState, TunnelState } from '../tunnel/status.js';

/** Everything that can stand in a tunnel's timeline. */
export const TUNNEL_EVENT_KINDS = [
  'created',
  'replaced',
  'enabled',
  'disabled',
  'restarted',
  'state-changed',
  'mapping-state-changed',
  'host-key-pinned',
  'host-key-accepted',
  'host-key-seen',
  'taken-over',
  'handed-over',
] as const;
export type TunnelEventKind = (typeof TUNNEL_EVENT_KINDS)[number];

/** The word for a tunnel's state. */
export const tunnelStateLabel = (state: TunnelState, _locale: Locale): string => state;
/** The word for a mapping's state. */
export const mappingStateLabel = (state: MappingState, _locale: Locale): string => state;
/** What a line of the timeline says. An unknown kind is shown as it is. */
export const eventLabel = (kind: TunnelEventKind | (string & {}), _locale: Locale): string => kind;
