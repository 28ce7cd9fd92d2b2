import type { DnsAnswer, DnsQuestion, Result } from '@stellwerk/domain';
import { describeWith, type Named, startDnsPeer, startNamed, until } from '@stellwerk/testing';
import { createDialer } from '../dialer.js';
import { createDns, type Dns, type DnsOptions } from './dns.js';
import { askFederationSrv, probeAddressList, probeDnsHost, probeFederationSrv, probeIssuance } from './probe.js';

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
const valuesOf = (answer: DnsAnswer | undefined): readonly string[] => answer?.records.map((record) => record.value).sort() ?? [];
const rcodes = (question: DnsQuestion | undefined): readonly string[] => question?.answers.map((answer) => answer.rcode) ?? [];
const SERVICE = '_sipfederationtls._tcp';

describeWith(['named'], 'asking real name servers', () => {
  let named: Named;
  let dns: Dns;
  const dnsWith = (options: Partial<DnsOptions> = {}): Dns =>
    createDns({
      resolvers: [named.validating, named.plain],
      dialer: createDialer({ allowLoopback: true }),
      authoritativePort: named.authoritativePort,
      ...options,
    });

  beforeAll(async () => {
    const many = Array.from({ length: 60 }, (_, i) => `many AAAA 2001:db8:1111:2222:3333:4444:5555:${(i + 1).toString(16)}`);
    named = await startNamed([
      {
        name: 'acme.example',
        records: [
          'connect A 192.0.2.10',
          'connect AAAA 2001:db8::10',
          'alias CNAME connect',
          'far CNAME www.signed.example.',
          'loop CNAME loop2',
          'loop2 CNAME loop',
          ...Array.from({ length: 12 }, (_, i) => `chain${i} CNAME chain${i + 1}`),
          'chain12 A 192.0.2.12',
          ...many,
          `${SERVICE} SRV 0 0 5061 connect`,
          `${SERVICE} SRV 10 5 5062 alias`,
          `${SERVICE}.none SRV 0 0 0 .`,
          '@ CAA 0 issue "letsencrypt.org"',
          '@ CAA 128 iodef "mailto:hostmaster@acme.example"',
          'xn--bcher-kva A 192.0.2.77',
        ],
      },
      { name: 'signed.example', records: ['www A 192.0.2.20'], signatures: 'good' },
      { name: 'bogus.example', records: ['www A 192.0.2.30'], signatures: 'broken' },
      { name: 'dead.example', records: [], state: 'broken' },
      { name: 'closed.example', records: ['www A 192.0.2.40'], state: 'closed' },
      { name: 'stray.example', records: ['www A 192.0.2.50', '@ NS inside', 'inside A 10.0.0.53', '@ NS meta', 'meta A 169.254.169.254'] },
    ]);
    dns = dnsWith();
  });
  afterAll(() => named.stop());

  it('tells A and AAAA as every resolver and the zone itself see them, with their TTL', async () => {
    const { questions } = value(await probeDnsHost(dns, { name: 'Connect.ACME.example.' }));
    expect(questions.map(({ name, type }) => `${name} ${type}`)).toEqual(['connect.acme.example A', 'connect.acme.example AAAA']);
    for (const { answers } of questions) {
      expect(answers.map(({ authoritative }) => authoritative)).toEqual([false, false, true]);
      expect(answers.map(({ resolver }) => resolver)).toEqual([named.validating, named.plain, 'ns.acme.example (127.0.0.1)']);
    }
    for (const answer of questions[0]?.answers ?? []) expect(valuesOf(answer)).toEqual(['192.0.2.10']);
    for (const answer of questions[1]?.answers ?? []) expect(valuesOf(answer)).toEqual(['2001:db8::10']);
    expect(questions[0]?.answers[2]?.records).toEqual([{ type: 'A', ttl: 300, value: '192.0.2.10', srv: null }]);
  });

  it('keeps apart a name that does not exist, a type that does not, a server that fails and one that refuses', async () => {
    const own = dnsWith({ resolvers: [named.authoritative] });
    const names = ['nope.acme.example', 'acme.example', 'www.dead.example', 'www.closed.example'];
    const asked = value(await own.ask(names.map((name) => ({ name, type: 'A' as const }))));
    expect(asked.map(rcodes)).toEqual([['NXDOMAIN'], ['NOERROR'], ['SERVFAIL'], ['REFUSED']]);
    expect(asked.flatMap(({ answers }) => answers.flatMap(({ records }) => records))).toEqual([]);
  });

  it('follows aliases, also where they leave the zone that was asked', async () => {
    const [near, far] = value(
      await dns.ask(
        ['alias.acme.example', 'far.acme.example'].map((name) => ({ name, type: 'A' as const })),
        { authorities: true },
      ),
    );
    for (const answer of near?.answers ?? [])
      expect([answer.aliases, valuesOf(answer)]).toEqual([['connect.acme.example'], ['192.0.2.10']]);
    for (const answer of far?.answers ?? []) expect([answer.aliases, valuesOf(answer)]).toEqual([['www.signed.example'], ['192.0.2.20']]);
    expect(far?.answers).toHaveLength(3);
  });

  it('calls a circle of aliases and an endless chain a loop instead of running after it', async () => {
    const own = dnsWith({ resolvers: [named.authoritative] });
    const asked = value(await own.ask(['loop.acme.example', 'chain0.acme.example'].map((name) => ({ name, type: 'A' as const }))));
    expect(asked.map(rcodes)).toEqual([['LOOP'], ['LOOP']]);
    expect(asked[0]?.answers[0]?.aliases).toEqual(['loop2.acme.example', 'loop.acme.example']);
    expect(asked[1]?.answers[0]?.aliases.length).toBeLessThanOrEqual(9);
  });

  it('asks again over TCP for what does not fit into a datagram', async () => {
    const [question] = value(await dnsWith({ resolvers: [named.authoritative] }).ask([{ name: 'many.acme.example', type: 'AAAA' }]));
    expect(question?.answers[0]?.records).toHaveLength(60);
    await until('a question over TCP', () => /query: many\.acme\.example IN AAAA \S*T/.test(named.log()));
  });

  it('finds a federation by its SRV records, with the addresses and aliases of every target', async () => {
    const { questions } = value(await probeFederationSrv(dns, { domain: 'acme.example' }));
    expect(questions.map(({ name, type }) => `${name} ${type}`)).toEqual([
      `${SERVICE}.acme.example SRV`,
      ...['connect', 'alias'].flatMap((host) => ['A', 'AAAA', 'CNAME'].map((type) => `${host}.acme.example ${type}`)),
    ]);
    expect(questions[0]?.answers.at(-1)?.records.map((record) => record.srv)).toEqual([
      { priority: 0, weight: 0, port: 5061, target: 'connect.acme.example' },
      { priority: 10, weight: 5, port: 5062, target: 'alias.acme.example' },
    ]);
    expect(questions.find(({ name, type }) => name === 'alias.acme.example' && type === 'CNAME')?.answers.map(valuesOf)).toEqual(
      Array(2).fill(['connect.acme.example']),
    );
  });

  it('does not look for the host of a service that is declared absent', async () => {
    const srv = value(await askFederationSrv(dns, 'none.acme.example'));
    expect(srv.answers[0]?.records[0]?.srv).toEqual({ priority: 0, weight: 0, port: 0, target: '.' });
    expect(value(await probeFederationSrv(dns, { domain: 'none.acme.example' })).questions).toHaveLength(1);
  });

  it('climbs to the CAA record that counts, and tells whether the signatures hold', async () => {
    const acme = value(await probeIssuance(dns, { name: '*.connect.acme.example' }));
    expect(acme.questions.map(({ name }) => name)).toEqual(['connect.acme.example', 'acme.example']);
    expect(valuesOf(acme.questions[1]?.answers[0])).toEqual(['0 issue letsencrypt.org', '128 iodef mailto:hostmaster@acme.example']);
    const verdicts = ['www.acme.example', 'www.signed.example', 'www.bogus.example', 'www.dead.example'].map(async (name) =>
      value(await probeIssuance(dns, { name })),
    );
    expect((await Promise.all(verdicts)).map(({ dnssec }) => dnssec)).toEqual(['insecure', 'secure', 'bogus', 'unable-to-tell']);
  });

  it('does not call a zone unsigned when no resolver checks signatures', async () => {
    const careless = dnsWith({ resolvers: [named.plain] });
    expect(value(await careless.signatures('www.signed.example'))).toBe('unable-to-tell');
    expect(value(await careless.signatures('www.acme.example'))).toBe('unable-to-tell');
  });

  it('tells which answers a resolver has checked', async () => {
    const [question] = value(await dns.ask([{ name: 'www.signed.example', type: 'A' }], { validate: true }));
    expect(question?.answers.map(({ authenticated }) => authenticated)).toEqual([true, false]);
    const [unasked] = value(await dns.ask([{ name: 'www.signed.example', type: 'A' }]));
    expect(unasked?.answers.map(({ authenticated }) => authenticated)).toEqual([null, null]);
  });

  it('never asks a name server at an address that is forbidden', async () => {
    const [question] = value(await dns.ask([{ name: 'www.stray.example', type: 'A' }], { authorities: true }));
    const told = Object.fromEntries(question?.answers.slice(2).map(({ resolver, rcode }) => [resolver, rcode]) ?? []);
    expect(told).toEqual({
      'inside.stray.example (10.0.0.53)': 'FORBIDDEN',
      'meta.stray.example (169.254.169.254)': 'FORBIDDEN',
      'ns.stray.example (127.0.0.1)': 'NOERROR',
    });
  });

  it('reads names in every form, and refuses what can be none as a value', async () => {
    const list = value(await probeAddressList(dns, { name: 'BÜCHER。acme.example' }));
    expect(list.questions[0]?.name).toBe('xn--bcher-kva.acme.example');
    expect(valuesOf(list.questions[0]?.answers[0])).toEqual(['192.0.2.77']);
    for (const name of [
      '',
      '.',
      'a..example',
      '192.0.2.1',
      '::1',
      'a b.example',
      'a\0b.example',
      `${'a'.repeat(64)}.example`,
      'a.'.repeat(200),
      '-.example',
      '💩\u200d.'.repeat(90),
    ]) {
      const refused = await probeDnsHost(dns, { name });
      expect([name, refused.ok ? null : refused.fault.params['reason']]).toEqual([name, 'malformed']);
    }
  });

  it('says of a port where nobody listens that nobody listens', async () => {
    const nobody = await startDnsPeer(() => []);
    await nobody.close();
    const [question] = value(await dnsWith({ resolvers: [nobody.address] }).ask([{ name: 'acme.example', type: 'A' }]));
    expect(rcodes(question)).toEqual(['UNREACHABLE']);
  });
});
