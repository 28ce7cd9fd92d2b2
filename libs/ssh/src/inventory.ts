import type { Socket } from 'node:net';
import { failed, fault, ok, type Result } from '@stellwerk/domain';
import { printable, readGreeting } from './greeting.js';
import { type Algorithms, readKexInit } from './kexinit.js';
import { within } from './once.js';
import { proveHostKey } from './openssh/host-key.js';
import type { Connect, PresentedHostKey } from './session.js';
import { signIn } from './ssh2/sign-in.js';

export interface InventoryOptions {
  readonly host: string;
  readonly port: number;
  readonly connect: Connect;
  /** For each connection, milliseconds; 8,000 unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Inventory {
  /** The identification line: `SSH-2.0-OpenSSH_9.2p1 Debian-2`. */
  readonly banner: string;
  readonly algorithms: Algorithms;
  /** One key of every type, each proven by a signature. Empty when neither ssh2 nor an installed `ssh` could negotiate. */
  readonly hostKeys: readonly PresentedHostKey[];
}

type Offer = Pick<Inventory, 'banner' | 'algorithms'>;

const TIMEOUT_MS = 8_000;
const RSA = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];
const TYPES: readonly (readonly string[])[] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256'],
  ['ecdsa-sha2-nistp384'],
  ['ecdsa-sha2-nistp521'],
  RSA,
];
const IDENT = 'SSH-2.0-Stellwerk\r\n';
/** Identification, greeting and one packet: what a server may send us before we stop listening. */
const BYTES_MAX = 64_000;

/** Reads identification and KEXINIT; no cryptography takes part. */
function readOffer(socket: Socket, { host, port }: InventoryOptions, timeoutMs: number): Promise<Result<Offer>> {
  const at = { host, port };
  return within<Offer>(timeoutMs, fault('connection-timed-out', at), (deliver) => {
    let bytes = Buffer.alloc(0);
    const notSsh = (received: string): boolean => deliver(failed(fault('not-ssh', { ...at, received })));
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const greeting = readGreeting(bytes);
      if (greeting.is === 'not-ssh') return void notSsh(greeting.received);
      if (greeting.is === 'wait') return;
      const kexinit = readKexInit(bytes.subarray(greeting.end));
      if (kexinit.is === 'kexinit') deliver(ok({ banner: greeting.banner, algorithms: kexinit.algorithms }));
      else if (kexinit.is === 'invalid' || bytes.length > BYTES_MAX) notSsh(greeting.banner);
    });
    socket.once('close', () => (bytes.length === 0 ? deliver(failed(fault('connection-lost', at))) : notSsh(printable(bytes))));
    socket.write(IDENT);
  });
}

/** One connection that ends when the server has proven its key of this type. */
async function proveOne(options: InventoryOptions, types: readonly string[], timeoutMs: number): Promise<PresentedHostKey | null> {
  const { host, port, connect, signal } = options;
  const socket = await connect(host, port, AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]));
  if (!socket.ok) return null;
  const result = await signIn(
    socket.value,
    { host, port, connect, signal, timeoutMs, username: 'nobody', hostKeyTypes: types, judgeHostKey: () => 'trusted' },
    null,
  );
  if (result.ok) return result.value.hostKey;
  if (result.fault.code !== 'no-common-algorithm') return null;
  const proven = await proveHostKey({ host, port, connect, types, timeoutMs });
  return proven.ok ? proven.value : null;
}

/** Reads what an SSH server says about itself and proves its host keys of every type. No credential is sent. */
export async function inventory(options: InventoryOptions): Promise<Result<Inventory>> {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const socket = await options.connect(options.host, options.port, options.signal ? AbortSignal.any([options.signal, timeout]) : timeout);
  if (!socket.ok) return socket;
  const offer = await readOffer(socket.value, options, timeoutMs);
  socket.value.destroy();
  if (!offer.ok) return offer;
  const offered = TYPES.map((types) => types.filter((type) => offer.value.algorithms.hostKeys.includes(type))).filter(
    (types) => types.length > 0,
  );
  const keys = await Promise.all(offered.map((types) => proveOne(options, types, timeoutMs)));
  return ok({ ...offer.value, hostKeys: keys.filter((key) => key !== null) });
}
