import { judgeHostKey } from './host-key.js';

const key = (type: string, letter: string) => ({ type, fingerprint: `SHA256:${letter.repeat(43)}` });
const [ed, edNew, rsa, rsaNew] = [key('ssh-ed25519', 'a'), key('ssh-ed25519', 'b'), key('ssh-rsa', 'c'), key('ssh-rsa', 'd')];

describe('judging a host key', () => {
  it('is a first use while nothing is pinned', () => expect(judgeHostKey([], ed)).toBe('first-use'));
  it('trusts a pinned key, one of several of its type included', () => {
    expect(judgeHostKey([ed, rsa], ed)).toBe('trusted');
    expect(judgeHostKey([ed, edNew], edNew)).toBe('trusted');
  });
  it('calls another key of a pinned type a change, with both fingerprints', () => {
    expect(judgeHostKey([ed], edNew)).toMatchObject({
      code: 'host-key-changed',
      params: { type: 'ssh-ed25519', expected: ed.fingerprint, received: edNew.fingerprint },
    });
  });
  it('does not call a new type a change, but asks a person while nobody vouches for it', () => {
    expect(judgeHostKey([ed], rsa)).toMatchObject({ code: 'host-key-unconfirmed', params: { type: 'ssh-rsa', received: rsa.fingerprint } });
    expect(judgeHostKey([ed], rsa, [rsa])).toMatchObject({ code: 'host-key-unconfirmed' });
  });
  it('accepts a new type that a pinned key of the same inventory vouches for', () => {
    expect(judgeHostKey([ed], rsa, [ed, rsa])).toBe('new-type');
  });
  it('trusts nothing when any key of the inventory has changed', () => {
    expect(judgeHostKey([ed, rsa], key('ecdsa-sha2-nistp256', 'e'), [ed, rsaNew])).toMatchObject({
      code: 'host-key-changed',
      params: { type: 'ssh-rsa' },
    });
    expect(judgeHostKey([ed, rsa], ed, [ed, rsaNew])).toMatchObject({ code: 'host-key-changed' });
  });
});
