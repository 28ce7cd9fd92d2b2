import { hash } from 'node:crypto';

/** SHA-256 as 64 lower-case hexadecimal digits, the way certificates are named. */
export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

/** A certificate with its name, so that it is hashed once. */
export interface Hashed {
  readonly der: Buffer;
  readonly sha256: string;
}
