import type { SshServer } from '@stellwerk/contracts';
import { credentialMissing, credentialOf, emptySshForm, formOf, inputOf } from './ssh-form.js';

const tenantId = '8f7f2f9c-93a1-4c53-9a3b-1f5d3c9a1111';
const key = (type: string, letter: string) => ({ type, fingerprint: `SHA256:${letter.repeat(43)}` });
const stored: SshServer = {
  id: '8f7f2f9c-93a1-4c53-9a3b-1f5d3c9a2222',
  tenantId,
  name: 'gw',
  host: 'gw.example',
  port: 22,
  username: 'tunnel',
  engine: 'auto',
  credentialKind: 'private-key',
  version: 1,
  hostKeys: [
    { ...key('ssh-ed25519', 'a'), pinnedAt: '2026-01-01T00:00:00Z' },
    { ...key('ssh-rsa', 'b'), pinnedAt: '2026-01-01T00:00:00Z' },
  ],
  offeredHostKeys: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
};

describe('credentialOf', () => {
  it('is nothing until everything its kind needs is typed', () => {
    expect(credentialOf(emptySshForm)).toBeUndefined();
    expect(credentialOf({ ...emptySshForm, kind: 'certificate', privateKey: 'k' })).toBeUndefined();
  });

  it('never sends a field of another kind', () => {
    const typed = { ...emptySshForm, password: 'p', privateKey: 'k', certificate: 'c' };
    expect(credentialOf(typed)).toEqual({ kind: 'password', password: 'p' });
    expect(credentialOf({ ...typed, kind: 'private-key' })).toEqual({ kind: 'private-key', privateKey: 'k', passphrase: null });
  });
});

describe('inputOf', () => {
  it('keeps the pinned keys while the server stays where it is', () => {
    expect(inputOf(formOf(stored), tenantId, [], stored).hostKeys).toEqual([key('ssh-ed25519', 'a'), key('ssh-rsa', 'b')]);
  });

  it('forgets them when the address becomes another one', () => {
    expect(inputOf({ ...formOf(stored), host: 'other.example' }, tenantId, [], stored).hostKeys).toEqual([]);
  });

  it('pins only the key a person confirmed, in place of the old one of its type', () => {
    const seen = [key('ssh-ed25519', 'c'), key('ecdsa-sha2-nistp256', 'd')];
    const form = { ...formOf(stored), fingerprint: seen[0]!.fingerprint };
    expect(inputOf(form, tenantId, seen, stored).hostKeys).toEqual([key('ssh-rsa', 'b'), key('ssh-ed25519', 'c')]);
  });

  it('leaves the stored credential alone when none is typed', () => {
    expect(inputOf(formOf(stored), tenantId, [], stored).credential).toBeUndefined();
    expect(credentialMissing(formOf(stored), stored)).toBe(false);
    expect(credentialMissing({ ...formOf(stored), kind: 'password' }, stored)).toBe(true);
    expect(credentialMissing(emptySshForm, undefined)).toBe(true);
  });
});
