import { readFile } from 'node:fs/promises';
import type { SshServerTest } from '@stellwerk/contracts';
import type { Credential } from '@stellwerk/domain';
import { EXIT } from '../exit.js';
import { print, type Session } from '../session.js';

export interface TestOptions {
  readonly tenant: string;
  readonly host: string;
  readonly port: string;
  readonly user?: string;
  readonly fingerprint?: string;
  readonly server?: string;
  /** Read the password, or the passphrase of the key file, from standard input. */
  readonly passwordStdin?: boolean;
  readonly keyFile?: string;
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;

async function credentialOf(session: Session, options: TestOptions): Promise<Credential | undefined> {
  const secret = options.passwordStdin === true ? (await session.io.readInput()).replace(/\r?\n$/, '') : null;
  if (options.keyFile !== undefined)
    return { kind: 'private-key', privateKey: await readFile(options.keyFile, 'utf8'), passphrase: secret };
  return secret === null ? undefined : { kind: 'password', password: secret };
}

function report(session: Session, { steps, hostKeys }: SshServerTest): string {
  const lines = steps.map(
    ({ step, state, tookMs, text }) => `${MARKS[state]} ${session.texts.step[step]}${tookMs === null ? '' : ` (${tookMs} ms)`}: ${text}`,
  );
  const keys = hostKeys.map(
    ({ type, fingerprint, matches }) => `  ${type} ${fingerprint}${matches === null ? '' : ` ${matches ? MARKS.passed : MARKS.failed}`}`,
  );
  return [...lines, ...keys].join('\n');
}

/** Exit code 6 unless every step passed. */
export async function testSshServer(session: Session, options: TestOptions): Promise<number> {
  const credential = await credentialOf(session, options);
  const result = await session.api.testSshServer({
    body: {
      tenantId: options.tenant,
      host: options.host,
      port: Number(options.port),
      ...(options.server === undefined ? {} : { sshServerId: options.server }),
      ...(options.user === undefined ? {} : { username: options.user }),
      ...(options.fingerprint === undefined ? {} : { expectedFingerprint: options.fingerprint }),
      ...(credential === undefined ? {} : { credential }),
    },
  });
  print(session, result, () => report(session, result));
  return result.successful ? EXIT.done : EXIT.unwell;
}
