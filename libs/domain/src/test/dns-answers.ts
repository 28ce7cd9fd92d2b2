import type { DnsAnswer, DnsQuestion, DnsRecord } from '../check/facts.js';

/** `A 203.0.113.5`, `SRV 0 0 5061 connect.acme.example`, `CAA 0 issue "…"`; a TTL may follow after `@`. */
export function record(text: string): DnsRecord {
  const [said = '', ttl] = text.split('@');
  const [type = '', ...rest] = said.split(' ');
  const [priority, weight, port, target] = rest;
  return {
    type: type as DnsRecord['type'],
    ttl: Number(ttl ?? 300),
    value: rest.join(' '),
    srv: type === 'SRV' ? { priority: Number(priority), weight: Number(weight), port: Number(port), target: target ?? '' } : null,
  };
}

const RESOLVERS = ['192.0.2.53', '198.51.100.53', '203.0.113.53'];

/** One answer: an rcode, or records separated by `;`, `NODATA`, or `alias>…` for the chain followed. */
function answer(text: string, index: number): DnsAnswer {
  const [chain, said = ''] = text.includes('>') ? [text.split('>').slice(0, -1), text.split('>').at(-1)] : [[], text];
  const isCode = /^[A-Z]+$/.test(said) && said !== 'NODATA';
  return {
    resolver: RESOLVERS[index] ?? `resolver-${index}`,
    authoritative: index === 0,
    rcode: isCode ? said : 'NOERROR',
    authenticated: null,
    aliases: chain,
    records: isCode || said === 'NODATA' ? [] : said.split(';').map(record),
  };
}

/** What the resolvers said, one text each. */
export const question = (name: string, type: DnsRecord['type'], ...answers: readonly string[]): DnsQuestion => ({
  name,
  type,
  answers: answers.map(answer),
});
