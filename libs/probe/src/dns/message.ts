import type { DnsRecord } from '@stellwerk/domain';
import { readRecord } from './record.js';
import { readWireName, writeName } from './wire-name.js';

/** Record types that are asked for, and their numbers (IANA DNS parameters). */
export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, AAAA: 28, SRV: 33, DS: 43, CAA: 257 } as const;
export type QueryType = keyof typeof TYPES;

export interface Query {
  readonly id: number;
  /** Lower case, A-labels, no trailing dot; `.` is the root. */
  readonly name: string;
  readonly type: QueryType;
  /** A resolver is asked to find out, an authoritative server only for what it has. */
  readonly recursion: boolean;
  /** DNSSEC: `validate` asks for the verdict (AD, RFC 6840 §5.7, with DO), `unchecked` for the data whatever the verdict is (CD). */
  readonly dnssec: 'none' | 'validate' | 'unchecked';
  /** Offer EDNS0 (RFC 6891). Some old servers refuse what they do not know. */
  readonly edns: boolean;
}

/** A record with its owner; types that are not needed are left out. */
export interface OwnedRecord extends Omit<DnsRecord, 'type'> {
  readonly owner: string;
  readonly type: QueryType;
}

export interface Reply {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly authenticated: boolean;
  readonly answers: readonly OwnedRecord[];
  readonly authorities: readonly OwnedRecord[];
}

const HEADER = 12;
const IN = 1;
const OPT = 41;
const FLAG = {
  reply: 0x8000,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursion: 0x0100,
  authenticated: 0x0020,
  unchecked: 0x0010,
} as const;
/** What arrives in one datagram without being fragmented anywhere (DNS flag day 2020). */
const UDP_PAYLOAD = 1_232;
const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
] as const;
/** No honest answer to our questions has more, and each record costs time to read. */
const MAX_RECORDS = 512;

/** The question as bytes (RFC 1035 §4). */
export function encodeQuery(query: Query): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(query.id, 0);
  const flags =
    (query.recursion ? FLAG.recursion : 0) |
    (query.dnssec === 'none' ? 0 : FLAG.authenticated) |
    (query.dnssec === 'unchecked' ? FLAG.unchecked : 0);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(query.edns ? 1 : 0, 10);
  const tail = Buffer.from([TYPES[query.type] >> 8, TYPES[query.type] & 0xff, 0, IN]);
  const parts = [header, writeName(query.name), tail];
  if (query.edns) parts.push(optRecord(query.dnssec !== 'none'));
  return Buffer.concat(parts);
}

function optRecord(dnssecOk: boolean): Buffer {
  const opt = Buffer.alloc(11);
  opt.writeUInt16BE(OPT, 1);
  opt.writeUInt16BE(UDP_PAYLOAD, 3);
  opt.writeUInt16BE(dnssecOk ? 0x8000 : 0, 7);
  return opt;
}

/**
 * Reads what came back for a question. Nothing in it is believed before it was measured: every length lies inside the message, names are
 * at most 255 octets with pointers that lead backwards only, records at most 512.
 * @returns `other` when it is not the answer to this question (id, direction, name, type), `malformed` when it is but cannot be read
 */
export function decodeReply(bytes: Buffer, query: Query): Reply | 'other' | 'malformed' {
  if (bytes.length < HEADER || bytes.readUInt16BE(0) !== query.id) return 'other';
  const flags = bytes.readUInt16BE(2);
  if ((flags & FLAG.reply) === 0 || ((flags >> 11) & 0xf) !== 0) return 'other';
  const [questions = 0, answers = 0, authorities = 0, additionals = 0] = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at));
  const rcode = flags & 0xf;
  // Who does not understand a question may leave it out of the answer (RFC 1035 §4.1.1 says nothing of it, servers do).
  if (questions === 0 && rcode !== 0) return reply(flags, rcode, [], []);
  if (questions !== 1) return 'malformed';
  const asked = readWireName(bytes, HEADER);
  if (asked === null || asked.to + 4 > bytes.length) return 'malformed';
  const same = asked.name === query.name && bytes.readUInt16BE(asked.to) === TYPES[query.type] && bytes.readUInt16BE(asked.to + 2) === IN;
  if (!same) return 'other';
  // What was cut off is asked for again over TCP; its rest may end anywhere.
  if ((flags & FLAG.truncated) !== 0) return reply(flags, rcode, [], []);
  if (answers + authorities + additionals > MAX_RECORDS) return 'malformed';
  const first = readSection(bytes, asked.to + 4, answers);
  const second = first && readSection(bytes, first.to, authorities);
  const third = second && readSection(bytes, second.to, additionals);
  if (!first || !second || !third) return 'malformed';
  return reply(flags, rcode | (third.extendedRcode << 4), first.records, second.records);
}

const reply = (flags: number, rcode: number, answers: readonly OwnedRecord[], authorities: readonly OwnedRecord[]): Reply => ({
  rcode: RCODES[rcode] ?? (rcode === 16 ? 'BADVERS' : `RCODE${rcode}`),
  authoritative: (flags & FLAG.authoritative) !== 0,
  truncated: (flags & FLAG.truncated) !== 0,
  authenticated: (flags & FLAG.authenticated) !== 0,
  answers,
  authorities,
});

interface Section {
  readonly records: readonly OwnedRecord[];
  readonly extendedRcode: number;
  readonly to: number;
}

const TYPE_NAMES = new Map<number, QueryType>(Object.entries(TYPES).map(([name, number]) => [number, name as QueryType]));

function readSection(bytes: Buffer, from: number, count: number): Section | null {
  const records: OwnedRecord[] = [];
  let extendedRcode = 0;
  let at = from;
  for (let i = 0; i < count; i += 1) {
    const owner = readWireName(bytes, at);
    if (owner === null || owner.to + 10 > bytes.length) return null;
    const [type, family] = [bytes.readUInt16BE(owner.to), bytes.readUInt16BE(owner.to + 2)];
    const data = { from: owner.to + 10, to: owner.to + 10 + bytes.readUInt16BE(owner.to + 8) };
    if (data.to > bytes.length) return null;
    if (type === OPT) extendedRcode = bytes[owner.to + 4] ?? 0;
    const known = TYPE_NAMES.get(type);
    if (known !== undefined && family === IN) {
      const ttl = bytes.readUInt32BE(owner.to + 4);
      const read = readRecord(bytes, known, data);
      if (read === null) return null;
      // RFC 2181 §8: the highest bit set means zero.
      records.push({ owner: owner.name, type: known, ttl: ttl > 0x7fffffff ? 0 : ttl, ...read });
    }
    at = data.to;
  }
  return { records, extendedRcode, to: at };
}
