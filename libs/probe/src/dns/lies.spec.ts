import { randomBytes } from 'node:crypto';
import type { DnsAnswer } from '@stellwerk/domain';
import { type DnsPeer, type DnsScript, startDnsPeer } from '@stellwerk/testing';
import { AUTHORITATIVE_ANSWER, type Answer, decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import { createDialer } from '../dialer.js';
import { startDeadline } from '../deadline.js';
import { createDns } from './dns.js';
import { addressTransport } from './transport.js';

const a = (name: string, data: string): Answer => ({ type: 'A', name, data, ttl: 60 });
const cname = (name: string, data: string): Answer => ({ type: 'CNAME', name, data, ttl: 60 });
const soa = (name: string): Answer => ({
  type: 'SOA',
  name,
  ttl: 60,
  data: { mname: `ns.${name}`, rname: `root.${name}`, serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
});

/** An honest answer to a question, made by somebody else's encoder, with whatever is to be different about it. */
function reply(
  question: Buffer,
  answers: readonly Answer[],
  change: { readonly flags?: number; readonly id?: number; readonly name?: string; readonly authorities?: readonly Answer[] } = {},
): Buffer {
  const { id, questions } = decode(question);
  return encode({
    type: 'response',
    id: change.id ?? id ?? 0,
    flags: change.flags ?? 0,
    questions: change.name === undefined ? (questions ?? []) : [{ type: 'A', name: change.name }],
    answers: [...answers],
    authorities: [...(change.authorities ?? [])],
  });
}
const nameOf = (question: Buffer): string => decode(question).questions?.[0]?.name ?? '';
const otherId = (question: Buffer): number => question.readUInt16BE(0) ^ 0x5555;

describe('answers that cannot be trusted', () => {
  let peer: DnsPeer | null = null;
  afterEach(() => peer?.close());

  async function ask(script: DnsScript, timeoutMs = 10_000): Promise<DnsAnswer> {
    peer = await startDnsPeer(script);
    const dns = createDns({ resolvers: [peer.address], dialer: createDialer() });
    const asked = await dns.ask([{ name: 'www.acme.example', type: 'A' }], { timeoutMs });
    const answer = asked.ok ? asked.value[0]?.answers[0] : undefined;
    if (answer === undefined) throw new Error('nothing was asked');
    return answer;
  }
  const told = ({ rcode, records }: DnsAnswer): unknown => [rcode, ...records.map(({ value }) => value)];

  it('takes the answer to its own question only, whatever arrives before it', async () => {
    const answer = await ask((question) => [
      reply(question, [a('www.acme.example', '192.0.2.66')], { id: otherId(question) }),
      reply(question, [a('www.evil.example', '192.0.2.66')], { name: 'www.evil.example' }),
      question,
      Buffer.alloc(0),
      reply(question, [a('www.acme.example', '192.0.2.1')]),
    ]);
    expect(told(answer)).toEqual(['NOERROR', '192.0.2.1']);
  });

  it('asks over TCP where somebody tries to guess its number', async () => {
    const answer = await ask((question, transport) =>
      transport === 'tcp'
        ? [reply(question, [a('www.acme.example', '192.0.2.1')])]
        : Array.from({ length: 40 }, (_, i) =>
            reply(question, [a('www.acme.example', '192.0.2.66')], { id: (question.readUInt16BE(0) + i + 1) & 0xffff }),
          ),
    );
    expect(told(answer)).toEqual(['NOERROR', '192.0.2.1']);
  });

  it('believes no record about another name', async () => {
    const answer = await ask((question) => [
      reply(question, [a('www.evil.example', '192.0.2.66'), cname('other.acme.example', 'www.acme.example')]),
    ]);
    expect(told(answer)).toEqual(['NOERROR']);
    expect(answer.aliases).toEqual([]);
  });

  it('asks a resolver again for the end of an alias that it left open', async () => {
    const answer = await ask((question) =>
      nameOf(question) === 'www.acme.example'
        ? [reply(question, [cname('www.acme.example', 'Host.Far.Example')])]
        : [reply(question, [a('host.far.example', '192.0.2.9')])],
    );
    expect([answer.aliases, told(answer)]).toEqual([['host.far.example'], ['NOERROR', '192.0.2.9']]);
  });

  it('stops where every alias leads to another one', async () => {
    let turn = 0;
    const answer = await ask((question) => [reply(question, [cname(nameOf(question), `alias${(turn += 1)}.acme.example`)])]);
    expect(answer.rcode).toBe('LOOP');
    expect(peer?.questions.length).toBeLessThan(12);
  });

  it('takes an alias to nothing as it is told', async () => {
    const answer = await ask((question) => [
      reply(question, [cname('www.acme.example', 'gone.acme.example')], {
        flags: AUTHORITATIVE_ANSWER,
        authorities: [soa('acme.example')],
      }),
    ]);
    expect([answer.aliases, told(answer)]).toEqual([['gone.acme.example'], ['NOERROR']]);
    expect(peer?.questions).toHaveLength(1);
  });

  it('asks over TCP what was cut off, and is content with nothing less there', async () => {
    const whole = await ask((question, transport) => [
      reply(question, transport === 'tcp' ? [a('www.acme.example', '192.0.2.1')] : [], {
        flags: transport === 'tcp' ? 0 : TRUNCATED_RESPONSE,
      }),
    ]);
    expect(told(whole)).toEqual(['NOERROR', '192.0.2.1']);
    await peer?.close();
    const cut = await ask((question) => [reply(question, [], { flags: TRUNCATED_RESPONSE })]);
    expect(cut.rcode).toBe('MALFORMED');
  });

  it('asks without EDNS where a server objects to it', async () => {
    const answer = await ask((question) =>
      (decode(question).additionals ?? []).length > 0
        ? [reply(question, [], { flags: 1 })]
        : [reply(question, [a('www.acme.example', '192.0.2.1')])],
    );
    expect(told(answer)).toEqual(['NOERROR', '192.0.2.1']);
  });

  it('asks twice and then says that nobody answers', async () => {
    const startedAt = performance.now();
    const answer = await ask(() => []);
    expect(answer.rcode).toBe('TIMEOUT');
    expect(peer?.questions).toHaveLength(2);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    const ids = peer?.questions.map(({ bytes }) => bytes.readUInt16BE(0));
    expect(new Set(ids).size).toBe(2);
  });

  it('keeps to the time it was given', async () => {
    const startedAt = performance.now();
    expect((await ask(() => [], 300)).rcode).toBe('TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it.each<readonly [string, (question: Buffer) => Buffer]>([
    [
      'a name that points to itself',
      (question) =>
        Buffer.concat([
          header(question, 1),
          tail(question),
          Buffer.from([0xc0, 12 + tail(question).length, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]),
        ]),
    ],
    [
      'a name that points ahead',
      (question) =>
        Buffer.concat([header(question, 1), tail(question), Buffer.from([0xff, 0xff, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4])]),
    ],
    [
      'an address of three octets',
      (question) => Buffer.concat([header(question, 1), tail(question), Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 3, 1, 2, 3])]),
    ],
    [
      'data beyond the end',
      (question) => Buffer.concat([header(question, 1), tail(question), Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 1])]),
    ],
    ['fewer records than announced', (question) => Buffer.concat([header(question, 3), tail(question)])],
    ['sixty thousand records announced', (question) => Buffer.concat([header(question, 60_000), tail(question), randomBytes(1_000)])],
  ])('calls %s malformed', async (_, spoil) => {
    expect((await ask((question) => [spoil(question)])).rcode).toBe('MALFORMED');
  });

  it('reads no more over TCP than one message, and none that never ends', async () => {
    const script =
      (raw: (question: Buffer) => Buffer): DnsScript =>
      (question, transport) =>
        transport === 'udp' ? [reply(question, [], { flags: TRUNCATED_RESPONSE })] : [{ raw: raw(question) }];
    const early = await ask(
      script((question) => Buffer.concat([Buffer.from([0xff, 0xff]), question])),
      700,
    );
    expect(early.rcode).toBe('TIMEOUT');
    await peer?.close();
    const more = await ask(
      script((question) => {
        const message = reply(question, [a('www.acme.example', '192.0.2.1')]);
        return Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message, Buffer.alloc(500_000, 0xaa)]);
      }),
    );
    expect(told(more)).toEqual(['NOERROR', '192.0.2.1']);
  });
});

