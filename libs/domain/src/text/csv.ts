type Cell = string | number | boolean | null | undefined;

/** A cell a spreadsheet would take for a formula (OWASP, CSV injection). Numbers are none, text is. */
const FORMULA = /^[=+\-@\t\r]/;
/** The same behind a semicolon or a line's end: a German spreadsheet parts there, and minds no quotation marks that began elsewhere. */
const LATER = /([;\r\n])(?=[=+\-@])/g;

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = (FORMULA.test(value) ? `'${value}` : value).replace(LATER, "$1'");
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180: a header line, then one line per row, CRLF at every end. What people typed cannot become a formula. */
export function csv<T extends object>(columns: readonly (keyof T & string)[], rows: readonly T[]): string {
  const line = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`;
  const text = (value: unknown): Cell =>
    value instanceof Date ? value.toISOString() : typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
  return line(columns) + rows.map((row) => line(columns.map((column) => text(row[column])))).join('');
}
