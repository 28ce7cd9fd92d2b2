import type { Locale } from '../locale.js';
import type { ModuleKey } from '../pbx/pbx.js';
import type { Direction, Exposure, ServiceProtocol } from './mapping.js';

/** A mapping as a template inserts it; `targetHost` empty where the customer must name the machine. */
export interface TemplateMapping {
  readonly name: string;
  readonly direction: Direction;
  readonly exposure: Exposure;
  readonly localPort: number;
  readonly remotePort: number;
  readonly protocol: ServiceProtocol;
  /** The row usually leads to a machine behind the SSH server, so an editor asks for its name. */
  readonly needsTarget: boolean;
}

/** A named set of mappings [Dienste-Vorlage]. `vendor`: from the vendor's page S1; `ours`: suggested by us (section 1.8). */
export interface ServiceTemplateFacts {
  readonly key: string;
  readonly origin: 'vendor' | 'ours';
  readonly name: Readonly<Record<Locale, string>>;
  readonly description: Readonly<Record<Locale, string>>;
  /** Modules it is meant for; empty: all. */
  readonly modules: readonly ModuleKey[];
  readonly mappings: readonly TemplateMapping[];
}

export const SERVICE_TEMPLATES: readonly ServiceTemplateFacts[] = [];
