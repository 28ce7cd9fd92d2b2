import { type Locale, type Params, renderMail } from '@stellwerk/domain';
import type { Mailer } from '@stellwerk/mail';
import type { Notifications } from '@stellwerk/store';

/** What sending mail needs; absent where no mail server is configured: then people are told in the portal only. */
export interface MailDesk {
  readonly mailer: Mailer;
  /** Where the portal is. */
  readonly publicUrl: string;
  /** An open invitation: what its mail says, and its token, derived anew because it is stored nowhere. Null: there is nothing left to accept. */
  readonly invitation: (id: string, locale: Locale) => Promise<{ readonly params: Params; readonly token: string } | null>;
}

/** At once, and then ever more rarely: a mail server that is away for a day is caught up with. */
export const retryMs = (tries: number): number => Math.min(3_600_000, 15_000 * 2 ** Math.min(tries, 12));
const GIVE_UP_MS = 3 * 86_400_000;
const BATCH = 20;

/**
 * Sends what is due from the outbox. A mail is put off before it is sent, so that two workers do not send it both; when this process dies
 * in between it is sent again later, under the same message id.
 */
export async function sendMails(
  signal: AbortSignal,
  desk: MailDesk,
  run: <T>(work: (n: Notifications) => Promise<T>) => Promise<T>,
): Promise<void> {
  while (!signal.aborted) {
    const due = await run((n) => n.takeDue({ limit: BATCH, retryInMs: retryMs(1), giveUpMs: GIVE_UP_MS }));
    for (const mail of due) {
      if (signal.aborted) return;
      const invitation = mail.kind === 'invitation' ? await desk.invitation(String(mail.params['invitationId']), mail.locale) : undefined;
      if (invitation === null) {
        await run((n) => n.notMailed(mail.id, 'the invitation is not open any more', null));
        continue;
      }
      const content = renderMail({
        ...mail,
        ...(invitation && { params: invitation.params, fragment: `#token=${invitation.token}` }),
        publicUrl: desk.publicUrl,
      });
      const sent = await desk.mailer.send({ id: mail.id, to: mail.email, language: mail.locale, ...content });
      if (sent.sent) await run((n) => n.mailed(mail.id));
      else await run((n) => n.notMailed(mail.id, sent.why, sent.again === 'never' ? null : retryMs(mail.tries)));
    }
    if (due.length < BATCH) return;
  }
}
