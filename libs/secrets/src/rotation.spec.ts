import { randomBytes, randomUUID } from 'node:crypto';
import { parseKeks } from './kek.js';
import { rewrapDataKeys, rotateDataKeys, type RotationItem, type RotationSource } from './rotation.js';
import { createVault, type WrappedKey } from './vault.js';

const newKek = () => randomBytes(32).toString('base64');

/** Keys and values in memory: what the store keeps in tables. */
function shelf(): RotationSource & { keys: Map<string, WrappedKey>; values: Map<string, RotationItem> } {
  const keys = new Map<string, WrappedKey>();
  const values = new Map<string, RotationItem>();
  const newest = (tenantId: string) =>
    [...keys.values()].filter((k) => k.tenantId === tenantId).sort((a, b) => b.version - a.version)[0] ?? null;
  return {
    keys,
    values,
    tenantsWithKeys: async () => [...new Set([...keys.values()].map((k) => k.tenantId))],
    currentKey: async (tenantId) => newest(tenantId),
    key: async (id) => keys.get(id) ?? null,
    addKey: async (key) => keys.set(key.id, key),
    outdated: async (limit) => [...values.values()].filter((v) => v.sealed.keyId !== newest(v.tenantId)?.id).slice(0, limit),
    reseal: async (item, to) => values.set(item.place.record, { ...item, sealed: to }) !== undefined,
    wrappedByOther: async (kekId, limit) => [...keys.values()].filter((k) => k.kekId !== kekId).slice(0, limit),
    rewrap: async (key) => keys.set(key.id, key),
  };
}

describe('rotation', () => {
  const [old, next] = [newKek(), newKek()];
  const vault = createVault(parseKeks(old));
  const secretOf = (record: string) => `secret of ${record}`;
  const filled = (tenants: number, each: number) => {
    const source = shelf();
    for (let t = 0; t < tenants; t += 1) {
      const key = vault.newDataKey(randomUUID(), 1);
      source.keys.set(key.id, key);
      for (let i = 0; i < each; i += 1) {
        const place = { record: randomUUID(), field: 'ssh_server.credential' };
        source.values.set(place.record, { tenantId: key.tenantId, place, sealed: vault.seal(key, place, secretOf(place.record)) });
      }
    }
    return source;
  };
  const readable = (source: ReturnType<typeof shelf>, by = vault) =>
    [...source.values.values()].filter((v) => {
      const opened = by.open(source.keys.get(v.sealed.keyId) as WrappedKey, v.place, v.sealed);
      return opened.ok && opened.value.toString() === secretOf(v.place.record);
    }).length;

  it('gives every tenant a new data key and seals every value anew, losing none', async () => {
    const source = filled(3, 120);
    expect(await rotateDataKeys(vault, source)).toEqual({ keysMade: 3, keysRewrapped: 0, valuesResealed: 360, unreadable: [] });
    expect([...source.values.values()].every((v) => v.sealed.keyVersion === 2)).toBe(true);
    expect(readable(source)).toBe(360);
  });

  it('leaves what it cannot read as it is, says which, and ends', async () => {
    const source = filled(1, 5);
    const [first] = source.values.values();
    if (!first) throw new Error('nothing on the shelf');
    source.values.set(first.place.record, { ...first, sealed: { ...first.sealed, bytes: randomBytes(60) } });
    expect(await rotateDataKeys(vault, source)).toMatchObject({ valuesResealed: 4, unreadable: [first.place.record] });
    expect(source.values.get(first.place.record)?.sealed.keyVersion).toBe(1);
  });

  it('wraps every data key with a new key-encryption key, after which the old one is not needed', async () => {
    const source = filled(150, 1);
    const keks = parseKeks(`${next}\n${old}`);
    expect(await rewrapDataKeys(createVault(keks), source, keks.current.id)).toEqual({ keysRewrapped: 150, unreadable: [] });
    expect(readable(source, createVault(parseKeks(next)))).toBe(150);
  });
});
