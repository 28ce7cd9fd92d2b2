import type { ApiKey, ServiceAccount } from '@stellwerk/contracts';
import type { ApiKeyState, ServiceAccountRow } from '@stellwerk/store';

export const keyView = (key: ApiKeyState): ApiKey => ({
  ...key,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});

export const accountView = (account: ServiceAccountRow): ServiceAccount => ({
  ...account,
  expiresAt: account.expiresAt?.toISOString() ?? null,
  keys: account.keys.map(keyView),
  createdAt: account.createdAt.toISOString(),
  updatedAt: account.updatedAt.toISOString(),
});
