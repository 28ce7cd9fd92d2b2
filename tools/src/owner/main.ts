import { randomBytes } from 'node:crypto';
import { hashPassword } from '@stellwerk/secrets';
import { openStore } from '@stellwerk/store';

/** Makes a provider with its first owner, and prints the password once. For production, where `npm start` does not do it. */
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
  const made = await store.asSystem('first owner', async ({ access }) => {
    if (await access.findMemberByEmail(email)) return false;
    const provider = await access.createProvider({ name });
    return (await access.createMember({ providerId: provider.id, role: 'owner', email, name: email, passwordHash })) !== null;
  });
  if (made) console.log(`${name}\n  e-mail    ${email}\n  password  ${password}`);
  else console.error(`${email} exists already; nothing was changed.`);
  process.exitCode = made ? 0 : 1;
} finally {
  await store.close();
}
