/**
 * A Windows account as a command may carry it: `DOMAIN\user`, `user@domain.example`, `NT SERVICE\XPhone`, a managed account `svc$`. Letters of any
 * script, digits, and a few marks; everything that PowerShell, cmd or the ACME client's list would read as more than a name is refused, quoted
 * or not: people paste into whatever window is open.
 */
const ACCOUNT = /^(?:[\p{L}\p{M}\p{N} ._-]{1,60}\\)?[\p{L}\p{M}\p{N} ._@#~'-]{1,80}\$?$/u;

/** Outside quotes a word after a blank and a hyphen would be a switch. */
const SWITCH = /^\s|\s$|\s-+\S/;

export const isWindowsAccount = (text: string): boolean => ACCOUNT.test(text) && !SWITCH.test(text);

const bare = (account: string): string =>
  account
    .trim()
    .toLowerCase()
    .replace(/^(?:nt authority|nt-autorität|nt-autoritaet|vordefiniert|builtin|\.)\\/, '');

/** The local system account, which may read every key of the machine store. `null` in a federation's values means it, too. */
export const isLocalSystem = (account: string | null): boolean =>
  account === null || ['system', 'localsystem', 's-1-5-18', 'lokales system', 'local system'].includes(bare(account));

/** Groups that hold every account that logs on, by English and German name and by identifier. */
const EVERYBODY = [
  'authenticated users',
  'authentifizierte benutzer',
  's-1-5-11',
  'everyone',
  'jeder',
  's-1-1-0',
  'users',
  'benutzer',
  's-1-5-32-545',
  'domain users',
  'domänen-benutzer',
  'interactive',
  'interaktiv',
];

export const isEverybody = (account: string): boolean => EVERYBODY.includes(bare(account).replace(/^[^\\]*\\/, ''));

/** Whether two spellings mean the same account: with and without the machine's own name before it. */
export function sameAccount(a: string, b: string): boolean {
  const [x, y] = [bare(a), bare(b)];
  const tail = (text: string): string => text.slice(text.lastIndexOf('\\') + 1);
  return x === y || ((!x.includes('\\') || !y.includes('\\')) && tail(x) === tail(y));
}
