import { deriveChecks } from '@stellwerk/domain';
import type { BusMessage } from '@stellwerk/queue';
import type { Reconciled, SystemTx } from '@stellwerk/store';

export interface DeriveDeps {
  readonly run: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>;
  readonly publish: (message: BusMessage) => void;
}

const CHUNK = 500;

/**
 * Makes the derived checks of every PBX what follows from it now. The API does it with every change; this is for what changed otherwise: a
 * database that is older than checks, a release that derives others, a tunnel that came back as it was. Changes nothing where nothing is to be
 * changed. Stops between two PBXs when `signal` aborts.
 */
export async function deriveAllChecks(signal: AbortSignal, { run, publish }: DeriveDeps): Promise<void> {
  const touched = new Set<string>();
  const next = (after: string | null): Promise<string[]> => run((tx) => tx.checkDerivation.pbxIds(after, CHUNK));
  let after: string | null = null;
  do {
    const ids: string[] = await next(after);
    for (const id of ids) {
      if (signal.aborted) break;
      const done = await run((tx) => derive(tx, id));
      if (done !== null && done.added.length + done.changed.length + done.removed.length > 0) touched.add(done.edgeId);
    }
    after = ids.length < CHUNK ? null : (ids.at(-1) ?? null);
  } while (after !== null && !signal.aborted);
  for (const edgeId of touched) publish({ type: 'checks.changed', edgeId, checkIds: null });
}

async function derive(tx: SystemTx, pbxId: string): Promise<Reconciled | null> {
  const source = await tx.checkDerivation.source(pbxId);
  return source && tx.checkDerivation.reconcile(pbxId, deriveChecks(source));
}
