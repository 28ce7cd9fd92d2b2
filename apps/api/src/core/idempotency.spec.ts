import { canonical, keyOf } from './idempotency.js';

describe('a body', () => {
  it.each([
    [{ b: 1, a: [2, { d: null, c: 'ü' }] }, '{"a":[2,{"c":"ü","d":null}],"b":1}'],
    [{ a: undefined }, '{}'],
    [undefined, 'null'],
    [null, 'null'],
    ['text', '"text"'],
    [[1, '1', true], '[1,"1",true]'],
  ])('%j is %s, however it was written', (value, text) => {
    expect(canonical(value)).toBe(text);
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    [undefined, null],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e"', '8e03978e'],
    [' a b ', 'a b'],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('%j is %j', (header, key) => {
    expect(keyOf(header)).toBe(key);
  });

  it.each([[''], ['""'], ['" "'], ['x'.repeat(201)], ['ä'], ['a\u0001b']])('%j is none', (header) => {
    expect(() => keyOf(header)).toThrow('validation-failed');
  });
});
