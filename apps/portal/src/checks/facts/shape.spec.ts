import { chainIn, inOrder, isCertificate, isDnsQuestion } from './shape.js';

const certificate = {
  sha256: 'aa',
  spkiSha256: 'bb',
  subject: 'CN=a.example',
  issuer: 'CN=ca',
  serial: '01',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-04-01T00:00:00Z',
  dnsNames: ['a.example'],
  ipAddresses: [],
  extendedKeyUsage: null,
  keyUsage: null,
  signatureAlgorithm: 'ecdsa-with-SHA256',
  keyType: 'ec',
  crlUrls: [],
  ocspUrls: [],
  issuerUrls: [],
};
const question = {
  name: 'a.example',
  type: 'A',
  answers: [{ resolver: 'x', rcode: 'NOERROR', aliases: [], records: [{ type: 'A', value: '192.0.2.1' }] }],
};

describe('facts of any age', () => {
  it('are told by their shape', () => {
    expect(isCertificate(certificate)).toBe(true);
    expect(isDnsQuestion(question)).toBe(true);
  });

  it.each([
    null,
    undefined,
    'text',
    7,
    [],
    {},
    { ...certificate, dnsNames: null },
    { ...certificate, keyUsage: [1] },
    { ...certificate, sha256: 1 },
  ])('that only look like a certificate are none (%#)', (value) => {
    expect(isCertificate(value)).toBe(false);
  });

  it.each([
    { ...question, answers: null },
    { ...question, answers: [{}] },
    { ...question, answers: [{ ...question.answers[0], records: ['A'] }] },
  ])('that only look like an answer of DNS are none (%#)', (value) => {
    expect(isDnsQuestion(value)).toBe(false);
  });

  it('give the chain as it was sent, however deep it stands', () => {
    expect(chainIn({ tcp: {}, chain: [certificate] })).toEqual([certificate]);
    expect(chainIn({ served: { chain: [certificate] } })).toEqual([certificate]);
    expect(chainIn({ chain: [{}] })).toEqual([]);
    expect(chainIn(null)).toEqual([]);
  });
});

describe('the order of facts', () => {
  it('is that of the words for them; what has none comes last', () => {
    expect(inOrder({ z: 1, port: 2, host: 3, a: 4 }, ['host', 'port']).map(([key]) => key)).toEqual(['host', 'port', 'z', 'a']);
  });
});
