import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

// A WebAuthn authenticator in software, for what a browser with a security key or a phone would answer: real keys, real signatures.
// CTAP 2.1 §6 and WebAuthn §6.1 (authenticator data), RFC 9052 (COSE keys), RFC 8949 (CBOR).

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

function head(major: number, n: number): Buffer {
  if (n < 24) return Buffer.of((major << 5) | n);
  return n < 256 ? Buffer.of((major << 5) | 24, n) : Buffer.of((major << 5) | 25, n >> 8, n & 255);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

export interface Behaviour {
  /** Its user was verified (PIN, finger); true unless told. */
  readonly verified?: boolean;
  /** What it says its counter is; one more each time unless told. */
  readonly counter?: number;
  /** On which page it believes to be. */
  readonly origin?: string;
  readonly rpId?: string;
  /** Signs with another key than the one it registered. */
  readonly forged?: boolean;
}

/** One authenticator with one credential, on the page at `origin`. */
export class Authenticator {
  private readonly credentialId = randomBytes(32);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private counter = 0;

  constructor(private readonly origin: string) {}

  /** Answers `navigator.credentials.create`. */
  create(options: Record<string, unknown>, behaviour: Behaviour = {}): Record<string, unknown> {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const cose = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x ?? '', 'base64url')],
        [-3, Buffer.from(y ?? '', 'base64url')],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, cose]);
    const rpId = (options['rp'] as { id: string }).id;
    const authData = Buffer.concat([this.data(rpId, 0x40, behaviour), attested]);
    const attestation = cbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return this.answer({
      clientDataJSON: base64url(this.clientData('webauthn.create', options, behaviour)),
      attestationObject: base64url(attestation),
      transports: ['internal'],
    });
  }

  /** Answers `navigator.credentials.get`. */
  get(options: Record<string, unknown>, behaviour: Behaviour = {}): Record<string, unknown> {
    const clientData = this.clientData('webauthn.get', options, behaviour);
    const authData = this.data(options['rpId'] as string, 0, behaviour);
    const key: KeyObject = behaviour.forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.keys.privateKey;
    const signature = createSign('sha256').update(authData).update(sha256(clientData)).sign(key);
    return this.answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
    });
  }

  private answer(response: Record<string, unknown>): Record<string, unknown> {
    const id = base64url(this.credentialId);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  private clientData(type: string, options: Record<string, unknown>, { origin }: Behaviour): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge: options['challenge'], origin: origin ?? this.origin, crossOrigin: false }));
  }

  private data(rpId: string, flags: number, { verified = true, counter, rpId: other }: Behaviour): Buffer {
    this.counter = counter ?? this.counter + 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(other ?? rpId), Buffer.of(flags | 0x01 | (verified ? 0x04 : 0)), count]);
  }
}
