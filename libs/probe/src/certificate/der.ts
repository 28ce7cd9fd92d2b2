import { Malformed } from '../malformed.js';

/** One element of DER: where its header begins, and where its content does and ends. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** The universal tags that X.509 uses (X.690 §8); `context` gives the implicit and explicit ones. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;
/** `[n]`, primitive or constructed. */
export const context = (number: number, constructed = false): number => 0x80 | (constructed ? 0x20 : 0) | number;

/**
 * Walks over DER without copying or recursing: an element is entered only where the structure asks for one, so that depth is bounded by
 * who reads. Lengths are definite and never reach beyond the enclosing element; encodings that are merely not minimal are let pass,
 * because certificates in the field have them. Throws `Malformed`, nothing else.
 */
export class Der {
  constructor(
    readonly bytes: Buffer,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The tag of the next element; -1 at the end. */
  peek(): number {
    return this.at < this.end ? (this.bytes[this.at] ?? -1) : -1;
  }

  /** The next element, which must have the tag where one is given. */
  next(expected?: number): Element {
    const start = this.at;
    const tag = this.byte(start);
    if (expected !== undefined && tag !== expected) throw new Malformed(`tag ${tag} where ${expected} belongs`);
    if ((tag & 0x1f) === 0x1f) throw new Malformed('a tag of more than one byte');
    let from = start + 2;
    let length = this.byte(start + 1);
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) throw new Malformed('an indefinite or enormous length');
      length = 0;
      for (let i = 0; i < count; i += 1) length = length * 256 + this.byte(from + i);
      from += count;
    }
    const to = from + length;
    if (to > this.end) throw new Malformed('a length beyond the end');
    this.at = to;
    return { tag, start, from, to };
  }

  /** The next element if it has this tag. */
  optional(tag: number): Element | null {
    return this.peek() === tag ? this.next() : null;
  }

  enter(element: Element): Der {
    return new Der(this.bytes, element.from, element.to);
  }

  content(element: Element): Buffer {
    return this.bytes.subarray(element.from, element.to);
  }

  /** Header and content: what is hashed and signed. */
  whole(element: Element): Buffer {
    return this.bytes.subarray(element.start, element.to);
  }

  /** Dotted decimal. Arcs above 2^53 or more than 64 bytes are nothing anybody registered. */
  oid(element: Element): string {
    const { from, to } = element;
    if (to === from || to - from > 64) throw new Malformed('an object identifier of no or enormous length');
    const arcs: number[] = [];
    let arc = 0;
    for (let i = from; i < to; i += 1) {
      const byte = this.byte(i);
      arc = arc * 128 + (byte & 0x7f);
      if (arc > Number.MAX_SAFE_INTEGER) throw new Malformed('an object identifier with an enormous arc');
      if (byte < 0x80) {
        if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
        else arcs.push(arc);
        arc = 0;
      } else if (i === to - 1) throw new Malformed('an object identifier that ends too early');
    }
    return arcs.join('.');
  }

  private byte(index: number): number {
    if (index >= this.end) throw new Malformed('the end where a byte belongs');
    return this.bytes[index] ?? 0;
  }
}
