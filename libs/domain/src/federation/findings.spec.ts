import { DNS_FINDINGS } from '../dns/findings.js';
import type { Params } from '../locale.js';
import { FEDERATION_FINDINGS } from './findings.js';

const rows = [...Object.entries(DNS_FINDINGS), ...Object.entries(FEDERATION_FINDINGS)];

/** Every value is the same text, whatever it is asked for as. */
const every = (text: string): Params => new Proxy({}, { get: () => text, has: () => true });
const copyable = (fix: string): readonly string[] => fix.split('\n').filter((line) => line.startsWith('    '));

describe('the catalogue of DNS and federation', () => {
  it('has each code once', () => {
    expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length);
  });

  it.each(rows)('%s: two languages, a source with its date, and nothing typed in a line to copy', (_, row) => {
    expect(row.source.from).not.toBe('');
    expect(row.source.checkedOn).toMatch(/^2026-\d\d-\d\d$/);
    for (const locale of ['de', 'en'] as const) {
      const fix = row.fix[locale](every('plain.example'));
      for (const hostile of ['x & calc', "x'; calc; '", 'x\n    calc', '$(calc)', 'x | calc', '`calc`', 'x" calc']) {
        const said = row.fix[locale](every(hostile));
        expect(copyable(said).length).toBeLessThanOrEqual(copyable(fix).length);
        // A value in quotes is one word.
        expect(
          copyable(said)
            .join('\n')
            .replace(/'[^']*'/g, ''),
        ).not.toMatch(/calc/);
        expect(row.title[locale](every(hostile))).not.toContain('\n');
      }
    }
    expect(row.title.de(every('x'))).not.toBe(row.title.en(every('x')));
  });
});
