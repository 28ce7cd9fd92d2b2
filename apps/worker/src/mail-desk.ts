import { roleName } from '@stellwerk/domain';
import { createMailer } from '@stellwerk/mail';
import type { TokenDerivation } from '@stellwerk/secrets';
import type { Store } from '@stellwerk/store';
import type { Config } from './config.js';
import type { MailDesk } from './jobs/send-mails.js';

/** Mail as this process is configured to send it; null: not at all. */
export function mailDesk({ mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>, store: Store, tokens: TokenDerivation): MailDesk | null {
  if (mail === null) return null;
  return {
    mailer: createMailer(mail),
    publicUrl,
    invitation: async (id, locale) => {
      const found = await store.asSystem('mail an invitation', (tx) => tx.invitations.find(id));
      if (found?.state !== 'open') return null;
      const token = tokens.recover('invitation', `${id}.${found.round}`, found.tokenHash);
      if (token === null) return null;
      return {
        token,
        params: {
          into: found.tenantName ?? found.providerName,
          invitedBy: found.invitedBy?.name ?? found.providerName,
          roleName: roleName(found.role, locale),
          until: found.expiresAt.toISOString(),
        },
      };
    },
  };
}
