import { connect, isIPv6, type Socket } from 'node:net';
import { type Fault, type FaultCode, failed, fault, ok, type Result } from '@stellwerk/domain';

const BY_ERRNO: Readonly<Record<string, FaultCode>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-refused',
  ETIMEDOUT: 'connection-timed-out',
};

/** What the kernel said, in the closed set; whatever is not a refusal or a timeout is the way there (routes, local firewall). */
function connectFault(error: NodeJS.ErrnoException, params: Fault['params']): Fault {
  return fault(BY_ERRNO[error.code ?? ''] ?? 'network-unreachable', params);
}

/**
 * Connects to one address that has been judged already. The socket comes with `noDelay` and stays half-open capable: both
 * are traps of relays otherwise (Nagle stalls, tails lost when the other side closes first).
 */
export function connectAddress(
  target: { readonly address: string; readonly port: number },
  params: Fault['params'],
  limit: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    const socket = connect({
      host: target.address,
      port: target.port,
      family: isIPv6(target.address) ? 6 : 4,
      allowHalfOpen: true,
      noDelay: true,
    });
    const settle = (result: Result<Socket>): void => {
      clearTimeout(timer);
      limit.signal.removeEventListener('abort', giveUp);
      socket.removeListener('connect', connected).removeListener('error', refused);
      if (!result.ok) socket.on('error', () => undefined).destroy();
      resolve(result);
    };
    const connected = (): void => settle(ok(socket));
    const refused = (error: Error): void => settle(failed(connectFault(error, params)));
    const giveUp = (): void => settle(failed(fault('connection-timed-out', params)));
    const timer = setTimeout(giveUp, limit.timeoutMs);
    if (limit.signal.aborted) giveUp();
    else limit.signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', connected).once('error', refused);
  });
}
