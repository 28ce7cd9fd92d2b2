import type { Checkpoint } from '@stellwerk/secrets';

export interface SignedPlace extends Checkpoint {
  readonly signature: Uint8Array;
  /** Where it was found, for people. */
  readonly source: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;

function placeOf(line: string, source: string): SignedPlace | null {
  try {
    const { providerId, seq, hash, at, signature } = JSON.parse(line) as Record<string, unknown>;
    const time = new Date(String(at));
    const sound =
      UUID.test(String(providerId)) && /^\d{1,18}$/.test(String(seq)) && HASH.test(String(hash)) && !Number.isNaN(time.getTime());
    if (!sound || typeof signature !== 'string') return null;
    return {
      providerId: String(providerId),
      seq: BigInt(String(seq)),
      hash: String(hash),
      at: time,
      signature: Buffer.from(signature, 'base64'),
      source,
    };
  } catch {
    return null;
  }
}

/**
 * Reads JSON lines of checkpoints. Lines that are none come back with their place in the file; a last line without an end is one that was
 * being written when the power went, and is left out.
 */
export function readCheckpoints(text: string, name: string): { places: SignedPlace[]; unreadable: string[] } {
  const lines = text.split('\n').slice(0, -1);
  const found = lines.map((line, i) => ({ line, source: `${name}:${i + 1}` })).filter(({ line }) => line.trim() !== '');
  const read = found.map(({ line, source }) => ({ source, place: placeOf(line, source) }));
  return {
    places: read.flatMap(({ place }) => (place === null ? [] : [place])),
    unreadable: read.filter(({ place }) => place === null).map(({ source }) => source),
  };
}
