import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { CLIENT, type Issuer, serveIssuer } from './issuer-server.js';

export interface Told {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signed with this instead of the key that the issuer publishes; a string: HMAC with it. */
  readonly key?: KeyObject | string | null;
}

/** An issuer under an attacker's control, or one that is broken: it says whatever the test wants it to say. */
export interface RogueIssuer extends Issuer {
  /** What is put into the next ID tokens. */
  told: Told;
  /** The whole answer of the token endpoint instead. */
  answer: { readonly status: number; readonly body: unknown } | null;
  /** Changes the discovery document. */
  discovery: Readonly<Record<string, unknown>>;
  /** Bodies that reached the token endpoint. */
  readonly asked: string[];
  /** For another issuer's signature. */
  readonly strangersKey: KeyObject;
}

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

function idToken(header: object, claims: object, key: KeyObject | string | null): string {
  const text = `${json(header)}.${json(claims)}`;
  if (key === null) return `${text}.`;
  if (typeof key === 'string') return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** @param nonceOf the nonce of the flow that is under way, as an issuer sees it in the authorization request */
export async function startRogueIssuer(nonceOf: () => string): Promise<RogueIssuer> {
  const [own, stranger] = [newKey(), newKey()];
  const rogue = {
    told: {} as Told,
    answer: null as RogueIssuer['answer'],
    discovery: {},
    asked: [] as string[],
    strangersKey: stranger.privateKey,
  };
  const served = await serveIssuer((issuer) => (request, response) => {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration')
      return reply(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        ...rogue.discovery,
      });
    if (request.url === '/jwks')
      return reply(200, { keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] });
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      rogue.asked.push(body);
      if (rogue.answer !== null) return reply(rogue.answer.status, rogue.answer.body);
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: CLIENT.id, sub: 'anna', iat: now, exp: now + 300, nonce: nonceOf(), ...rogue.told.claims };
      const key = rogue.told.key === undefined ? own.privateKey : rogue.told.key;
      const id_token = idToken({ alg: 'RS256', kid: 'one', ...rogue.told.header }, claims, key);
      return reply(200, { access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token });
    });
    return undefined;
  });
  return Object.assign(rogue, served);
}
