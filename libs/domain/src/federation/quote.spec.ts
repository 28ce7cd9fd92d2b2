import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { markdownBlock, markdownText, shell, tryPowershell } from './quote.js';

/** As PowerShell reads a single-quoted word: any of five marks ends it, two of them in a row stand for one. Null: it does not end at the end. */
function readPowershell(word: string): string | null {
  const isQuote = (char: string | undefined): boolean => char !== undefined && /['\u2018-\u201b]/.test(char);
  if (!isQuote(word[0])) return null;
  let text = '';
  for (let at = 1; at < word.length; at += 1) {
    if (!isQuote(word[at])) text += word[at];
    else if (isQuote(word[at + 1])) text += word[at++];
    else return at === word.length - 1 ? text : null;
  }
  return null;
}
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '\u2018',
      '\u2019',
      '\u201a',
      '\u201b',
      '"',
      '\u201c',
      '`',
      '$',
      '(',
      ')',
      ';',
      '&',
      '|',
      '\n',
      '\\',
      'a',
      ' ',
    ),
    maxLength: 20,
  }),
);

describe('quoting', () => {
  it('PowerShell reads back exactly what was written, or it is refused', () => {
    fc.assert(
      fc.property(HOSTILE, (text) => {
        const quoted = tryPowershell(text);
        expect(quoted === null || (readPowershell(quoted) === text && !/[\n\r"]/.test(quoted))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect([`it's`, 'typo\u2019graphic', 'ACME\\xphone$'].map((text) => readPowershell(tryPowershell(text) ?? ''))).toEqual([
      `it's`,
      'typo\u2019graphic',
      'ACME\\xphone$',
    ]);
    expect(['a"b', 'a\u201cb', 'a\nb', 'a\\', 'a\u202eb', 'a\u0000b'].map(tryPowershell)).toEqual([null, null, null, null, null, null]);
  });

  it('a real POSIX shell reads back exactly what was written', () => {
    const texts = fc.sample(HOSTILE, 300).filter((text) => !/\p{Cs}/u.test(text) && shell(text) !== null);
    expect(texts.length).toBeGreaterThan(50);
    const script = `for word in ${texts.map((text) => shell(text) ?? '').join(' ')}; do printf '%s\\n' "$word"; done`;
    expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1)).toEqual(texts);
  });

  it('Markdown: no text leaves its cell or its fence', () => {
    expect(markdownText('a|b\n# c <img> `x` [y](z)')).toBe('a\\|b \\# c \\<img\\> \\`x\\` \\[y\\](z)');
    expect(markdownBlock('sh', 'x\n```\ny').split('\n')).toEqual(['````sh', 'x', '```', 'y', '````']);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', 'a') }), (content) => {
        const [first = '', ...rest] = markdownBlock('text', content).split('\n');
        const fence = first.slice(0, -'text'.length);
        expect(rest.findIndex((line) => line.startsWith(fence))).toBe(rest.length - 1);
      }),
    );
  });
});
