import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createCheckpointSigner, readKeyFile } from '@stellwerk/secrets';
import { NOWHERE, runCommand, WHERE, withStore } from '../start/caretaker.js';
import { locate } from '../start/locate.js';
import { readCheckpoints, type SignedPlace } from './checkpoint-file.js';
import { isSound, say, verifyChains } from './verify.js';

const USAGE = `npm run audit -- verify [--checkpoints FILE]… [--public-key KEY]… [--provider ID]…

Follows the audit chain of every provider and compares it with the signed checkpoints in the database and in the files.
${WHERE} KEY is a public key, as it stands in the checkpoints, whose private one is no longer in the key file.

Exit codes: 0 all sound, 1 something was altered, 2 called wrongly, 3 could not look.`;
const EXIT = { sound: 0, altered: 1, usage: 2 } as const;

function wrongly(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(EXIT.usage);
}

function read() {
  try {
    const repeated = { type: 'string', multiple: true, default: [] as string[] } as const;
    return parseArgs({
      allowPositionals: true,
      options: { checkpoints: repeated, 'public-key': repeated, provider: repeated, help: { type: 'boolean' } },
    });
  } catch (error) {
    return wrongly(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  const { values, positionals } = read();
  if (values.help) {
    console.log(USAGE);
    return EXIT.sound;
  }
  if (positionals.length !== 1 || positionals[0] !== 'verify') wrongly('There is one command: verify.');
  const place = await locate(process.env);
  if (place === null) wrongly(NOWHERE);

  const files = values.checkpoints.length > 0 ? values.checkpoints : place.checkpoints === null ? [] : [place.checkpoints];
  const places: SignedPlace[] = [];
  let unreadable = 0;
  for (const file of files) {
    const found = readCheckpoints(await readFile(file, 'utf8'), file);
    places.push(...found.places);
    unreadable += found.unreadable.length;
    for (const source of found.unreadable) console.log(`✗ ${source}: no checkpoint`);
  }
  const signer = createCheckpointSigner(await readKeyFile(place.keyFile));
  return withStore(place, async (store) => {
    const verdicts = await verifyChains(store, signer, { places, publicKeys: values['public-key'], only: values.provider });
    for (const verdict of verdicts) for (const line of say(verdict)) console.log(line);
    if (verdicts.length === 0) console.log('There is no audit chain.');
    if (files.length === 0) console.log('  Without --checkpoints nothing outside the database was compared.');
    return verdicts.every(isSound) && unreadable === 0 ? EXIT.sound : EXIT.altered;
  });
}

await runCommand(main);
