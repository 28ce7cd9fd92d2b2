import { randomBytes } from 'node:crypto';
import { createCheckpointSigner } from './checkpoint.js';
import { parseKeks } from './kek.js';

const line = () => randomBytes(32).toString('base64');
const [old, young] = [line(), line()];
const checkpoint = {
  providerId: '0b7cbbd4-6a06-4a3c-9a8e-a7d5b83f40f5',
  seq: 42n,
  hash: 'ab'.repeat(32),
  at: new Date('2026-11-23T10:00:00.123Z'),
};

describe('a checkpoint', () => {
  const signer = createCheckpointSigner(parseKeks(old));
  const signature = signer.sign(checkpoint);

  it('verifies under its own key file, and after a new key was put in front', () => {
    expect(signer.verify(checkpoint, signature)).toBe(true);
    expect(createCheckpointSigner(parseKeks(`${young}\n${old}`)).verify(checkpoint, signature)).toBe(true);
  });

  it('verifies under its public key when the old line is gone from the key file, and only then', () => {
    const later = createCheckpointSigner(parseKeks(young));
    expect(later.verify(checkpoint, signature)).toBe(false);
    expect(later.verify(checkpoint, signature, [signer.publicKey])).toBe(true);
    expect(Buffer.from(signer.publicKey, 'base64')).toHaveLength(32);
    expect(later.publicKey).not.toBe(signer.publicKey);
  });

  it.each([
    ['another provider', { providerId: '1b7cbbd4-6a06-4a3c-9a8e-a7d5b83f40f5' }],
    ['another number', { seq: 43n }],
    ['another hash', { hash: 'ac'.repeat(32) }],
    ['another time', { at: new Date('2026-11-23T10:00:00.124Z') }],
  ])('does not verify with %s', (_, change) => {
    expect(signer.verify({ ...checkpoint, ...change }, signature)).toBe(false);
  });

  it('does not verify with a changed or an empty signature', () => {
    const changed = Buffer.from(signature);
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(signer.verify(checkpoint, changed)).toBe(false);
    expect(signer.verify(checkpoint, new Uint8Array())).toBe(false);
  });
});
