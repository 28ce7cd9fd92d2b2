import fc from 'fast-check';
import { csv } from './csv.js';

/** A minimal reader of RFC 4180, to see that what was written reads back. */
function parse(text: string): string[][] {
  const lines: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g;
  for (const [, quoted, plain, end] of text.matchAll(cells)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

describe('CSV', () => {
  it('writes names, numbers, times and nothing', () => {
    expect(csv(['a', 'b', 'c', 'd'], [{ a: 'Müller; "Söhne"', b: 3, c: new Date(0), d: null }])).toBe(
      'a,b,c,d\r\n"Müller; ""Söhne""",3,1970-01-01T00:00:00.000Z,\r\n',
    );
  });

  it('reads back as it was written, whatever people typed', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ a: fc.string(), b: fc.string({ unit: 'binary' }) }), { maxLength: 5 }), (rows) => {
        const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/([;\r\n])(?=[=+\-@])/g, "$1'");
        expect(parse(csv(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows.map((row) => [guarded(row.a), guarded(row.b)])]);
      }),
    );
  });

  it.each(['x;=1+1', 'x;-1', 'x\n=1+1', 'x\r\n@SUM(A1)'])(
    'leaves no formula behind where a spreadsheet parts lines and semicolons of %j, quoted or not',
    (text) => {
      const written = csv(['a', 'b'], [{ a: '1', b: text }]);
      expect(written.split(/[;\r\n]/).filter((piece) => /^[=+\-@]/.test(piece))).toEqual([]);
    },
  );

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1'])('takes %j for text, not for a formula', (text) => {
    expect(csv(['a'], [{ a: text }])).toContain(`'${text}`);
  });
});
