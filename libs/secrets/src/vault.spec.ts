import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { addKey, makeKeyFile, parseKeks, readKeyFile } from './kek.js';
import { createVault, type SealedValue, type WrappedKey } from './vault.js';

const newKek = () => randomBytes(32).toString('base64');
const tenantId = randomUUID();
const place = { record: randomUUID(), field: 'ssh_server.credential' };

describe('a sealed value', () => {
  const vault = createVault(parseKeks(newKek()));
  const key = vault.newDataKey(tenantId, 1);
  const sealed = vault.seal(key, place, 'Geheim');
  const refused = (k: WrappedKey, p: typeof place, s: SealedValue) => {
    const opened = vault.open(k, p, s);
    return !opened.ok && opened.fault.code;
  };

  it('opens to what was sealed, also when it is empty or binary', () => {
    for (const text of ['Geheim', '', randomBytes(40_000)]) {
      const opened = vault.open(key, place, vault.seal(key, place, text));
      expect(opened.ok && opened.value.equals(Buffer.from(text))).toBe(true);
    }
  });

  it('never looks the same twice and does not show its content', () => {
    const again = vault.seal(key, place, 'Geheim');
    expect(Buffer.from(again.bytes).equals(Buffer.from(sealed.bytes))).toBe(false);
    expect(Buffer.from(sealed.bytes).includes('Geheim')).toBe(false);
  });

  it('cannot be opened in another record, another field or for another tenant', () => {
    expect(refused(key, { ...place, record: randomUUID() }, sealed)).toBe('credential-unusable');
    expect(refused(key, { ...place, field: 'ssh_server.name' }, sealed)).toBe('credential-unusable');
    expect(refused({ ...key, tenantId: randomUUID() }, place, sealed)).toBe('credential-unusable');
  });

  it('cannot be opened after any one of its bytes was changed or it was cut', () => {
    for (let i = 0; i < sealed.bytes.length; i += 1) {
      const bytes = Buffer.from(sealed.bytes);
      bytes[i] = (bytes[i] ?? 0) ^ 1;
      expect(refused(key, place, { ...sealed, bytes })).toBe('credential-unusable');
      expect(refused(key, place, { ...sealed, bytes: bytes.subarray(0, i) })).toBe('credential-unusable');
    }
  });

  it('cannot be opened with another key, another version, or a key file that lacks the key-encryption key', () => {
    expect(refused(vault.newDataKey(tenantId, 1), place, sealed)).toBe('credential-unusable');
    expect(refused({ ...key, version: 2 }, place, sealed)).toBe('credential-unusable');
    const stranger = createVault(parseKeks(newKek()));
    expect(stranger.open(key, place, sealed).ok).toBe(false);
    expect(() => stranger.seal(key, place, 'x')).toThrow('cannot be unwrapped');
  });
});

describe('a key-encryption key', () => {
  it('may be succeeded by another: the old one still opens, data keys are wrapped anew, then the old one may go', () => {
    const [old, next] = [newKek(), newKek()];
    const before = createVault(parseKeks(old));
    const key = before.newDataKey(tenantId, 1);
    const sealed = before.seal(key, place, 'Geheim');

    const during = createVault(parseKeks(`${next}\n${old}\n`));
    expect(during.open(key, place, sealed).ok).toBe(true);
    const rewrapped = during.rewrap(key);
    expect(rewrapped?.kekId).toBe(parseKeks(next).current.id);
    expect(rewrapped && during.rewrap(rewrapped)).toBeNull();

    const after = createVault(parseKeks(next));
    expect(after.open(key, place, sealed).ok).toBe(false);
    expect(rewrapped && after.open(rewrapped, place, sealed).ok).toBe(true);
  });

  it('is refused unless it is 32 bytes in base64', () => {
    for (const text of ['', '\n', 'hello', randomBytes(16).toString('base64'), `${newKek()}\nrubbish`])
      expect(() => parseKeks(text)).toThrow('32 bytes');
  });

  it('lives in a file for its owner alone, which is never overwritten and grows by new keys in front', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stellwerk-kek-'));
    const path = join(directory, 'key');
    try {
      expect(await makeKeyFile(path)).toBe(true);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const first = await readKeyFile(path);
      expect(await makeKeyFile(path)).toBe(false);
      expect((await readKeyFile(path)).current.id).toBe(first.current.id);
      await addKey(path);
      const both = await readKeyFile(path);
      expect(both.current.id).not.toBe(first.current.id);
      expect(both.find(first.current.id)?.key.equals(first.current.key)).toBe(true);
      expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
