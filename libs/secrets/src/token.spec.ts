import { hashPassword, verifyPassword } from './password.js';
import { csrfTokenOf, equalSecrets, hashSessionToken, newApiKey, newSessionToken, parseApiKey } from './token.js';

describe('an API key', () => {
  it('is sw_live_, random, checksum, and parses to the hash that is stored', () => {
    for (let i = 0; i < 200; i += 1) {
      const { key, prefix, hash } = newApiKey();
      expect(key).toMatch(/^sw_live_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
      expect(key.startsWith(prefix)).toBe(true);
      expect(Buffer.from(parseApiKey(key) ?? []).equals(Buffer.from(hash))).toBe(true);
      expect(Buffer.from(hash).includes(key)).toBe(false);
    }
  });

  it('is recognised as mistyped without asking anybody', () => {
    const { key } = newApiKey();
    const other = key.at(10) === 'a' ? 'b' : 'a';
    for (const wrong of [
      '',
      'sw_live_',
      key.slice(0, -1),
      `${key}x`,
      key.slice(0, 10) + other + key.slice(11),
      key.replace('live', 'test'),
      key.toUpperCase(),
    ])
      expect(parseApiKey(wrong)).toBeNull();
  });
});

describe('a session token', () => {
  it('is 256 random bits, stored as a hash, with a CSRF token that does not give it away', () => {
    const token = newSessionToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(newSessionToken()).not.toBe(token);
    expect(Buffer.from(hashSessionToken(token)).equals(Buffer.from(hashSessionToken(token)))).toBe(true);
    expect(csrfTokenOf(token)).toBe(csrfTokenOf(token));
    expect(csrfTokenOf(token)).not.toBe(csrfTokenOf(newSessionToken()));
    expect(csrfTokenOf(token)).not.toContain(token);
  });

  it('compares equal with itself only, whatever the lengths', () => {
    expect(equalSecrets('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abd', 'abcd']) expect(equalSecrets('abc', other)).toBe(false);
  });
});

describe('a password', () => {
  it('is stored as argon2id with the parameters of OWASP and verifies, also when typed in another Unicode form', async () => {
    const stored = await hashPassword('Grüße 🚂');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, 'Grüße 🚂'.normalize('NFD'))).toBe(true);
    expect(await verifyPassword(stored, 'grüße 🚂')).toBe(false);
    expect(await hashPassword('Grüße 🚂')).not.toBe(stored);
  });

  it('of an unknown person is refused after the same work', async () => {
    const stored = await hashPassword('x');
    const cost = async (of: string | null) => {
      const took: number[] = [];
      for (let i = 0; i < 9; i += 1) {
        const began = performance.now();
        expect(await verifyPassword(of, 'wrong')).toBe(false);
        took.push(performance.now() - began);
      }
      return Math.min(...took);
    };
    expect((await cost(null)) / (await cost(stored))).toBeGreaterThan(0.4);
    expect(await verifyPassword('not a hash', 'x')).toBe(false);
  });
});
