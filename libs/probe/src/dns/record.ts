import { type DnsRecord, parseAddress } from '@stellwerk/domain';
import type { QueryType } from './message.js';
import { readWireName } from './wire-name.js';

interface Span {
  readonly from: number;
  readonly to: number;
}
type Data = Pick<DnsRecord, 'value' | 'srv'>;

const plain = (value: string | null | undefined): Data | null => (value ? { value, srv: null } : null);

/** Reads the data of a record; it must fill its length exactly. Null when malformed. */
export function readRecord(bytes: Buffer, type: QueryType, data: Span): Data | null {
  switch (type) {
    case 'A':
      return data.to - data.from === 4 ? plain(bytes.subarray(data.from, data.to).join('.')) : null;
    case 'AAAA':
      return data.to - data.from === 16
        ? plain(parseAddress((bytes.toString('hex', data.from, data.to).match(/.{4}/g) ?? []).join(':'))?.canonical)
        : null;
    case 'CNAME':
    case 'NS':
      return plain(nameIn(bytes, data.from, data.to));
    case 'SRV':
      return srv(bytes, data);
    case 'CAA':
      return caa(bytes, data);
    case 'SOA':
    case 'DS':
      // That there is one is all anybody wants to know.
      return { value: '', srv: null };
  }
}

function nameIn(bytes: Buffer, from: number, end: number): string | null {
  const read = readWireName(bytes, from, end);
  return read !== null && read.to === end ? read.name : null;
}

/** RFC 2782. */
function srv(bytes: Buffer, { from, to }: Span): Data | null {
  if (to - from < 7) return null;
  const target = nameIn(bytes, from + 6, to);
  if (target === null) return null;
  const [priority, weight, port] = [bytes.readUInt16BE(from), bytes.readUInt16BE(from + 2), bytes.readUInt16BE(from + 4)];
  return { value: `${priority} ${weight} ${port} ${target}`, srv: { priority, weight, port, target } };
}

/** RFC 8659 §4.1: flags, length of the tag, tag, value. */
function caa(bytes: Buffer, { from, to }: Span): Data | null {
  if (to - from < 2) return null;
  const tagEnd = from + 2 + (bytes[from + 1] ?? 0);
  const tag = bytes.toString('latin1', from + 2, tagEnd);
  if (tagEnd > to || !/^[a-z0-9]{1,15}$/i.test(tag)) return null;
  const value = bytes.toString('latin1', tagEnd, Math.min(to, tagEnd + 1_024)).replace(/[^\x20-\x7e]/g, '?');
  return plain(`${bytes[from] ?? 0} ${tag.toLowerCase()} ${value}`);
}
