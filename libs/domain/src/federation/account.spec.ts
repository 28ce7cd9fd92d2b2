import { isEverybody, isLocalSystem, isWindowsAccount, sameAccount } from './account.js';

it.each([
  ['ACME\\xphone', true],
  ['xphone@acme.example', true],
  ['NT SERVICE\\XPhone Connect Server', true],
  ['.\\xphone', true],
  ['svc-xphone$', true],
  ['ACME\\Jürgen O’Neil', false],
  ["ACME\\O'Neil", true],
  ['', false],
  ['ACME\\', false],
  ['a\\b\\c', false],
  ['a,b', false],
  ['a"b', false],
  ['a&calc', false],
  ['a`b', false],
  ['$(calc)', false],
  ['$env:x', false],
  ['a%PATH%', false],
  ['a^b', false],
  ['a\nb', false],
  ['a --store x', false],
  ['NT SERVICE\\XPhone - Server', true],
  [' a', false],
  ['a\u202eb', false],
])('%j as a Windows account: %s', (text, expected) => {
  expect(isWindowsAccount(text)).toBe(expected);
});

it('knows the system account and the groups of everybody by German and English name', () => {
  expect([null, 'NT AUTHORITY\\SYSTEM', 'LocalSystem', 'NT-AUTORITÄT\\SYSTEM', 'S-1-5-18'].every(isLocalSystem)).toBe(true);
  expect(['ACME\\system2', 'NT AUTHORITY\\NETWORK SERVICE'].some(isLocalSystem)).toBe(false);
  expect(['Jeder', 'Everyone', 'VORDEFINIERT\\Benutzer', 'ACME\\Domain Users', 's-1-1-0'].every(isEverybody)).toBe(true);
  expect(isEverybody('ACME\\xphone')).toBe(false);
});

it('takes an account with and without its machine for the same, and those of two domains for two', () => {
  expect(sameAccount('ACME\\XPhone', 'xphone')).toBe(true);
  expect(sameAccount('.\\xphone', 'XPHONE')).toBe(true);
  expect(sameAccount('ACME\\xphone', 'OTHER\\xphone')).toBe(false);
});
