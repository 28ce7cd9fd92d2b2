import { judgeAddress, parseAddress, type Result } from '@stellwerk/domain';
import type { Resolved } from '@stellwerk/probe';
import { Refusal } from '../http/refusal.js';

export interface EgressOptions {
  readonly allowLoopback: boolean;
  readonly protectedEndpoints: readonly string[];
  /** The guarded dialer's resolver: resolves once and judges every address. */
  readonly resolve: (
    host: string,
    port: number,
    request: { allowedNetworks: readonly string[]; timeoutMs: number },
  ) => Promise<Result<Resolved>>;
}

interface Target {
  readonly host: string;
  readonly port: number;
  /** Of the tenant: private networks its provider opened. */
  readonly allowedNetworks: readonly string[];
  /** The field that names the host. */
  readonly pointer: string;
}

const forbidden = (pointer: string, address: string, why: string): Refusal =>
  new Refusal('host-forbidden', { errors: [{ pointer, code: 'forbidden-address', params: { address, why } }] });

/** Longer than a healthy resolver needs; a slow one must not hold up saving, and the dialer judges again anyway. */
const RESOLVE_MS = 2_000;

/** Says no to addresses that would be refused when dialled, already when they are saved. */
export class Egress {
  constructor(private readonly options: EgressOptions) {}

  /** Judges an address in any notation; names pass, they are judged by what they resolve to. */
  judgeLiteral(target: Target): void {
    const address = parseAddress(target.host);
    if (address === null) return;
    const verdict = judgeAddress(target.host, target.port, { ...this.options, allowedNetworks: target.allowedNetworks });
    if (verdict !== 'allowed') throw forbidden(target.pointer, address.canonical, verdict.refused);
  }

  /**
   * Judges an address or what a name resolves to now. A name that does not resolve is not an error of the input: it may
   * exist tomorrow. Ask outside of transactions.
   */
  async judge(target: Target): Promise<void> {
    this.judgeLiteral(target);
    if (parseAddress(target.host) !== null) return;
    const resolved = await this.options.resolve(target.host, target.port, {
      allowedNetworks: target.allowedNetworks,
      timeoutMs: RESOLVE_MS,
    });
    if (!resolved.ok && resolved.fault.code === 'address-forbidden') {
      const { address, reason } = resolved.fault.params;
      throw forbidden(
        target.pointer,
        typeof address === 'string' ? address : target.host,
        typeof reason === 'string' ? reason : 'forbidden',
      );
    }
  }
}
