import { readFile } from 'node:fs/promises';
import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import { readHostKey } from '../host-key.js';
import type { Connect, PresentedHostKey } from '../session.js';
import { faultOf, readLogLine } from './log.js';
import { COMMON, DESTINATION, runSsh } from './program.js';
import { makeBridge, makeWorkplace } from './workplace.js';

const NOTHING_TO_SAY = [
  '-o',
  'PreferredAuthentications=none',
  '-o',
  'PubkeyAuthentication=no',
  '-o',
  'PasswordAuthentication=no',
  '-o',
  'KbdInteractiveAuthentication=no',
];

export interface ProofOptions {
  readonly host: string;
  readonly port: number;
  readonly connect: Connect;
  /** Host key algorithms to ask for, best first. */
  readonly types: readonly string[];
  readonly timeoutMs: number;
}

function causeOf(stderr: string, options: ProofOptions): Fault {
  for (const line of stderr.split('\n')) {
    const event = readLogLine(line);
    if (event?.is === 'fault') return faultOf(event, { ...options, username: '' });
  }
  return fault('connection-lost', { host: options.host, port: options.port });
}

/**
 * The server's host key, proven, by the machine's own `ssh`. It signs in as nobody with no method: that the server gets to
 * say "Permission denied" means that the key exchange, and with it the signature, was right. (`ssh-keyscan` stops before
 * the signature and opens its own socket; this does neither.)
 */
export async function proveHostKey(options: ProofOptions): Promise<Result<PresentedHostKey>> {
  const place = await makeWorkplace();
  const signal = AbortSignal.timeout(options.timeoutMs);
  const bridge = await makeBridge(place, { ...options, signal });
  try {
    const outcome = await runSsh(
      place,
      [
        ...COMMON,
        ...NOTHING_TO_SAY,
        '-T',
        '-o',
        `ProxyCommand=${bridge.command}`,
        '-o',
        'StrictHostKeyChecking=accept-new',
        '-o',
        'HashKnownHosts=no',
        '-o',
        `UserKnownHostsFile=${place.path('known')}`,
        '-o',
        `HostKeyAlgorithms=${options.types.join(',')}`,
        '-l',
        'nobody',
        DESTINATION,
        'true',
      ],
      options.timeoutMs,
    );
    if (outcome.code === -1 && (await runSsh(place, ['-V'], 5_000)).code !== 0)
      return failed(fault('engine-unavailable', { engine: 'openssh' }));
    const dialFault = bridge.fault();
    if (dialFault) return failed(dialFault);
    if (!/Permission denied/.test(outcome.stderr)) return failed(causeOf(outcome.stderr, options));
    const [, , encoded = ''] = (await readFile(place.path('known'), 'utf8').catch(() => '')).trim().split(' ');
    const key = readHostKey(Buffer.from(encoded, 'base64'));
    return key ? ok(key) : failed(fault('internal-error', { detail: 'ssh named no host key' }));
  } finally {
    bridge.close();
    await place.dispose();
  }
}
