import { ok, type Credential, type Result } from '@stellwerk/domain';
import { readCertificate, usablePrivateKey } from '../private-key.js';
import type { Workplace } from './workplace.js';

/** What `ssh` is told about signing in, and the files that may go once it has. */
export interface PlacedCredential {
  readonly args: readonly string[];
  readonly files: readonly string[];
}

/** Prints the secret to `ssh`, and to nobody else: folder 0700, file 0600, nothing in argv or environment. */
const ASKPASS = `#!/bin/sh
cat "$(dirname "$0")/secret"
`;

const only = (...methods: string[]): string[] => [
  '-o',
  `PreferredAuthentications=${methods.join(',')}`,
  '-o',
  `PubkeyAuthentication=${methods.includes('publickey') ? 'yes' : 'no'}`,
  '-o',
  `PasswordAuthentication=${methods.includes('password') ? 'yes' : 'no'}`,
  '-o',
  `KbdInteractiveAuthentication=${methods.includes('keyboard-interactive') ? 'yes' : 'no'}`,
];

/** Puts a credential into the workplace so that `ssh` can use it. */
export async function placeCredential(place: Workplace, credential: Credential): Promise<Result<PlacedCredential>> {
  if (credential.kind === 'password' || credential.kind === 'keyboard-interactive') {
    await place.write('askpass', ASKPASS, true);
    await place.write('secret', `${credential.password}\n`);
    return ok({ args: only(credential.kind), files: ['secret', 'askpass'] });
  }
  const key = await usablePrivateKey(credential.privateKey, credential.passphrase);
  if (!key.ok) return key;
  await place.write('key', key.value.text);
  const args = [...only('publickey'), '-i', place.path('key')];
  if (credential.kind === 'private-key') return ok({ args, files: ['key'] });
  const certificate = readCertificate(credential.certificate, key.value.key);
  if (!certificate.ok) return certificate;
  await place.write('cert', `${credential.certificate.trim()}\n`);
  return ok({ args: [...args, '-o', `CertificateFile=${place.path('cert')}`], files: ['key', 'cert'] });
}
