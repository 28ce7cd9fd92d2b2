'use client';

import { useFormatter } from 'next-intl';

/** Writes days as the reader's own calendar has them, wherever the server stands: “until the 23rd” is the 23rd of whoever said it. */
export function useDay() {
  const format = useFormatter();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    day: (at: string, style: 'medium' | 'long' = 'medium') => format.dateTime(new Date(at), { dateStyle: style, timeZone }),
    moment: (at: string, style: 'medium' | 'long' = 'medium') =>
      format.dateTime(new Date(at), { dateStyle: style, timeStyle: 'short', timeZone }),
  };
}
