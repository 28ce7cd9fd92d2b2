import { FetchFailed, type GuardedFetch } from '@stellwerk/probe';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from 'openid-client';
import { Refusal } from '../http/refusal.js';

/** How we are known at an OpenID provider. */
export interface OpenIdRegistration {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What has to come back as it was sent. */
export interface OpenIdChallenge {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
  /** Ask for the person to prove to be there, even if the provider still knows them. */
  readonly anew: boolean;
}

/** Who somebody is at an OpenID provider. The name is what the provider says, for a new account; nothing is decided by it. */
export interface OpenIdIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
}

/** A person who was sent to prove themselves anew must have done so this recently. */
const ANEW_SECONDS = 300;
const TIMEOUT_SECONDS = 10;
/** A discovery document and the keys it leads to are asked for again after this time. */
const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 200;

/**
 * OpenID Connect code flow with PKCE, nonce and state. Every request goes through the guarded fetch, so an issuer is an address like any other
 * that somebody typed in: https, public unless allowed, no redirects. The ID token's signature is checked against the issuer's keys, although
 * the standard would leave that to TLS (Core §3.1.3.7).
 */
export class OpenIdClient {
  private readonly kept = new Map<string, { readonly config: Configuration; readonly until: number }>();

  constructor(
    private readonly fetch: GuardedFetch,
    private readonly now: () => number = Date.now,
  ) {}

  /** Reads the discovery document of an issuer; returns the issuer in the one form it names itself. Refuses with the reason. */
  async discover(issuer: string): Promise<string> {
    return (await this.metadataOf(issuer, 'none')).issuer;
  }

  /** Where to send the browser. */
  async begin(registration: OpenIdRegistration, challenge: OpenIdChallenge): Promise<URL> {
    const config = await this.configurationOf(registration);
    return buildAuthorizationUrl(config, {
      redirect_uri: challenge.redirectUri,
      response_type: 'code',
      scope: 'openid profile',
      code_challenge: await calculatePKCECodeChallenge(challenge.verifier),
      code_challenge_method: 'S256',
      state: challenge.state,
      nonce: challenge.nonce,
      ...(challenge.anew ? { prompt: 'login', max_age: '0' } : {}),
    });
  }

  /**
   * Redeems the code that came back and verifies everything about the ID token: issuer, audience, times, nonce, signature.
   * @param back the address that the browser was sent back to, query included
   */
  async finish(registration: OpenIdRegistration, challenge: OpenIdChallenge, back: URL): Promise<OpenIdIdentity> {
    const config = await this.configurationOf(registration);
    const tokens = await authorizationCodeGrant(config, back, {
      expectedState: challenge.state,
      expectedNonce: challenge.nonce,
      pkceCodeVerifier: challenge.verifier,
      idTokenExpected: true,
      ...(challenge.anew ? { maxAge: ANEW_SECONDS } : {}),
    }).catch((error: unknown) => {
      throw refusalOf(error, 'openid-refused');
    });
    const claims = tokens.claims();
    if (claims === undefined || claims.iss !== registration.issuer || claims.sub === '') throw new Refusal('openid-refused');
    return { issuer: claims.iss, subject: claims.sub, name: nameIn(claims['name']) ?? nameIn(claims['preferred_username']) };
  }

  private async configurationOf({ issuer, clientId, clientSecret }: OpenIdRegistration): Promise<Configuration> {
    const key = JSON.stringify([issuer, clientId, clientSecret]);
    const kept = this.kept.get(key);
    if (kept !== undefined && kept.until > this.now()) return kept.config;
    const metadata = await this.metadataOf(issuer, clientId);
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const basic = methods.includes('client_secret_basic') || !methods.includes('client_secret_post');
    const config = new Configuration(metadata, clientId, {}, (basic ? ClientSecretBasic : ClientSecretPost)(clientSecret));
    config[customFetch] = this.fetching;
    config.timeout = TIMEOUT_SECONDS;
    enableNonRepudiationChecks(config);
    this.kept.delete(key);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST_KEPT) this.kept.delete(oldest);
    this.kept.set(key, { config, until: this.now() + KEPT_MS });
    return config;
  }

  private async metadataOf(issuer: string, clientId: string): Promise<ServerMetadata> {
    const url = issuerUrl(issuer);
    const found = await discovery(url, clientId, undefined, undefined, { [customFetch]: this.fetching, timeout: TIMEOUT_SECONDS }).catch(
      (error: unknown) => {
        throw refusalOf(error, 'identity-provider-unusable');
      },
    );
    const metadata = found.serverMetadata();
    // The library lets some well-known issuers name themselves differently; here an issuer is what it says.
    if (new URL(metadata.issuer).href !== url.href) throw unusable('issuer-mismatch');
    const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri];
    if (endpoints.some((endpoint) => endpoint === undefined || !URL.canParse(endpoint) || new URL(endpoint).protocol !== 'https:'))
      throw unusable('issuer-no-code-flow');
    return metadata;
  }

  private readonly fetching = (
    url: string,
    init: { method: string; headers: Record<string, string>; body?: unknown; signal?: AbortSignal },
  ) =>
    this.fetch(url, {
      method: init.method,
      headers: init.headers,
      body: init.body === undefined || init.body === null ? null : bodyText(init.body),
      signal: init.signal,
    });
}

/** The library sends forms only. */
function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('a request to an OpenID provider is a form');
}

const nameIn = (claim: unknown): string | null => (typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, 120) : null);

/** An issuer is an https address without query or fragment (Core §2); one that points at a document would be believed whatever it says. */
function issuerUrl(issuer: string): URL {
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  if (url === null || url.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw unusable('issuer-malformed');
  if (url.pathname.includes('/.well-known/')) throw unusable('issuer-malformed');
  return url;
}

const unusable = (code: string): Refusal => new Refusal('identity-provider-unusable', { errors: [{ pointer: '/issuer', code }] });

function failureIn(error: unknown): FetchFailed | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if (at instanceof FetchFailed) return at;
  return null;
}

/** What went wrong, in the API's words: the way to the issuer, or what it said. Anything else is a bug. */
function refusalOf(error: unknown, otherwise: 'openid-refused' | 'identity-provider-unusable'): unknown {
  const failure = failureIn(error)?.fault;
  if (failure?.code === 'address-forbidden') {
    const address = failure.params['address'] ?? failure.params['host'] ?? '';
    return new Refusal('host-forbidden', { errors: [{ pointer: '/issuer', code: 'forbidden-address', params: { address } }] });
  }
  if (failure !== undefined) return unusable(failure.params['reason'] === 'tls' ? 'issuer-certificate' : 'issuer-unreachable');
  if (!(error instanceof Error) || !isAnswer(error)) return error;
  if (otherwise === 'openid-refused') return new Refusal('openid-refused', { params: { why: codeOf(error) } });
  return unusable(codeOf(error) === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' ? 'issuer-mismatch' : 'issuer-no-discovery');
}

const codeOf = (error: Error): string => {
  const { code, error: said } = error as { code?: unknown; error?: unknown };
  return typeof said === 'string' ? said : typeof code === 'string' ? code : error.name;
};

/** Errors of the library about what the other side said, or did not say; what has no code there went wrong in our own house. */
const isAnswer = (error: Error): boolean =>
  ['ResponseBodyError', 'AuthorizationResponseError', 'WWWAuthenticateChallengeError'].includes(error.name) ||
  (error instanceof ClientError && typeof error.code === 'string');
