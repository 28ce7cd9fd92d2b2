import type { Locale } from '../locale.js';
import type { MappingInput } from '../mapping/mapping.js';
import { MODULES } from '../pbx/modules.js';
import { protocolName } from '../text/forwarding-texts.js';
import type { Terms } from './request.js';

/** One thing that differs. `path` is a JSON pointer into the later terms (or the earlier ones, where something goes). */
export interface TermsDifference {
  readonly path: string;
  readonly label: string;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is gone. */
  readonly after: string | null;
}

export interface DifferenceOptions {
  readonly locale: Locale;
  /** The name of an SSH server; its id when nobody knows. */
  readonly sshServerName: (id: string) => string;
}

const LABELS = {
  name: { de: 'Name', en: 'Name' },
  module: { de: 'Modul', en: 'Module' },
  sshServer: { de: 'SSH-Server', en: 'SSH server' },
  mapping: { de: 'Mapping', en: 'Mapping' },
  endsAt: { de: 'Ende', en: 'End' },
  never: { de: 'ohne Ende', en: 'no end' },
  pbx: { de: 'Anlage', en: 'PBX' },
  others: { de: 'auch verbundene Rechner', en: 'connected hosts too' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

const at = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** A mapping in one line: `Anlage:1389 → dc.example:389 (LDAP)`. */
function mappingLine(m: MappingInput, locale: Locale): string {
  const [pbx, server] = [LABELS.pbx[locale], LABELS.sshServer[locale]];
  const way =
    m.direction === 'outbound'
      ? `${pbx}:${m.localPort} → ${at(m.targetHost ?? server, m.remotePort)}`
      : `${server}:${m.remotePort} → ${pbx}:${m.localPort}`;
  const from = m.allowFrom.length > 0 ? `: ${m.allowFrom.join(', ')}` : '';
  const exposure = m.exposure === 'gateway' ? `, ${LABELS.others[locale]}${from}` : '';
  return `${m.name}: ${way} (${protocolName(m.protocol)}${exposure})`;
}

/** Where it listens and in which direction: two rows with the same are versions of one. */
const placeOf = (m: MappingInput): string => `${m.direction} ${m.direction === 'outbound' ? m.localPort : m.remotePort}`;

/** Which later mapping is which earlier one: by where it listens, else by its name. */
function pairs(before: readonly MappingInput[], after: readonly MappingInput[]): Map<number, number> {
  const open = new Set(before.keys());
  const paired = new Map<number, number>();
  for (const same of [
    (a: MappingInput, b: MappingInput) => placeOf(a) === placeOf(b),
    (a: MappingInput, b: MappingInput) => a.name === b.name,
  ])
    after.forEach((m, i) => {
      if (paired.has(i)) return;
      const match = [...open].find((j) => same(before[j] as MappingInput, m));
      if (match === undefined) return;
      open.delete(match);
      paired.set(i, match);
    });
  return paired;
}

function mappingDifferences(before: readonly MappingInput[], after: readonly MappingInput[], locale: Locale): TermsDifference[] {
  const paired = pairs(before, after);
  const label = (m: MappingInput): string => `${LABELS.mapping[locale]} ${locale === 'de' ? `„${m.name}“` : `“${m.name}”`}`;
  const line = (m: MappingInput | undefined): string | null => (m === undefined ? null : mappingLine(m, locale));
  const kept = new Set(paired.values());
  return [
    ...after.flatMap((m, i) => {
      const match = paired.get(i);
      const [was, now] = [line(match === undefined ? undefined : before[match]), line(m)];
      return was === now ? [] : [{ path: `/mappings/${i}`, label: label(m), before: was, after: now }];
    }),
    ...before.flatMap((m, i) => (kept.has(i) ? [] : [{ path: `/mappings/${i}`, label: label(m), before: line(m), after: null }])),
  ];
}

/**
 * What is different between two terms, field by field and mapping by mapping, for people. The end is an ISO 8601 text or
 * “no end”, so that a portal can show it in the reader's time zone.
 * @param before null: there was nothing (a new tunnel), so everything is new
 */
export function termsDifferences(before: Terms | null, after: Terms, { locale, sshServerName }: DifferenceOptions): TermsDifference[] {
  const end = (t: Terms): string => (t.endsAt === null ? LABELS.never[locale] : new Date(t.endsAt).toISOString());
  const fields = [
    ['/name', LABELS.name, (t: Terms) => t.tunnel.name],
    ['/module', LABELS.module, (t: Terms) => MODULES[t.tunnel.module].label[locale]],
    ['/sshServerId', LABELS.sshServer, (t: Terms) => sshServerName(t.tunnel.sshServerId)],
  ] as const;
  const field = (path: string, label: string, read: (t: Terms) => string): TermsDifference[] => {
    const [was, now] = [before === null ? null : read(before), read(after)];
    return was === now ? [] : [{ path, label, before: was, after: now }];
  };
  return [
    ...fields.flatMap(([path, label, read]) => field(path, label[locale], read)),
    ...mappingDifferences(before?.tunnel.mappings ?? [], after.tunnel.mappings, locale),
    ...field('/endsAt', LABELS.endsAt[locale], end),
  ];
}
