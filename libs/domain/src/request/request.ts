import type { MappingInput } from '../mapping/mapping.js';
import type { ModuleKey } from '../pbx/pbx.js';

/** A tunnel as one asks for it: everything of a TunnelInput but `enabled`, since nobody asks for a tunnel that is switched off. */
export interface TunnelAsked {
  readonly pbxId: string;
  readonly module: ModuleKey;
  readonly name: string;
  readonly sshServerId: string;
  readonly mappings: readonly MappingInput[];
}

/** What somebody agrees to: a tunnel and its end. `endsAt`: milliseconds since the epoch, null for good. */
export interface Terms {
  readonly tunnel: TunnelAsked;
  readonly endsAt: number | null;
}

const canonicalMapping = (m: MappingInput): readonly unknown[] => [
  m.name,
  m.direction,
  m.exposure,
  m.localPort,
  m.remotePort,
  m.targetHost,
  [...m.allowFrom].sort(),
  m.protocol,
];

/**
 * One text for equal terms and another for different ones, whatever the order of keys: what an approval's hash is made of.
 * The order of mappings counts, since it is shown; the order of `allowFrom` does not.
 */
export const canonicalTerms = ({ tunnel, endsAt }: Terms): string =>
  JSON.stringify([
    tunnel.pbxId,
    tunnel.module,
    tunnel.name,
    tunnel.sshServerId,
    tunnel.mappings.map(canonicalMapping),
    endsAt === null ? null : new Date(endsAt).toISOString(),
  ]);
