import type { Duplex } from 'node:stream';
import { failed, fault, type Fault, type FaultCode, ok, type Result } from '@stellwerk/domain';
import { Doorman } from './doorman.js';
import type { Binding, Origin, RemoteListener, RemoteListenRequest } from './session.js';

/** What an engine must be able to do so that a remote forward can be asked for, proven and explained. */
export interface Forwarder {
  /** tcpip-forward (RFC 4254, section 7.1). Port 0 lets the server choose. `refused` is all the protocol says. */
  forward(bind: string, port: number): Promise<{ readonly port: number } | 'refused' | 'lost'>;
  /** cancel-tcpip-forward. */
  cancel(bind: string, port: number): Promise<void>;
  /** direct-tcpip. */
  open(host: string, port: number): Promise<Result<Duplex>>;
  /** Leads forwarded connections of a port to a handler; without one they are refused. */
  route(port: number, handler: ((stream: Duplex, from: Origin) => void) | null): void;
}

/** How long our own connection may take from the server back to us, milliseconds. */
const PROOF_MS = 4_000;
const PRIVILEGED_BELOW = 1024;
/** Every address, both families; what OpenSSH means by an empty bind address. */
const EVERY_ADDRESS = '';
const LOOPBACK = '127.0.0.1';
/** For servers with `PermitListen localhost:…`, which is compared as text. */
const LOOPBACK_BY_NAME = 'localhost';

type Arrival = 'here' | 'elsewhere' | 'refused' | 'unknown';

/** Connects from the server to `host:port` and sees whether that comes out at our own listener. */
async function arrival(forwarder: Forwarder, doorman: Doorman, host: string, port: number): Promise<Arrival> {
  const { nonce, arrived } = doorman.expect();
  const opened = await forwarder.open(host, port);
  if (!opened.ok) return opened.fault.code === 'target-refused' ? 'refused' : 'unknown';
  opened.value.write(nonce);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'elsewhere'>((resolve) => (timer = setTimeout(() => resolve('elsewhere'), PROOF_MS)));
  const closed = new Promise<'elsewhere'>((resolve) => opened.value.once('close', () => resolve('elsewhere')));
  const result = await Promise.race([arrived.then(() => 'here' as const), late, closed]);
  clearTimeout(timer);
  opened.value.destroy();
  return result;
}

/**
 * What the server really bound. It answers "success" both when `GatewayPorts no` turned every address into loopback and
 * when `GatewayPorts yes` turned loopback into every address (measured, OpenSSH 9.2). 127.0.0.2 is loopback too, but only
 * a wildcard listener answers there.
 */
async function prove(forwarder: Forwarder, doorman: Doorman, port: number): Promise<Binding | 'taken'> {
  const [first, second] = await Promise.all([
    arrival(forwarder, doorman, '127.0.0.1', port),
    arrival(forwarder, doorman, '127.0.0.2', port),
  ]);
  // A third lie: with two families to bind, sshd answers "success" when one of them was free and 127.0.0.1 is another's.
  if (first === 'elsewhere') return 'taken';
  if (second === 'here') return 'every-address';
  if (first === 'here' && (second === 'refused' || second === 'elsewhere')) return 'loopback';
  return 'unverified';
}

/**
 * Why a forward was refused; the protocol gives no reason. Something answers there: taken. A port of the server's choice
 * is refused as well: forwarding is forbidden. Else the number is the trouble: privileged, or taken on another address.
 */
async function explainRefusal(forwarder: Forwarder, bind: string, port: number): Promise<Fault> {
  const there = await forwarder.open('127.0.0.1', port);
  if (there.ok) {
    there.value.destroy();
    return fault('remote-port-taken', { port });
  }
  const anyPort = await forwarder.forward(bind, 0);
  if (anyPort === 'lost') return fault('connection-lost');
  if (anyPort === 'refused') return fault('forwarding-forbidden', { port });
  await forwarder.cancel(bind, anyPort.port);
  return fault(port < PRIVILEGED_BELOW ? 'remote-port-privileged' : 'remote-port-taken', { port });
}

async function request(forwarder: Forwarder, { port, exposure }: RemoteListenRequest): Promise<Result<string>> {
  const bind = exposure === 'gateway' ? EVERY_ADDRESS : LOOPBACK;
  const granted = await forwarder.forward(bind, port);
  if (granted === 'lost') return failed(fault('connection-lost'));
  if (granted !== 'refused') return ok(bind);
  const reason = await explainRefusal(forwarder, bind, port);
  if (reason.code !== 'forwarding-forbidden' || exposure === 'gateway') return failed(reason);
  const byName = await forwarder.forward(LOOPBACK_BY_NAME, port);
  return byName === 'refused' || byName === 'lost' ? failed(reason) : ok(LOOPBACK_BY_NAME);
}

const contradiction = (exposure: RemoteListenRequest['exposure'], binding: Binding | 'taken'): FaultCode | null => {
  if (binding === 'taken') return 'remote-port-taken';
  if (exposure === 'private' && binding === 'every-address') return 'private-bind-exposed';
  return exposure === 'gateway' && binding === 'loopback' ? 'gateway-bind-refused' : null;
};

/** Asks for a remote forward, proves what was bound, and keeps it only when that is what was wanted. */
export async function listenRemotely(forwarder: Forwarder, wanted: RemoteListenRequest): Promise<Result<RemoteListener>> {
  const { port, exposure } = wanted;
  const doorman = new Doorman(wanted.onConnection);
  forwarder.route(port, (stream, from) => doorman.arrive(stream, from));
  const granted = await request(forwarder, wanted);
  if (!granted.ok) {
    forwarder.route(port, null);
    return granted;
  }
  const close = async (): Promise<void> => {
    await forwarder.cancel(granted.value, port);
    forwarder.route(port, null);
  };
  const binding = await prove(forwarder, doorman, port);
  const lie = contradiction(exposure, binding);
  if (binding === 'taken' || lie) {
    doorman.refuse();
    await close();
    return failed(fault(lie ?? 'remote-port-taken', { port }));
  }
  doorman.open();
  return ok({ binding, close });
}
