import fc from 'fast-check';
import { asciiName, sameName } from './name.js';

const CASES: readonly (readonly [text: string, name: string | null])[] = [
  ['Connect.ACME.example', 'connect.acme.example'],
  ['connect.acme.example.', 'connect.acme.example'],
  ['  connect.acme.example ', 'connect.acme.example'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['mu\u0308nchen.example', 'xn--mnchen-3ya.example'],
  ['MÜNCHEN.example', 'xn--mnchen-3ya.example'],
  ['straße.example', 'xn--strae-oqa.example'],
  ['connect。acme。example', 'connect.acme.example'],
  ['ｃｏｎｎｅｃｔ.example', 'connect.example'],
  ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
  ['acme', 'acme'],
  [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  [`${'a'.repeat(64)}.example`, null],
  [`${'ab.'.repeat(83)}abcd`, `${'ab.'.repeat(83)}abcd`],
  [`${'ab.'.repeat(84)}ab`, null],
  ['xn--zzzzzzzz99999.example', null],
  ['', null],
  ['.', null],
  ['a..b', null],
  ['-a.example', null],
  ['a-.example', null],
  ['*.acme.example', null],
  ['_sip.acme.example', null],
  ['acme.example:5061', null],
  ['acme.example/x', null],
  ['user@acme.example', null],
  ['%61cme.example', null],
  ['acme\u0000.example', null],
  ['acme example', null],
  ['192.0.2.1', null],
  ['0x7f.1', null],
  ['１２７.0.0.1', null],
  ['[2001:db8::1]', null],
  ['2001:db8::1', null],
  ['a\u202eb.example', null],
];

describe('names', () => {
  it.each(CASES)('reads %j as %j', (text, name) => {
    expect(asciiName(text)).toBe(name);
  });

  it('is the same name in every Unicode form, and no name never equals another', () => {
    expect(sameName('Mu\u0308nchen.example.', 'xn--mnchen-3ya.EXAMPLE')).toBe(true);
    expect(sameName('192.0.2.1', '192.0.2.1')).toBe(false);
  });

  it('gives only letters, digits, hyphens and dots, reads its own answer again unchanged, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = asciiName(text);
        expect(name === null || (/^[a-z0-9.-]{1,253}$/.test(name) && asciiName(name) === name)).toBe(true);
      }),
    );
  });
});
