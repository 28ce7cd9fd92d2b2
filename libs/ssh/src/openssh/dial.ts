import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import type { DialOptions, PresentedHostKey, Session } from '../session.js';
import { hostKeyOrder } from '../ssh2/sign-in.js';
import { proveHostKey } from './host-key.js';
import { faultOf, type LogEvent, readLogLine } from './log.js';
import { COMMON, DESTINATION, installedClient, startSsh } from './program.js';
import { placeCredential } from './secrets.js';
import { type Master, OpensshSession } from './session.js';
import { type Bridge, makeBridge, makeWorkplace, type Workplace } from './workplace.js';

/** 5 s of silence, one question, 5 s for the answer: dead after 10 s, like the other engine within 12. */
const ALIVE = ['-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=1'];

const joined = (names: readonly string[] | undefined, option: string): string[] => (names ? ['-o', `${option}=${names.join(',')}`] : []);

function masterArguments(options: DialOptions, place: Workplace, bridge: Bridge, hostKey: PresentedHostKey): string[] {
  const types = hostKey.type === 'ssh-rsa' ? 'rsa-sha2-512,rsa-sha2-256,ssh-rsa' : hostKey.type;
  return [
    ...COMMON,
    ...ALIVE,
    ...joined(options.algorithms?.kex, 'KexAlgorithms'),
    ...joined(options.algorithms?.ciphers, 'Ciphers'),
    ...joined(options.algorithms?.macs, 'MACs'),
    '-N',
    '-M',
    '-S',
    place.path('c'),
    '-o',
    'LogLevel=DEBUG2',
    '-o',
    `ProxyCommand=${bridge.command}`,
    '-o',
    'StrictHostKeyChecking=yes',
    '-o',
    `UserKnownHostsFile=${place.path('known_hosts')}`,
    '-o',
    `HostKeyAlgorithms=${types}`,
    '-l',
    options.username,
  ];
}

/** Starts the master and waits until it is signed in, or says why not. */
function startMaster(
  options: DialOptions,
  args: readonly string[],
  made: Pick<Master, 'place' | 'bridge' | 'hostKey'>,
): Promise<Result<Master>> {
  const { place, bridge } = made;
  const { host, port, username } = options;
  let cause: Fault | null = null;
  let listener: (event: LogEvent) => void = () => undefined;
  let ready = (): void => undefined;
  const child = startSsh(place, args, (line) => {
    const event = readLogLine(line);
    if (event?.is === 'fault') cause ??= faultOf(event, { host, port, username });
    if (event?.is === 'ready') ready();
    if (event) listener(event);
  });
  const ended = new Promise<Fault>((resolve) => {
    const end = (): void => {
      bridge.close();
      void place.dispose().finally(() => resolve(bridge.fault() ?? cause ?? fault('connection-lost', { host, port })));
    };
    child.once('close', end).once('error', end);
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      cause ??= fault('connection-timed-out', { host, port });
      child.kill('SIGKILL');
    }, options.timeoutMs ?? 15_000);
    options.signal?.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
    void ended.then((reason) => {
      clearTimeout(timer);
      resolve(failed(reason));
    });
    ready = () => {
      clearTimeout(timer);
      resolve(ok({ ...made, child, ended, onEvent: (next) => (listener = next) }));
    };
  });
}

/**
 * Dials with the machine's own OpenSSH client. The host key is proven in a first connection without credentials and judged;
 * the second one then knows exactly this key. Secrets are files of a private folder, removed as soon as they were used.
 */
export async function dialOpenssh(options: DialOptions): Promise<Result<Session>> {
  const first = await dialOnce(options);
  if (first.ok || options.credential.kind !== 'password' || first.fault.code !== 'credentials-refused') return first;
  // A method the server does not even offer was not judged: the same password may come the other way, and only then.
  const { methods } = first.fault.params;
  if (!Array.isArray(methods) || methods.includes('password') || !methods.includes('keyboard-interactive')) return first;
  return dialOnce({ ...options, credential: { kind: 'keyboard-interactive', password: options.credential.password } });
}

async function dialOnce(options: DialOptions): Promise<Result<Session>> {
  if (!(await installedClient())) return failed(fault('engine-unavailable', { engine: 'openssh' }));
  const timeoutMs = options.timeoutMs ?? 15_000;
  const proven = await proveHostKey({ ...options, types: hostKeyOrder(options.pinnedTypes), timeoutMs });
  if (!proven.ok) return proven;
  const verdict = await options.judgeHostKey(proven.value);
  if (verdict !== 'trusted') return failed(verdict);
  const place = await makeWorkplace();
  const credential = await placeCredential(place, options.credential);
  if (!credential.ok) {
    await place.dispose();
    return credential;
  }
  await place.write('known_hosts', `${DESTINATION} ${proven.value.type} ${proven.value.blob.toString('base64')}\n`);
  const bridge = await makeBridge(place, { ...options, signal: options.signal ?? new AbortController().signal });
  const args = [...masterArguments(options, place, bridge, proven.value), ...credential.value.args, DESTINATION];
  const master = await startMaster(options, args, { place, bridge, hostKey: proven.value });
  if (!master.ok) return master;
  await Promise.all(credential.value.files.map((name) => place.remove(name)));
  return ok(new OpensshSession(master.value));
}
