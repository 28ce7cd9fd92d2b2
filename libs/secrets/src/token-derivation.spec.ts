import { randomBytes } from 'node:crypto';
import { parseKeks } from './kek.js';
import { createTokenDerivation, hashToken } from './token-derivation.js';

const line = (): string => randomBytes(32).toString('base64');

describe('tokens of mailed links', () => {
  const old = line();
  const derivation = createTokenDerivation(parseKeks(old));

  it('are the same again for the same purpose and id, and for nothing else', () => {
    const { token, hash } = derivation.derive('invitation', 'a.1');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(derivation.recover('invitation', 'a.1', hash)).toBe(token);
    expect(derivation.recover('invitation', 'a.2', hash)).toBeNull();
    expect(derivation.derive('invitation', 'a.2').token).not.toBe(token);
  });

  it('hash to what the row keeps', () => {
    const { token, hash } = derivation.derive('invitation', 'a.1');
    expect(Buffer.from(hash)).toEqual(Buffer.from(hashToken(token)));
  });

  it('survive a new key in front of the key file, and end with the old one', () => {
    const { token, hash } = derivation.derive('invitation', 'a.1');
    expect(createTokenDerivation(parseKeks(`${line()}\n${old}`)).recover('invitation', 'a.1', hash)).toBe(token);
    expect(createTokenDerivation(parseKeks(line())).recover('invitation', 'a.1', hash)).toBeNull();
  });

  it('cannot be computed without the key file', () => {
    expect(createTokenDerivation(parseKeks(line())).derive('invitation', 'a.1').token).not.toBe(
      derivation.derive('invitation', 'a.1').token,
    );
  });
});
