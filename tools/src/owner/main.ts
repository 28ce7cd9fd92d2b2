import { randomBytes } from 'node:crypto';
import { auditEvent, systemDoer } from '@stellwerk/domain';
import { hashPassword } from '@stellwerk/secrets';
import { openStore } from '@stellwerk/store';
import { ownerActs } from './first-acts.js';

/**
 * Makes the first provider with its owner and prints a one-time password, which opens only the page to choose another. For production, where
 * `npm start` does not do it. It works once: with an owner in the database, people are invited.
 */
const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set. Needed: DATABASE_APP_URL, DATABASE_SYSTEM_URL, OWNER_EMAIL; PROVIDER_NAME is optional.`);
    process.exit(1);
  }
  return value;
};

const email = setting('OWNER_EMAIL');
const name = process.env['PROVIDER_NAME'] || 'Stellwerk';
const password = randomBytes(12).toString('base64url');
const store = openStore({
  appUrl: setting('DATABASE_APP_URL'),
  systemUrl: setting('DATABASE_SYSTEM_URL'),
  maxConnections: 1,
  log: { debug: () => undefined, warn: (fields, message) => console.error(message, fields) },
});
try {
  const passwordHash = await hashPassword(password);
  const made = await store.asSystem('first owner', async (tx) => {
    const owner = await tx.access.createFirstOwner({ provider: name, email, name: email, passwordHash });
    if (owner === null) return false;
    for (const act of ownerActs(name, owner)) tx.audit.append(auditEvent(systemDoer('owner'), act));
    return true;
  });
  if (made) console.log(`${name}\n  e-mail    ${email}\n  password  ${password}   (good once, to choose your own)`);
  else console.error('There is an owner already: nothing was changed. An owner invites further people in the portal, under Members.');
  process.exitCode = made ? 0 : 1;
} finally {
  await store.close();
}
