import type { Place, SealedValue, Vault, WrappedKey } from './vault.js';

/** One sealed value to be renewed: where it lives and how it is sealed now. */
export interface RotationItem {
  readonly tenantId: string;
  readonly place: Place;
  readonly sealed: SealedValue;
}

/** What rotation needs of whoever keeps the values. The store's `sealedValues` and `dataKeys` fit behind it. */
export interface RotationSource {
  tenantsWithKeys(): Promise<readonly string[]>;
  currentKey(tenantId: string): Promise<WrappedKey | null>;
  key(id: string): Promise<WrappedKey | null>;
  addKey(key: WrappedKey): Promise<unknown>;
  /** Values sealed with other than their tenant's newest key. */
  outdated(limit: number): Promise<readonly RotationItem[]>;
  /** False when the value was changed meanwhile; then it is sealed with the newest key already. */
  reseal(item: RotationItem, to: SealedValue): Promise<boolean>;
  /** Data keys not wrapped by this key-encryption key. */
  wrappedByOther(kekId: string, limit: number): Promise<readonly WrappedKey[]>;
  rewrap(key: WrappedKey): Promise<unknown>;
}

export interface Rotated {
  readonly keysMade: number;
  readonly keysRewrapped: number;
  readonly valuesResealed: number;
  /** Values and keys that could not be opened, by id. They are left as they are. */
  readonly unreadable: string[];
}

const BATCH = 100;

/** Gives every tenant a new data key and seals its values anew. Interrupted, it goes on where it stopped: until then both keys open their values. */
export async function rotateDataKeys(vault: Vault, source: RotationSource): Promise<Rotated> {
  let keysMade = 0;
  for (const tenantId of await source.tenantsWithKeys()) {
    const current = await source.currentKey(tenantId);
    await source.addKey(vault.newDataKey(tenantId, (current?.version ?? 0) + 1));
    keysMade += 1;
  }
  const { valuesResealed, unreadable } = await resealOutdated(vault, source);
  return { keysMade, keysRewrapped: 0, valuesResealed, unreadable };
}

/** Seals anew whatever is not sealed with its tenant's newest key. */
export async function resealOutdated(vault: Vault, source: RotationSource): Promise<Pick<Rotated, 'valuesResealed' | 'unreadable'>> {
  let valuesResealed = 0;
  const unreadable = new Set<string>();
  for (;;) {
    const items = (await source.outdated(BATCH + unreadable.size)).filter((item) => !unreadable.has(item.place.record));
    if (items.length === 0) return { valuesResealed, unreadable: [...unreadable] };
    for (const item of items) {
      const [from, to] = [await source.key(item.sealed.keyId), await source.currentKey(item.tenantId)];
      const opened = from && vault.open(from, item.place, item.sealed);
      if (!opened?.ok || !to) unreadable.add(item.place.record);
      else if (await source.reseal(item, vault.seal(to, item.place, opened.value))) valuesResealed += 1;
    }
  }
}

/** Wraps every data key with the current key-encryption key; afterwards the old one may leave the key file. */
export async function rewrapDataKeys(
  vault: Vault,
  source: RotationSource,
  currentKekId: string,
): Promise<Pick<Rotated, 'keysRewrapped' | 'unreadable'>> {
  let keysRewrapped = 0;
  const unreadable = new Set<string>();
  for (;;) {
    const keys = (await source.wrappedByOther(currentKekId, BATCH + unreadable.size)).filter((key) => !unreadable.has(key.id));
    if (keys.length === 0) return { keysRewrapped, unreadable: [...unreadable] };
    for (const key of keys) {
      const anew = vault.rewrap(key);
      if (!anew) unreadable.add(key.id);
      else {
        await source.rewrap(anew);
        keysRewrapped += 1;
      }
    }
  }
}
