import type { ApiKey, Output, routes } from '@stellwerk/contracts';
import { newApiKey } from '@stellwerk/secrets';
import type { ApiKeyState, ServiceAccountRow, SystemTx } from '@stellwerk/store';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import type { Changing } from '../core/version.js';
import type { BodyOf } from '../http/call.js';
import { invalid, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { findAccount, findOwnAccount } from './reach.js';
import { keyView } from './service-account.view.js';

type NewApiKey = Output<typeof routes.createApiKey>;
interface How extends Pick<Changing, 'dryRun'> {
  readonly now: number;
}
interface KeyPath {
  readonly id: string;
  readonly keyId: string;
}

const targetOf = (account: ServiceAccountRow, key: ApiKeyState) => ({
  kind: 'api-key',
  id: key.id,
  name: `${account.name} ${key.prefix}…`,
});
const audited = ({ state, expiresAt }: ApiKeyState) => ({ state, expiresAt });

function expiryOf(text: string | null, now: number): Date | null {
  const expiresAt = text === null ? null : new Date(text);
  if (expiresAt !== null && expiresAt.getTime() <= now) throw invalid({ pointer: '/expiresAt', code: 'in-the-past' });
  return expiresAt;
}

async function make(tx: SystemTx, account: ServiceAccountRow, expiresAt: Date | null): Promise<{ state: ApiKeyState; key: string }> {
  const { key, prefix, hash } = newApiKey();
  return { key, state: await tx.apiKeys.add(account, { prefix, hash, expiresAt }) };
}

/** Keys of service accounts. The key itself is in one answer and nowhere else; its hash is looked up with every call, so an end is in force at once. */
export class ApiKeysService {
  constructor(private readonly writes: SystemWrites) {}

  create(who: Principal, id: string, input: BodyOf<typeof routes.createApiKey>, { dryRun, now }: How): Promise<NewApiKey> {
    const expiresAt = expiryOf(input.expiresAt, now);
    return this.writes.run(who, { dryRun, reason: 'make an API key' }, async (tx, after) => {
      const account = await findOwnAccount(tx, who, id);
      const { key, state } = await make(tx, account, expiresAt);
      after.audit({ action: 'api-key.created', tenantId: null, target: targetOf(account, state), after: audited(state) });
      return { ...keyView(state), key };
    });
  }

  /** A new key, while the old one goes on for the overlap: never longer than it would have anyway. */
  rotate(who: Principal, path: KeyPath, input: BodyOf<typeof routes.rotateApiKey>, { dryRun, now }: How): Promise<NewApiKey> {
    const expiresAt = expiryOf(input.expiresAt, now);
    return this.writes.run(who, { dryRun, reason: 'rotate an API key' }, async (tx, after) => {
      const account = await findOwnAccount(tx, who, path.id);
      const old = found(await tx.apiKeys.find(account.id, path.keyId));
      if (old.state !== 'active') throw new Refusal('conflict', { errors: [{ pointer: '', code: 'key-ended' }] });
      const limited = await tx.apiKeys.limit(old.id, input.overlapHours * 3_600_000);
      const { key, state } = await make(tx, account, expiresAt);
      after.audit({
        action: 'api-key.rotated',
        tenantId: null,
        target: targetOf(account, old),
        before: audited(old),
        after: audited(limited),
      });
      after.audit({ action: 'api-key.created', tenantId: null, target: targetOf(account, state), after: audited(state) });
      return { ...keyView(state), key };
    });
  }

  revoke(who: Principal, path: KeyPath, { dryRun }: Pick<Changing, 'dryRun'>): Promise<ApiKey> {
    return this.writes.run(who, { dryRun, reason: 'revoke an API key' }, async (tx, after) => {
      const account = await findAccount(tx, who, path.id);
      const before = found(await tx.apiKeys.find(account.id, path.keyId));
      const key = await tx.apiKeys.limit(before.id, 0);
      if (before.state === 'revoked') after.unchanged('it was revoked before');
      else
        after.audit({
          action: 'api-key.revoked',
          tenantId: null,
          target: targetOf(account, key),
          before: audited(before),
          after: audited(key),
        });
      return keyView(key);
    });
  }
}
