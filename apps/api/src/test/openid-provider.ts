import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { CLIENT, type Issuer, serveIssuer } from './issuer-server.js';

export interface RealProvider extends Issuer {
  /** Who sits in front of it: signs in without being asked, as in a company's network. */
  who: { readonly sub: string; readonly name: string; readonly email: string };
  /** Where it may send browsers back to. */
  readonly redirectUris: string[];
  /** When the person last typed their password there; seconds since the epoch, null: just now. */
  authTime: number | null;
}

/** `oidc-provider`, a certified implementation, as a customer would run it. */
export async function startRealProvider(): Promise<RealProvider> {
  const real = {
    who: { sub: 'anna', name: 'Anna Anders', email: 'anna@example.org' },
    redirectUris: [] as string[],
    authTime: null as number | null,
  };
  const rows = new Map<string, object>();
  const adapter = (model: string) => {
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id: string, payload: { uid?: string }) => {
        rows.set(key(id), payload);
        if (payload.uid !== undefined) rows.set(`${model}-uid:${payload.uid}`, payload);
      },
      find: async (id: string) =>
        model === 'Client'
          ? {
              client_id: CLIENT.id,
              client_secret: CLIENT.secret,
              redirect_uris: real.redirectUris,
              token_endpoint_auth_method: 'client_secret_basic',
            }
          : rows.get(key(id)),
      findByUid: async (uid: string) => rows.get(`${model}-uid:${uid}`),
      findByUserCode: async () => undefined,
      destroy: async (id: string) => void rows.delete(key(id)),
      consume: async (id: string) => void Object.assign(rows.get(key(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
      revokeByGrantId: async () => undefined,
    };
  };
  const served = await serveIssuer((issuer) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = new Provider(issuer, {
      adapter,
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
      cookies: { keys: ['a', 'b'] },
      ttl: { Interaction: 600, Grant: 600, Session: 3_600, AccessToken: 600, IdToken: 600 },
      claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
      conformIdTokenClaims: false,
      findAccount: async (_: unknown, sub: string) => ({
        accountId: sub,
        claims: async () => ({ sub, name: real.who.name, email: real.who.email, email_verified: true }),
      }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
      loadExistingGrant: async (ctx: {
        oidc: {
          provider: { Grant: new (of: object) => { addOIDCScope(s: string): void; save(): Promise<string> } };
          client: { clientId: string };
          session: { accountId: string };
        };
      }) => {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    const callback = provider.callback();
    return (request, response) =>
      request.url?.startsWith('/interaction/')
        ? provider.interactionFinished(request, response, {
            login: { accountId: real.who.sub, ...(real.authTime === null ? {} : { ts: real.authTime }) },
          })
        : callback(request, response);
  });
  return Object.assign(real, served);
}
