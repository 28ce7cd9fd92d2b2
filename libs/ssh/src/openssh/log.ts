import { fault, type Fault } from '@stellwerk/domain';
import { openFault } from '../ssh2/faults.js';

/** What a line of `ssh -vv` means to us (OpenSSH 9.2, channels.c, sshconnect2.c, clientloop.c); null for the many that mean nothing. */
export type LogEvent =
  | { readonly is: 'ready' }
  | { readonly is: 'confirmed' }
  | { readonly is: 'open-failed'; readonly reason: number; readonly text: string }
  | { readonly is: 'arrival'; readonly port: number; readonly address: string; readonly fromPort: number }
  | { readonly is: 'fault'; readonly code: 'credentials-refused'; readonly methods: readonly string[] }
  | { readonly is: 'fault'; readonly code: 'no-common-algorithm'; readonly kind: string; readonly server: readonly string[] }
  | { readonly is: 'fault'; readonly code: 'host-key-changed' | 'keep-alive-timed-out' | 'not-ssh' };

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

export function readLogLine(line: string): LogEvent | null {
  if (line.startsWith('debug1: Entering interactive session')) return { is: 'ready' };
  if (/^debug2: channel \d+: open confirm /.test(line)) return { is: 'confirmed' };
  const failure = /^channel \d+: open failed: (.*)$/.exec(line);
  if (failure) return { is: 'open-failed', reason: /^administratively prohibited/.test(failure[1] ?? '') ? 1 : 2, text: failure[1] ?? '' };
  const arrival = /client_request_forwarded_tcpip: listen \S* port (\d+), originator (\S+) port (\d+)/.exec(line);
  if (arrival) return { is: 'arrival', port: Number(arrival[1]), address: arrival[2] ?? '', fromPort: Number(arrival[3]) };
  const denied = /Permission denied(?: \(([^)]*)\))?/.exec(line);
  if (denied && !/try again/.test(line)) return { is: 'fault', code: 'credentials-refused', methods: list(denied[1]) };
  const negotiate = /no matching (.+) found\. Their offer: (.*)$/.exec(line);
  if (negotiate) return { is: 'fault', code: 'no-common-algorithm', kind: negotiate[1] ?? '', server: list(negotiate[2]) };
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/.test(line)) return { is: 'fault', code: 'host-key-changed' };
  if (/^Timeout, server .* not responding/.test(line)) return { is: 'fault', code: 'keep-alive-timed-out' };
  if (/banner exchange: .*(invalid format|too long|too many)|Bad remote protocol version/i.test(line))
    return { is: 'fault', code: 'not-ssh' };
  return null;
}

/** The fault behind a `fault` event, with what the caller knows. */
export function faultOf(event: LogEvent & { is: 'fault' }, known: { host: string; port: number; username: string }): Fault {
  const at = { host: known.host, port: known.port };
  if (event.code === 'credentials-refused')
    return fault('credentials-refused', { ...at, username: known.username, methods: [...event.methods] });
  if (event.code === 'no-common-algorithm') return fault('no-common-algorithm', { ...at, kind: event.kind, server: [...event.server] });
  return fault(event.code, at);
}

export const openFailure = (event: LogEvent & { is: 'open-failed' }, host: string, port: number): Fault =>
  openFault(event.reason, event.text, host, port);
