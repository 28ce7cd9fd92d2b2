import { passwordAdvice } from './password-advice.js';

const known = { email: 'berta.kowalski@zimmerei.example', names: ['Berta Kowalski', 'Zimmerei Kowalski'] };
const met = (password: string) =>
  passwordAdvice(password, known)
    .filter((each) => each.met)
    .map((each) => each.rule);

describe('advice on a password', () => {
  it.each([
    ['', []],
    ['kurz', []],
    ['abcabcabcabcabc', ['length']],
    ['berta-kowalski-9', ['length', 'pattern']],
    ['Regen auf Wellblech', ['length', 'pattern', 'personal']],
  ])('of “%s”: %j are met', (password, rules) => {
    expect(met(password)).toEqual(rules);
  });
});
