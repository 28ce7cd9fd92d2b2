import { open } from 'node:fs/promises';
import { CHAIN_FAULTS } from '@stellwerk/domain';
import type { Checkpoint, CheckpointSigner } from '@stellwerk/secrets';
import { type CheckpointRow, type Store, verifyAudit } from '@stellwerk/store';

/** What signing the audit needs. */
export interface CheckpointDesk {
  readonly signer: CheckpointSigner;
  /** Keeps a signed place outside the database: a file that is only appended to. Throws when it cannot. */
  readonly keep: (line: string) => Promise<void>;
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
}

/** A line of the file: everything that verifying needs, beside the key file. */
const checkpointLine = ({ providerId, seq, hash, at }: Checkpoint, signature: Uint8Array, publicKey: string): string =>
  JSON.stringify({
    providerId,
    seq: seq.toString(),
    hash,
    at: at.toISOString(),
    signature: Buffer.from(signature).toString('base64'),
    publicKey,
  });

/** Appends to a file and waits until it is on the disk. Null: there is no file, the log has to do. */
export const appender =
  (path: string | null) =>
  async (line: string): Promise<void> => {
    if (path === null) return;
    const file = await open(path, 'a', 0o600);
    try {
      await file.appendFile(`${line}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  };

/**
 * Signs the end of every chain that has grown, after following it from the last signed place: a chain that was altered since is not signed,
 * but complained about at every run until somebody looks. Written to the file first and to the log, then into the table.
 */
export async function signCheckpoints(signal: AbortSignal, store: Store, desk: CheckpointDesk, now: () => number): Promise<void> {
  const { signer, keep, log } = desk;
  for (const providerId of await store.asSystem('audit checkpoints', (tx) => tx.audit.chains())) {
    signal.throwIfAborted();
    const { last, end } = await store.asSystem('audit checkpoints', async (tx) => ({
      last: await tx.audit.lastCheckpoint(providerId),
      end: await tx.audit.end(providerId),
    }));
    if (end.last === (last?.seq ?? 0n) && end.head?.hash === last?.hash) continue;
    if (last && !signer.verify(last, last.signature)) {
      log.error({ providerId, seq: last.seq.toString() }, `audit: ${CHAIN_FAULTS.forged}`);
      continue;
    }
    const { fault, place } = await verifyAudit(store, providerId, { ...(last ? { from: last } : {}), signal });
    if (fault) {
      log.error({ providerId, seq: fault.seq.toString(), fault: fault.code }, `audit: ${CHAIN_FAULTS[fault.code]}`);
      continue;
    }
    if (place.seq === (last?.seq ?? 0n)) continue;
    const checkpoint = { providerId, ...place, at: new Date(now()) };
    const row: CheckpointRow = { ...checkpoint, signature: signer.sign(checkpoint) };
    const line = checkpointLine(row, row.signature, signer.publicKey);
    await keep(line);
    log.info({ checkpoint: line }, 'audit checkpoint');
    await store.asSystem('audit checkpoints', (tx) => tx.audit.addCheckpoint(row));
  }
}
