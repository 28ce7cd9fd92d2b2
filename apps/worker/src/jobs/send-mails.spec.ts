import { type Mail, type Mailer, type Sent } from '@stellwerk/mail';
import type { DueMail, Notifications } from '@stellwerk/store';
import { retryMs, sendMails } from './send-mails.js';

type Outbox = Pick<Notifications, 'takeDue' | 'mailed' | 'notMailed'>;

/** An outbox in memory that gives out what is due once. */
function outbox(due: DueMail[]) {
  const outcome: Record<string, string> = {};
  const box: Outbox = {
    takeDue: async ({ limit }) => due.splice(0, limit),
    mailed: async (id) => void (outcome[id] = 'mailed'),
    notMailed: async (id, why, retryInMs) => void (outcome[id] = `${why}, ${retryInMs === null ? 'never' : 'later'}`),
  };
  return { outcome, run: <T>(work: (n: Notifications) => Promise<T>): Promise<T> => work(box as Notifications) };
}

const mailer = (answer: (mail: Mail) => Sent): Mailer & { sent: Mail[] } => {
  const sent: Mail[] = [];
  return { sent, close: () => undefined, send: async (mail) => (sent.push(mail), answer(mail)) };
};

const due = (id: string, values: Partial<DueMail> = {}): DueMail => ({
  id,
  email: `${id}@example.org`,
  locale: 'de',
  kind: 'tenant-resumed',
  params: { tenantName: 'Hansen' },
  tries: 1,
  ...values,
});

const desk = (m: Mailer, invitation: 'open' | 'closed' = 'open') => ({
  mailer: m,
  publicUrl: 'https://sw.example',
  invitation: async (id: string) => (invitation === 'open' ? { params: { into: 'Hansen' }, token: `secret-of-${id}` } : null),
});

describe('sending what is due', () => {
  it('goes through all of it, more than one batch, and keeps what each came to', async () => {
    const box = outbox([...Array.from({ length: 25 }, (_, i) => due(`m${i}`)), due('full'), due('nobody')]);
    const post = mailer(({ id }) =>
      id === 'full'
        ? { sent: false, again: 'later', why: 'mailbox full' }
        : id === 'nobody'
          ? { sent: false, again: 'never', why: 'no such user' }
          : { sent: true },
    );
    await sendMails(new AbortController().signal, desk(post), box.run);
    expect(post.sent).toHaveLength(27);
    expect(box.outcome).toMatchObject({ m0: 'mailed', m24: 'mailed', full: 'mailbox full, later', nobody: 'no such user, never' });
  });

  it('puts the token of an invitation into its link and nowhere else, and mails none that is not open', async () => {
    const invitation = () => due('i', { kind: 'invitation', params: { invitationId: '42' } });
    const post = mailer(() => ({ sent: true }));
    await sendMails(new AbortController().signal, desk(post), outbox([invitation()]).run);
    expect(post.sent[0]?.text).toContain('https://sw.example/invitation#token=secret-of-42');
    expect(post.sent[0]?.subject).not.toContain('secret');
    const closed = outbox([invitation()]);
    await sendMails(new AbortController().signal, desk(post, 'closed'), closed.run);
    expect(post.sent).toHaveLength(1);
    expect(closed.outcome['i']).toContain('never');
  });

  it('stops between two mails when its time is over', async () => {
    const end = new AbortController();
    const box = outbox([due('first'), due('second')]);
    const post = mailer(() => (end.abort(), { sent: true }));
    await sendMails(end.signal, desk(post), box.run);
    expect(post.sent.map(({ id }) => id)).toEqual(['first']);
  });

  it('waits longer after every failure, an hour at most', () => {
    const waits = [1, 2, 3, 8, 50].map(retryMs);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeGreaterThanOrEqual(15_000);
    expect(waits.at(-1)).toBe(3_600_000);
  });
});
