import type { Usage } from '@stellwerk/contracts';
import type { Locale } from '@stellwerk/domain';

export const COLUMNS = [
  'customerNumber',
  'tenantName',
  'pbxs',
  'tunnels',
  'tunnelsEnabled',
  'mappings',
  'connections',
  'bytesIn',
  'bytesOut',
] as const;
export type UsageColumn = (typeof COLUMNS)[number];

/** So that Excel takes the file for UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** A cell a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * The table as a file for the billing system: by the customs of the reader's language (German spreadsheets separate by semicolons, RFC
 * 4180 by commas), whole numbers without separators, one line per customer.
 * @param heads the columns' names
 */
export function usageCsv(rows: readonly Usage[], heads: Readonly<Record<UsageColumn, string>>, locale: Locale): string {
  const separator = locale === 'de' ? ';' : ',';
  const cell = (value: string | number | null): string => {
    if (typeof value === 'number') return String(value);
    const safe = FORMULA.test(value ?? '') ? `'${value}` : (value ?? '');
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [COLUMNS.map((c) => cell(heads[c])), ...rows.map((row) => COLUMNS.map((c) => cell(row[c])))];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.join(separator)}\r\n`).join('');
}
