import type { Duplex } from 'node:stream';
import type { Result } from '@stellwerk/domain';
import type { Binding, Origin } from './session.js';

export interface SideListenRequest {
  readonly port: number;
  readonly exposure: 'private' | 'gateway';
  /** Gateway only: networks in CIDR notation that may connect besides the listening machine itself. */
  readonly allowFrom?: readonly string[];
  readonly onConnection: (stream: Duplex, from: Origin) => void;
}

export interface SideListener {
  readonly binding: Binding;
  /** Stops listening; connections already handed out live on. */
  close(): Promise<void>;
}

/** One end of a tunnel: it can listen and it can dial. A mapping is the one side's listener joined to the other side's dial. */
export interface Side {
  listen(request: SideListenRequest): Promise<Result<SideListener>>;
  dial(host: string, port: number): Promise<Result<Duplex>>;
}
