/** Why a password cannot be chosen. */
export type PasswordFault = 'password-too-short' | 'password-pattern' | 'password-personal' | 'password-common';

export interface PasswordContext {
  readonly email: string;
  /** Names that a guesser would try: of the person, the company, the product. */
  readonly names: readonly string[];
  /** Whether a text, in lower case, stands in a list of common passwords and words. */
  readonly isCommon: (text: string) => boolean;
}

/** NIST SP 800-63B-4 §3.1.1.2 asks for 8 with a second factor and 15 without; 12 with a list of what is common, no rules of composition. */
export const PASSWORD_LENGTH = 12;

/** What must be left when everything easy to guess is taken away. */
const LEFT = 8;
/** Decoration around a word that does not make it another one: “Passwort2024!” has five. */
const DECORATION = 6;
const SHORTEST_NAME = 4;

/** As a guesser reads it: one form of each letter, in lower case. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const lengthOf = (text: string): number => [...text].length;

const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };
const unleet = (text: string): string => text.replace(/[013457@$!]/g, (c) => LEET[c] ?? c);
const undecorated = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '1234567890ß',
  'qwertzuiopü',
  'asdfghjklöä',
  'yxcvbnm,.-',
  'qwertyuiop',
  'asdfghjkl;',
  'zxcvbnm,.',
];
const NEXT = new Set(
  ROWS.flatMap((row) => [...row].flatMap((c, i) => (i === 0 ? [] : [`${row[i - 1] ?? ''}${c}`, `${c}${row[i - 1] ?? ''}`]))),
);

/** The text with every run along the alphabet, the digits, a row of the keyboard or of one and the same character cut down to its first character. */
function withoutRuns(text: string): string {
  const chars = [...text];
  let kept = '';
  for (let at = 0; at < chars.length;) {
    let end = at + 1;
    while (end < chars.length && (chars[end] === chars[end - 1] || NEXT.has(`${chars[end - 1] ?? ''}${chars[end] ?? ''}`))) end += 1;
    kept += end - at >= 3 ? (chars[at] ?? '') : chars.slice(at, end).join('');
    at = end;
  }
  return kept;
}

/** The shortest text of which this is nothing but repetitions, the last one perhaps cut off. */
function unitOf(text: string): string {
  const chars = [...text];
  for (let size = 1; size <= chars.length / 2; size += 1)
    if (chars.every((c, i) => c === chars[i % size])) return chars.slice(0, size).join('');
  return text;
}

function isCommonWord(text: string, isCommon: PasswordContext['isCommon']): boolean {
  const core = undecorated(text);
  const forms = [text, text.replace(/\s+/g, '')];
  if (lengthOf(text) - lengthOf(core) <= DECORATION) forms.push(core);
  return forms.some((form) => form !== '' && (isCommon(form) || isCommon(unleet(form))));
}

/** What e-mail address and names give a guesser: whole, and their parts. */
function personalWords({ email, names }: Pick<PasswordContext, 'email' | 'names'>): string[] {
  const words = [email, ...names].map(plain).flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(words)].filter((word) => lengthOf(word) >= SHORTEST_NAME).sort((a, b) => b.length - a.length);
}

/**
 * Judges a password that somebody wants to choose; null: fine. Length counts, and what a guesser tries first does not: patterns, what is known of the
 * person, common passwords and single words with something stuck on. The order is that of what one should hear first.
 */
export function checkPassword(password: string, context: PasswordContext): PasswordFault | null {
  const text = plain(password);
  if (lengthOf(password.normalize('NFC')) < PASSWORD_LENGTH) return 'password-too-short';
  if (lengthOf(unitOf(withoutRuns(text))) < LEFT || lengthOf(unitOf(text)) < LEFT) return 'password-pattern';
  const rest = personalWords(context).reduce((left, word) => left.replaceAll(word, ''), text);
  if (rest !== text && lengthOf(rest) < LEFT) return 'password-personal';
  if (isCommonWord(text, context.isCommon) || isCommonWord(unitOf(text), context.isCommon)) return 'password-common';
  return null;
}
