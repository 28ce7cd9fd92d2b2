import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APP_ROLE, prepareDatabase, SYSTEM_ROLE, urlAs } from '@stellwerk/store';
import { paths } from '../start/paths.js';
import { rolePasswords } from '../start/settings.js';

// `DATABASE_URL=… npm run migrate`: brings a database to this version and says what it did. DATABASE_URL is its owner's.
// The two roles get the passwords of DATABASE_APP_URL and DATABASE_SYSTEM_URL; where these are not set, passwords are made
// and kept in `roles.json` of the data folder, which only its owner can read.

const environment = process.env;
const ownerUrl = environment['DATABASE_URL'];
if (!ownerUrl) {
  console.error(
    'DATABASE_URL is not set. Give the URL of the owner of the database: DATABASE_URL=postgresql://owner:…@host/stellwerk npm run migrate',
  );
  process.exit(2);
}

const passwordOf = (name: 'DATABASE_APP_URL' | 'DATABASE_SYSTEM_URL', role: string): string | null => {
  const url = environment[name];
  if (!url) return null;
  const { username, password } = new URL(url);
  if (username === role && password !== '') return decodeURIComponent(password);
  console.error(`${name} must name the role ${role} and its password.`);
  process.exit(2);
};

const appGiven = passwordOf('DATABASE_APP_URL', APP_ROLE);
const systemGiven = passwordOf('DATABASE_SYSTEM_URL', SYSTEM_ROLE);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = paths(root, environment['STELLWERK_DATA'] ?? join(root, '.stellwerk'));
const kept = appGiven !== null && systemGiven !== null;
if (!kept) await mkdir(folder.data, { recursive: true, mode: 0o700 });
const passwords = kept ? { appPassword: appGiven, systemPassword: systemGiven } : await rolePasswords(folder);
const used = { appPassword: appGiven ?? passwords.appPassword, systemPassword: systemGiven ?? passwords.systemPassword };

const hidden = (role: string): string => urlAs(ownerUrl, role, '…').replace(encodeURIComponent('…'), '…');
const list = (names: readonly string[], nothing: string): string => (names.length > 0 ? names.join(', ') : nothing);

try {
  const done = await prepareDatabase(ownerUrl, used);
  console.log(`database    ${done.databaseMade ? 'made' : 'was there'}`);
  console.log(`roles       ${list(done.rolesMade, 'were there')}`);
  console.log(`migrations  ${list(done.migrationsApplied, 'nothing to apply')}`);
  console.log(`edges       ${list(done.edgesMade, 'were there')}`);
  console.log(
    `The doors are ${hidden(APP_ROLE)} and ${hidden(SYSTEM_ROLE)}${kept ? '' : `; their passwords are in ${join(folder.data, 'roles.json')}`}.`,
  );
} catch (error) {
  console.error(`The database was not brought to this version: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
