import { addKey, createVault, credentialPlace, readKeyFile, rewrapDataKeys, rotateDataKeys, type RotationSource } from '@stellwerk/secrets';
import { auditEvent, systemDoer } from '@stellwerk/domain';
import type { Store, SystemTx } from '@stellwerk/store';
import { NOWHERE, runCommand, WHERE, withStore } from '../start/caretaker.js';
import { locate } from '../start/locate.js';

const USAGE = `npm run keys -- add | rewrap | rotate

add     puts a new key-encryption key in front of the others in the key file. Restart API and workers, so that they know it, then rewrap.
rewrap  wraps every data key with the first key of the key file; afterwards the other lines may go.
rotate  gives every customer a new data key and seals its credentials anew.

${WHERE} All of it may be interrupted and called again, while Stellwerk runs.

Exit codes: 0 done, 1 something could not be opened and was left as it is, 2 called wrongly, 3 could not look.`;

/** The store as rotation sees it. */
function sourceOf(store: Store): RotationSource {
  const ask = <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> => store.asSystem('look after keys', work);
  return {
    tenantsWithKeys: () => ask((tx) => tx.sealedValues.tenantsWithKeys()),
    currentKey: (tenantId) => ask((tx) => tx.dataKeys.current(tenantId)),
    key: (id) => ask((tx) => tx.dataKeys.find(id)),
    addKey: (key) => ask((tx) => tx.dataKeys.add(key)),
    outdated: async (limit) =>
      (await ask((tx) => tx.sealedValues.outdated(limit))).map((row) => ({
        tenantId: row.tenantId,
        place: credentialPlace(row.sshServerId),
        sealed: row.credential,
      })),
    reseal: (item, to) => ask((tx) => tx.sealedValues.reseal(item.place.record, item.sealed, to)),
    wrappedByOther: (kekId, limit) => ask((tx) => tx.sealedValues.wrappedByOther(kekId, limit)),
    rewrap: (key) => ask((tx) => tx.sealedValues.rewrap(key.id, key.kekId, key.wrapped)),
  };
}

/** The same for the keys of people and providers, which seal second factors, client secrets and stored answers. */
function identitySource(store: Store): RotationSource {
  const ask = <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> => store.asSystem('look after keys', work);
  return {
    ...sourceOf(store),
    wrappedByOther: (kekId, limit) => ask((tx) => tx.identityKeys.wrappedByOther(kekId, limit)),
    rewrap: (key) => ask((tx) => tx.identityKeys.rewrap(key.id, key.kekId, key.wrapped)),
  };
}

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  const place = await locate(process.env);
  if (rest.length > 0 || !['add', 'rewrap', 'rotate'].includes(command ?? '') || place === null) {
    console.error(place === null ? NOWHERE : USAGE);
    return 2;
  }
  if (command === 'add') {
    await addKey(place.keyFile);
    console.log(`${place.keyFile} has a new first key. Restart API and workers, then: npm run keys -- rewrap`);
    return 0;
  }
  const keks = await readKeyFile(place.keyFile);
  const vault = createVault(keks);
  return withStore(place, async (store) => {
    const rotated = command === 'rotate' ? await rotateDataKeys(vault, sourceOf(store)) : null;
    const [tenants, identities] = [
      await rewrapDataKeys(vault, sourceOf(store), keks.current.id),
      await rewrapDataKeys(vault, identitySource(store), keks.current.id),
    ];
    const unreadable = [...(rotated?.unreadable ?? []), ...tenants.unreadable, ...identities.unreadable];
    if (rotated) console.log(`${rotated.keysMade} new data keys, ${rotated.valuesResealed} credentials sealed anew`);
    console.log(`${tenants.keysRewrapped + identities.keysRewrapped} data keys wrapped anew`);
    // Of all providers at once: every one of them has it in its own chain.
    await store.asSystem('audit the rotation of keys', async (tx) => {
      const after = { command, keysMade: rotated?.keysMade ?? 0, valuesResealed: rotated?.valuesResealed ?? 0 };
      for (const { id } of await tx.access.listProviders())
        tx.audit.append(auditEvent(systemDoer('keys'), { action: 'secrets.rotated', providerId: id, after }));
    });
    for (const id of unreadable) console.log(`✗ ${id}: cannot be opened with any key of the key file; left as it is`);
    return unreadable.length === 0 ? 0 : 1;
  });
}

await runCommand(main);
