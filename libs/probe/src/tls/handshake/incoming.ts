import { Malformed } from '../../malformed.js';
import type { Channel, Gone } from '../channel.js';
import { ALERT, RECORD } from '../wire/numbers.js';
import { type Message, Messages, Records, TooLong } from '../wire/records.js';
import { readAlert } from '../wire/server-messages.js';
import type { Protection } from './protection.js';

/** What comes next from the server. `data`: bytes for whatever is spoken above TLS. */
export type Incoming =
  | { readonly is: 'message'; readonly message: Message }
  | { readonly is: 'alert'; readonly code: number }
  | { readonly is: 'gone'; readonly how: Gone | 'not-tls' }
  | { readonly is: 'data' };

/** Reads one handshake off a channel: records, what protects them, messages. Never rejects. */
export class Reader {
  private readonly records = new Records();
  private readonly messages = new Messages();
  private protection: Protection | null = null;
  private afterChange: Protection | null = null;

  constructor(private readonly channel: Channel) {}

  /** From the next record on (TLS 1.3). */
  protect(protection: Protection): void {
    this.protection = protection;
  }

  /** From the server's ChangeCipherSpec on (TLS 1.2). */
  protectAfterChange(protection: Protection): void {
    this.afterChange = protection;
  }

  async next(signal: AbortSignal): Promise<Incoming> {
    try {
      for (;;) {
        const message = this.messages.next();
        if (message !== null) return { is: 'message', message };
        const record = this.records.next();
        if (record === null) {
          const chunk = await this.channel.read(signal);
          if (typeof chunk === 'string') return { is: 'gone', how: chunk };
          this.records.push(chunk);
          continue;
        }
        if (record.type === RECORD.changeCipherSpec) {
          // In TLS 1.3 it means nothing and is only there for middleboxes (RFC 8446 appendix D.4).
          if (this.afterChange !== null) this.protection = this.afterChange;
          continue;
        }
        const { type, body } = this.protection === null ? record : this.protection.open(record);
        if (type === RECORD.handshake) this.messages.push(body);
        else if (type === RECORD.applicationData) return { is: 'data' };
        else if (type === RECORD.alert) {
          const { level, code } = readAlert(body);
          if (code === ALERT.closeNotify) return { is: 'gone', how: 'closed' };
          // Warnings such as unrecognized_name do not end a handshake.
          if (level !== 1) return { is: 'alert', code };
        }
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return { is: 'gone', how: error instanceof TooLong ? 'too-much' : 'not-tls' };
    }
  }
}
