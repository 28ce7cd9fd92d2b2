import type { Locale, Params } from '../locale.js';
import { type NotificationKind, notificationText } from './kinds.js';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

const WORDS = {
  de: {
    open: 'In Stellwerk öffnen',
    accept: 'Einladung annehmen',
    sign: 'Diese Nachricht wurde von Stellwerk verschickt. Bitte antworten Sie nicht darauf.',
  },
  en: {
    open: 'Open in Stellwerk',
    accept: 'Accept the invitation',
    sign: 'This message was sent by Stellwerk. Please do not reply to it.',
  },
} as const;

export interface MailInput {
  readonly kind: NotificationKind | (string & {});
  readonly params: Params;
  readonly locale: Locale;
  /** Where the portal is, such as `https://stellwerk.example`. */
  readonly publicUrl: string;
  /** Put behind the path, such as `#token=…`. */
  readonly fragment?: string;
}

/** A notification as a mail: the same words as plain text and as HTML with nothing but text and one link. Whatever people wrote is escaped. */
export function renderMail({ kind, params, locale, publicUrl, fragment = '' }: MailInput): { subject: string; text: string; html: string } {
  const { subject, body, path } = notificationText(kind, params, locale);
  const link = `${publicUrl.replace(/\/$/, '')}${path}${fragment}`;
  const words = WORDS[locale];
  const button = kind === 'invitation' ? words.accept : words.open;
  const paragraphs = body.split('\n\n').map((p) => `<p>${escaped(p).replaceAll('\n', '<br>')}</p>`);
  return {
    subject: `Stellwerk: ${subject}`,
    text: `${body}\n\n${button}: ${link}\n\n-- \n${words.sign}\n`,
    html: `<!doctype html><html lang="${locale}"><body style="font-family:sans-serif;max-width:36rem">${paragraphs.join('')}<p><a href="${escaped(link)}">${button}</a></p><p style="color:#666;font-size:small">${words.sign}</p></body></html>`,
  };
}
