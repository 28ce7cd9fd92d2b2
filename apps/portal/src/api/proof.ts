import { ApiError, type Client } from '@stellwerk/contracts';

/** Asks the person to prove to be there; true once they have, false when they would rather not. */
export type Prover = () => Promise<boolean>;

let prover: Prover | null = null;
let asking: Promise<boolean> | null = null;

/** The frame's dialog offers itself; answers how to withdraw the offer. */
export function offerProof(ask: Prover): () => void {
  prover = ask;
  return () => {
    if (prover === ask) prover = null;
  };
}

const isProofWanted = (error: unknown): boolean => error instanceof ApiError && error.problem?.code === 'step-up-required';

/** One question at a time: whatever is refused meanwhile waits for the same answer. */
async function prove(): Promise<boolean> {
  if (prover === null) return false;
  asking ??= prover().finally(() => (asking = null));
  return asking;
}

type AnyCall = (input?: unknown, signal?: AbortSignal) => Promise<unknown>;

/**
 * The same client, whose every call that is refused for want of a fresh proof asks for one and is then made again. Whoever declines gets the
 * refusal as it came.
 */
export function withProof(client: Client): Client {
  const entries = Object.entries(client as unknown as Record<string, AnyCall>).map(([name, call]) => {
    const proving: AnyCall = async (input, signal) => {
      try {
        return await call(input, signal);
      } catch (error) {
        if (isProofWanted(error) && (await prove())) return call(input, signal);
        throw error;
      }
    };
    return [name, proving];
  });
  return Object.fromEntries(entries) as Client;
}