describe('servers that tell of other addresses each', () => {
  it('are believed up to as many as one of them may tell of', async () => {
    const many = (server: number): DnsScript => {
      const addresses = Array.from({ length: 40 }, (_, i) => a('www.acme.example', `198.51.${server}.${i}`));
      return (question) => [reply(question, addresses)];
    };
    const peers = await Promise.all([1, 2, 3].map((server) => startDnsPeer(many(server))));
    try {
      const dns = createDns({ resolvers: peers.map(({ address }) => address), dialer: createDialer() });
      const asked = await dns.ask([{ name: 'www.acme.example', type: 'A' }]);
      expect(asked.ok && asked.value[0]?.answers.map(({ records }) => records.length)).toEqual([40, 24, 0]);
    } finally {
      await Promise.all(peers.map((one) => one.close()));
    }
  });
});

/** Header and question of a response with so many answers announced. */
function header(question: Buffer, answers: number): Buffer {
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(answers, 6);
  head.writeUInt16BE(0, 10);
  return head;
}
const tail = (question: Buffer): Buffer => question.subarray(12, question.indexOf(0, 12) + 5);

describe('a server that cannot be asked', () => {
  it('takes an address that there is no way to for a server that cannot be reached', async () => {
    // Like an IPv6 address on a machine without IPv6: the kernel refuses the socket itself.
    const deadline = startDeadline(2_000);
    const asked = { name: 'www.acme.example', type: 'A', recursion: false, dnssec: 'none', edns: true } as const;
    expect(await addressTransport('255.255.255.255', 53)(asked, deadline)).toBe('UNREACHABLE');
    deadline.dispose();
  });
});
