import { createSocket, type Socket } from 'node:dgram';
import { isIPv4, isIPv6 } from 'node:net';

/** What the scripted server says to one question: addresses, `nothing` (NXDOMAIN), `failure` (SERVFAIL) or not a word. */
export type DnsAnswer = readonly string[] | 'nothing' | 'failure' | 'silence';

export interface DnsServer {
  readonly address: string;
  /** Every question asked so far: `A name` or `AAAA name`. */
  readonly questions: string[];
  close(): Promise<void>;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };

function readQuestion(query: Buffer): { readonly name: string; readonly type: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), type: TYPES[query.readUInt16BE(at + 1)] ?? 'other', end: at + 5 };
}

const bytesOf = (address: string): Buffer =>
  isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : Buffer.from(
        expand(address)
          .map((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
          .flat(),
      );

function expand(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const [left, right] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

/** A DNS server on loopback that says what the script wants, the truth or not; `script` is asked anew for each question. */
export async function startDnsServer(script: (type: string, name: string) => DnsAnswer): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${type} ${name}`);
    const answer = script(type, name);
    if (answer === 'silence') return;
    const addresses = typeof answer === 'string' ? [] : answer.filter((address) => (type === 'A' ? isIPv4(address) : isIPv6(address)));
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (answer === 'nothing' ? 3 : answer === 'failure' ? 2 : 0), 2);
    head.writeUInt16BE(addresses.length, 6);
    head.writeUInt32BE(0, 8);
    const records = addresses.map((address) => {
      const data = bytesOf(address);
      return Buffer.concat([Buffer.from([0xc0, 12, 0, type === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, data.length]), data]);
    });
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, questions, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}
