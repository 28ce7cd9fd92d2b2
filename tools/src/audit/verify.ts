import { CHAIN_FAULTS, type ChainFault } from '@stellwerk/domain';
import type { CheckpointSigner } from '@stellwerk/secrets';
import { type Store, verifyAudit } from '@stellwerk/store';
import type { SignedPlace } from './checkpoint-file.js';

export interface Verdict {
  readonly providerId: string;
  /** The last event that is sound. */
  readonly upTo: bigint;
  /** The last event that a checkpoint proves; 0: none does. */
  readonly provenUpTo: bigint;
  readonly erased: number;
  readonly fault: ChainFault | null;
  /** Where checkpoints were found that are not signed by us. */
  readonly forged: readonly string[];
}

/** Follows every chain (or those of `only`) and compares it with the checkpoints of the table and those given. */
export async function verifyChains(
  store: Store,
  signer: CheckpointSigner,
  given: { readonly places: readonly SignedPlace[]; readonly publicKeys: readonly string[]; readonly only: readonly string[] },
): Promise<Verdict[]> {
  const known = await store.asSystem('verify the audit', (tx) => tx.audit.chains(true));
  // A chain that is gone altogether is known from its checkpoints outside.
  const all = [...new Set([...known, ...given.places.map(({ providerId }) => providerId)])].sort();
  const verdicts: Verdict[] = [];
  for (const providerId of all.filter((id) => given.only.length === 0 || given.only.includes(id))) {
    const inTable = await store.asSystem('verify the audit', (tx) => tx.audit.checkpoints(providerId));
    const places: SignedPlace[] = [
      ...inTable.map((row) => ({ ...row, source: `audit_checkpoint ${row.seq}` })),
      ...given.places.filter((place) => place.providerId === providerId),
    ];
    const genuine = places.filter((place) => signer.verify(place, place.signature, given.publicKeys));
    const { fault, place, erased } = await verifyAudit(store, providerId, { checkpoints: genuine });
    verdicts.push({
      providerId,
      upTo: place.seq,
      provenUpTo: genuine.reduce((last, { seq }) => (seq > last && seq <= place.seq ? seq : last), 0n),
      erased,
      fault,
      forged: places.filter((one) => !genuine.includes(one)).map(({ source }) => source),
    });
  }
  return verdicts;
}

export const isSound = ({ fault, forged }: Verdict): boolean => fault === null && forged.length === 0;

/** One line per finding, for people. */
export function say(verdict: Verdict): string[] {
  const { providerId, upTo, provenUpTo, erased, fault, forged } = verdict;
  const lines = forged.map((source) => `✗ ${providerId}: ${source}: ${CHAIN_FAULTS.forged}`);
  if (fault?.code === 'rewritten')
    lines.push(
      `✗ ${providerId}: ${CHAIN_FAULTS.rewritten}; the first altered event is one of ${(fault.provenUpTo ?? 0n) + 1n} to ${fault.seq}`,
    );
  else if (fault) lines.push(`✗ ${providerId}: event ${fault.seq}: ${CHAIN_FAULTS[fault.code]}`);
  else
    lines.push(
      `${forged.length === 0 ? '✓' : ' '} ${providerId}: ${upTo} events${upTo > 0n ? `, proven by a checkpoint up to event ${provenUpTo}` : ''}${erased > 0 ? `; personal data of ${erased} was erased` : ''}`,
    );
  return lines;
}
