import { checkPassword, type PasswordFault } from './password.js';

const LIST = new Set([
  'passwort',
  'password',
  'sommer',
  'schalke',
  'bundesliga',
  'correcthorsebatterystaple',
  'weihnachtsbaum',
  'qwertz1234asdf',
]);
const check = (password: string): PasswordFault | null =>
  checkPassword(password, {
    email: 'anna.schmidt@muster-systemhaus.example',
    names: ['Anna Schmidt', 'Muster-Systemhaus GmbH', 'Stellwerk'],
    isCommon: (text) => LIST.has(text),
  });

describe('choosing a password', () => {
  it.each([
    'vier Katzen auf dem Dach',
    'Zug-Nebel-Kanne-9',
    'x7Kq#pL2vR9w',
    'Öltanker über Bord',
    'мой кот любит рыбу',
    '🐘🦒🐊🐙🦉🐝🐳🦂🐪🦩🦔🐢',
  ])('lets %s pass: length counts, composition does not', (password) => {
    expect(check(password)).toBeNull();
  });

  it.each<[string, PasswordFault]>([
    ['', 'password-too-short'],
    ['k7#Lq2!vRx9', 'password-too-short'],
    ['🐘🦒🐊🐙🦉🐝🐳🦂🐪🦩🦔', 'password-too-short'],
    ['aaaaaaaaaaaaaaa', 'password-pattern'],
    ['121212121212', 'password-pattern'],
    ['123456789012345', 'password-pattern'],
    ['qwertzuiopasdfghjkl', 'password-pattern'],
    ['zyxwvutsrqponm', 'password-pattern'],
    ['hundhundhundhund', 'password-pattern'],
    ['hallo12345678', 'password-pattern'],
    ['AnnaSchmidt2024', 'password-personal'],
    ['anna.schmidt@muster-systemhaus.example', 'password-personal'],
    ['Stellwerk-2026!', 'password-personal'],
    ['Systemhaus#42!', 'password-personal'],
    ['Passwort2024!', 'password-common'],
    ['P@ssw0rt!2024', 'password-common'],
    ['!!!Bundesliga1', 'password-common'],
    ['Weihnachtsbaum', 'password-common'],
    ['correct horse battery staple', 'password-common'],
  ])('refuses %s as %s', (password, fault) => {
    expect(check(password)).toBe(fault);
  });

  it('does not refuse a long one because a name stands in it', () => {
    expect(check('Schmidt isst montags Grießbrei')).toBeNull();
  });

  it('takes the same letters written another way for the same password', () => {
    expect(check('Ｐａｓｓｗｏｒｔ２０２４！')).toBe('password-common');
  });
});
