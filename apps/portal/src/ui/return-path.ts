/** The sign-in page that leads back to `here`. */
export const signInPath = (here: string): string => (here === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(here)}`);

/** Where to go after signing in: only ever a path of this origin, since the query string is anybody's to write (open redirect). */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !/^\/[^/\\]/.test(wanted)) return '/';
  // Browsers drop tabs and newlines from URLs: `/\t/evil` would become `//evil`.
  if (/[\s\\]/.test(wanted) || wanted.startsWith('/sign-in')) return '/';
  return wanted;
}
