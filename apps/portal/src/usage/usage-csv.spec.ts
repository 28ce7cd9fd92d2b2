import { COLUMNS, usageCsv, type UsageColumn } from './usage-csv.js';

const heads = Object.fromEntries(COLUMNS.map((c) => [c, c])) as Record<UsageColumn, string>;
const row = {
  tenantId: '00000000-0000-4000-8000-000000000001',
  tenantName: 'Müller & Söhne; Bau',
  customerNumber: '=1+1',
  pbxs: 1,
  tunnels: 3,
  tunnelsEnabled: 2,
  mappings: 5,
  bytesIn: 1_234_567,
  bytesOut: 0,
  connections: 42,
};

describe('the usage file', () => {
  it('is what German and English spreadsheets open by themselves', () => {
    expect(usageCsv([row], heads, 'de').split('\r\n')[0]).toBe(`\ufeff${COLUMNS.join(';')}`);
    expect(usageCsv([row], heads, 'en').split('\r\n')[0]).toBe(`\ufeff${COLUMNS.join(',')}`);
    expect(usageCsv([], heads, 'de').split('\r\n')).toHaveLength(2);
  });

  it('quotes what would break it, writes bare numbers, and lets nothing become a formula', () => {
    expect(usageCsv([row], heads, 'de').split('\r\n')[1]).toBe(`'=1+1;"Müller & Söhne; Bau";1;3;2;5;42;1234567;0`);
  });
});
