/** Controls, every kind of line end, and marks that turn or hide text: none of them may reach a file that people load. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;
/** A backslash at the end of a comment joins the next line to it in some languages; a backtick does in PowerShell. */
const ENDINGS = /[\\`]/g;

/** Text on one line, without controls and marks that hide or turn. */
export const oneLine = (text: string): string => text.replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim();

/** Free text as one line of a comment in any of the languages: no control, no line end, no mark that continues or ends a comment. */
export const commentText = (text: string): string => oneLine(text).replace(ENDINGS, '/');

/** Text as an ASCII label for devices that take nothing else; umlauts are written out. */
export function asciiLabel(text: string, max: number): string {
  const spelled = commentText(text)
    .replace(/[äöüÄÖÜß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 .,:_()-]/g, ' ');
  return spelled.replace(/\s+/g, ' ').trim().slice(0, max).trim();
}
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' };
