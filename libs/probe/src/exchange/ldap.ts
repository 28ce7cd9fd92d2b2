import { type Exchange, type Facts, facts, type Verdict } from './exchange.js';

/** RFC 4511, BER with definite lengths: one element. */
function element(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  if (content.length > 127) throw new RangeError('a probe needs no long element');
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const OCTETS = 0x04;
const ENUMERATED = 0x0a;
const ENTRY = 0x64;
const DONE = 0x65;
const EXTENDED = 0x78;

const ATTRIBUTES = ['vendorName', 'dnsHostName', 'defaultNamingContext'];

/** Search for the root DSE (RFC 4512 §5.1): base "", scope baseObject, (objectClass=*). Anonymous access to it is the rule, Active Directory included. */
const ROOT_DSE = element(
  SEQUENCE,
  element(INTEGER, Buffer.from([1])),
  element(
    0x63,
    element(OCTETS, ''),
    element(ENUMERATED, Buffer.from([0])),
    element(ENUMERATED, Buffer.from([0])),
    element(INTEGER, Buffer.from([1])),
    element(INTEGER, Buffer.from([5])),
    element(0x01, Buffer.from([0])),
    element(0x87, 'objectClass'),
    element(SEQUENCE, ...ATTRIBUTES.map((name) => element(OCTETS, name))),
  ),
);
const UNBIND = element(SEQUENCE, element(INTEGER, Buffer.from([2])), Buffer.from([0x42, 0x00]));

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** Reads one element at `at`; `more` when the bytes end before it does. */
function read(bytes: Buffer, at: number): Element | 'more' | 'wrong' {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return 'more';
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) return 'wrong';
  const start = at + 2 + lengthBytes;
  if (bytes.length < start) return 'more';
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  if (length > MAX_BYTES) return 'wrong';
  return bytes.length < start + length ? 'more' : { tag, content: bytes.subarray(start, start + length), end: start + length };
}

function children(content: Buffer): readonly Element[] | null {
  const found: Element[] = [];
  for (let at = 0; at < content.length;) {
    const next = read(content, at);
    if (typeof next === 'string' || found.length >= 64) return null;
    found.push(next);
    at = next.end;
  }
  return found;
}

const MAX_BYTES = 32_768;

function judge(received: Buffer): Verdict {
  if (received.length > 0 && received[0] !== SEQUENCE) return 'wrong';
  const message = read(received, 0);
  if (typeof message === 'string') return message;
  const [id, operation] = children(message.content) ?? [];
  if (id?.tag !== INTEGER || operation === undefined) return 'wrong';
  if (operation.tag === ENTRY) return factsOf(operation.content) ?? 'wrong';
  if (operation.tag !== DONE && operation.tag !== EXTENDED) return 'wrong';
  const [code] = children(operation.content) ?? [];
  return code?.tag === ENUMERATED ? facts({ result: String(code.content[0] ?? 0) }) : 'wrong';
}

/** SearchResultEntry ::= objectName, SEQUENCE OF { type, SET OF value }. */
function factsOf(content: Buffer): Facts | null {
  const [name, attributes] = children(content) ?? [];
  if (name?.tag !== OCTETS || attributes?.tag !== SEQUENCE) return null;
  const entries: Record<string, string> = {};
  for (const attribute of children(attributes.content) ?? []) {
    const [type, values] = children(attribute.content) ?? [];
    const wanted = ATTRIBUTES.find((known) => known.toLowerCase() === type?.content.toString('latin1').toLowerCase());
    if (wanted === undefined || values?.tag !== SET) continue;
    entries[wanted] = children(values.content)?.[0]?.content.toString('utf8') ?? '';
  }
  return facts(entries);
}

export const ldap: Exchange = { hello: () => ROOT_DSE, judge, farewell: () => UNBIND, maxBytes: MAX_BYTES + 16 };
