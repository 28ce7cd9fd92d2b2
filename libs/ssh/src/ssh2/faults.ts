import { fault, type Fault } from '@stellwerk/domain';

/** RFC 4254, section 5.1. */
const ADMINISTRATIVELY_PROHIBITED = 1;

/** What ssh2 puts on its errors. */
export interface Ssh2Error extends Error {
  readonly level?: string;
  readonly code?: string | number;
  readonly reason?: number | string;
}

const NAME_UNKNOWN =
  /name or service not known|nodename nor servname|no such host|temporary failure in name|no address associated|unknown host|host is unknown/i;

/** Why the SSH server could not open a connection to `host:port`. It sends a number and a text of its own (RFC 4254, section 5.1; texts: strerror and gai_strerror). */
export function openFault(reason: number | string | undefined, text: string, host: string, port: number): Fault {
  const params = { host, port };
  if (reason === ADMINISTRATIVELY_PROHIBITED) return fault('forwarding-forbidden', params);
  if (/refused/i.test(text)) return fault('target-refused', params);
  if (NAME_UNKNOWN.test(text)) return fault('target-name-not-found', params);
  return fault('target-unreachable', { ...params, detail: text.slice(0, 120) });
}

/** Why a connection that stood is over. */
export function lossFault(error: Ssh2Error | null): Fault {
  const detail = error ? `${error.code ?? ''} ${error.message}`.trim().slice(0, 120) : '';
  return fault('connection-lost', detail ? { detail } : {});
}
