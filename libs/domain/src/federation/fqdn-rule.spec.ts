import { fqdnRelation, type FqdnRelation } from './fqdn-rule.js';

const CASES: readonly (readonly [domain: string, fqdn: string, relation: FqdnRelation | null])[] = [
  // The five examples of the manual, and the two readings of its worked example.
  ['connect.acme.com', 'connect.acme.com', 'same'],
  ['connect.acme.com', 'xphone.connect.acme.com', 'direct'],
  ['connect.acme.com', 'company.xphone.acme.com', 'unrelated'],
  ['connect.acme.com', 'acme.com', 'parent'],
  ['connect.acme.com', 'xphone.acme.com', 'unrelated'],
  ['acme.de', 'connect.acme.com', 'unrelated'],
  ['acme.com', 'xphone.acme.com', 'direct'],
  // Boundaries.
  ['acme.example', 'a.b.acme.example', 'too-deep'],
  ['acme.example', 'notacme.example', 'unrelated'],
  ['Acme.Example.', 'CONNECT.acme.example', 'direct'],
  ['münchen.example', 'sip.xn--mnchen-3ya.example', 'direct'],
  ['example', 'acme.example', 'direct'],
  ['acme.example', '192.0.2.1', null],
  ['', 'acme.example', null],
];

it.each(CASES)('D-3: for the domain %s, the name %s is %s', (domain, fqdn, relation) => {
  expect(fqdnRelation(domain, fqdn)).toBe(relation);
});
