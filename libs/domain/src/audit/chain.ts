import { canonicalJson, type Json } from './canonical.js';
import { type AuditFacts, chainStart, linkText } from './record.js';

/** SHA-256 over some bytes, given in hexadecimal, and then a text in UTF-8; in hexadecimal. Injected: ground computes no hashes. */
export type Sha256 = (prefixHex: string, text: string) => string;

/** An event as it lies in the table. Bytes in hexadecimal, `at` as ISO 8601 in UTC with milliseconds. */
export interface ChainEvent {
  readonly seq: bigint;
  readonly at: string;
  readonly tenantId: string | null;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorProviderId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly outcome: string;
  readonly requestId: string | null;
  readonly record: string;
  readonly personal: string | null;
  readonly salt: string | null;
  readonly hash: string;
}

/** A place in a chain: the last event, and its hash. */
export interface ChainPlace {
  readonly seq: bigint;
  readonly hash: string;
}

export const CHAIN_FAULTS = {
  removed: 'an event is missing',
  altered: 'the event does not follow from the one before it: it was changed, moved, inserted or put in the place of another',
  columns: 'what the table says beside the record is not what the record says',
  personal: 'the personal part is not the one that was written, or was removed only in part',
  inserted: 'an event stands behind the end of the chain',
  truncated: 'the chain ends too early: events were removed from its end',
  head: 'the noted end of the chain is not its end',
  rewritten: 'the chain was written anew: a signed checkpoint says otherwise',
  forged: 'the signature of a checkpoint is not ours',
} as const;
export type ChainFaultCode = keyof typeof CHAIN_FAULTS;

export interface ChainFault {
  readonly code: ChainFaultCode;
  /** The first event that is wrong. For `rewritten` the last one that it can be. */
  readonly seq: bigint;
  /** For `rewritten`: events up to this one are proven by a checkpoint. */
  readonly provenUpTo?: bigint;
}

/** Where a provider's chain begins. */
export const chainBegin = (providerId: string, sha256: Sha256): ChainPlace => ({ seq: 0n, hash: sha256('', chainStart(providerId)) });

export interface ChainCheck {
  /** Takes the next event, in the order of `seq`. Null: it is sound. */
  next(event: ChainEvent): ChainFault | null;
  /** After the last event: the noted end of the chain. Null when there is none noted. */
  end(head: ChainPlace | null): ChainFault | null;
  /** How far the chain is sound. */
  readonly place: ChainPlace;
  /** Events whose personal part was erased. */
  readonly erased: number;
}

/**
 * Follows a chain from a place that is known to be sound, event by event, and compares it with signed checkpoints (whose signatures the
 * caller has verified). Stops making sense after the first fault.
 */
export function checkChain(begin: ChainPlace, sha256: Sha256, checkpoints: readonly ChainPlace[]): ChainCheck {
  let place = begin;
  let proven = begin.seq;
  let erased = 0;
  const signed = new Map<bigint, string[]>();
  for (const { seq, hash } of checkpoints) signed.set(seq, [...(signed.get(seq) ?? []), hash]);
  const lastSigned = checkpoints.reduce((last, { seq }) => (seq > last ? seq : last), 0n);

  return {
    next(event) {
      const seq = place.seq + 1n;
      if (event.seq !== seq) return { code: 'removed', seq };
      const hash = sha256(place.hash, linkText(seq, event.at, event.record));
      if (hash !== event.hash) return { code: 'altered', seq };
      if ((signed.get(seq) ?? []).some((other) => other !== hash)) return { code: 'rewritten', seq, provenUpTo: proven };
      if (!agrees(event)) return { code: 'columns', seq };
      const personal = judgePersonal(event, sha256);
      if (personal === 'wrong') return { code: 'personal', seq };
      if (personal === 'erased') erased += 1;
      if (signed.has(seq)) proven = seq;
      place = { seq, hash };
      return null;
    },
    end(head) {
      const noted = head?.seq ?? 0n;
      if (place.seq < noted || place.seq < lastSigned) return { code: 'truncated', seq: place.seq + 1n };
      // Begun from a proven place: what was proven is gone.
      if (place.seq > noted && place === begin) return { code: 'truncated', seq: noted + 1n };
      if (place.seq > noted) return { code: 'inserted', seq: noted + 1n };
      return head !== null && head.hash !== place.hash ? { code: 'head', seq: place.seq } : null;
    },
    get place() {
      return place;
    },
    get erased() {
      return erased;
    },
  };
}

type Told = Partial<AuditFacts> & { readonly personal?: string | null };

/** The searchable columns repeat the record; whoever changes only them hides an event from its readers. */
function agrees(event: ChainEvent): boolean {
  const record = parsed(event.record);
  if (record === null || canonicalJson(record as unknown as Json) !== event.record) return false;
  const { actor, target } = record;
  const told = [
    record.tenantId,
    record.action,
    actor?.kind,
    actor?.id,
    actor?.providerId,
    target?.kind,
    target?.id,
    record.outcome,
    record.requestId,
  ];
  const shown = [
    event.tenantId,
    event.action,
    event.actorKind,
    event.actorId,
    event.actorProviderId,
    event.targetKind,
    event.targetId,
    event.outcome,
    event.requestId,
  ];
  return told.every((value, i) => (value ?? null) === shown[i]);
}

function parsed(text: string): Told | null {
  try {
    return JSON.parse(text) as Told;
  } catch {
    return null;
  }
}

function judgePersonal({ record, personal, salt }: ChainEvent, sha256: Sha256): 'kept' | 'none' | 'erased' | 'wrong' {
  const commitment = parsed(record)?.personal ?? null;
  if (commitment === null) return personal === null && salt === null ? 'none' : 'wrong';
  if (personal === null && salt === null) return 'erased';
  return personal !== null && salt !== null && sha256(salt, personal) === commitment ? 'kept' : 'wrong';
}
