/** Everything that would end a line, hide text or reach a terminal as a control: no quoting makes it safe to paste. */
const UNPASTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * A value as one argument of a PowerShell command: in single quotes, with every mark doubled that PowerShell reads as a single quote, the
 * typographic ones among them. Double quotes and a trailing backslash are refused: Windows PowerShell hands them on to programs altered.
 * @returns null for what cannot be pasted safely
 */
export function tryPowershell(text: string): string | null {
  if (UNPASTABLE.test(text) || /["\u201c-\u201e]|\\$/.test(text)) return null;
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** The same for values that were judged before; what slipped through becomes a mark that no program takes for a value. */
export const powershell = (text: string): string => tryPowershell(text) ?? "'?'";

/** A value as one argument of a POSIX shell. @returns null for what cannot be pasted safely */
export const shell = (text: string): string | null => (UNPASTABLE.test(text) ? null : `'${text.replaceAll("'", `'\\''`)}'`);

/** Text inside Markdown: marks that would become formatting, links, tables or HTML are escaped, line breaks become blanks. */
export const markdownText = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');

/** A fenced block; the fence is longer than any run of backticks inside. */
export function markdownBlock(language: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}
