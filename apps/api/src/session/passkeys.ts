import {
  CHALLENGE_MS,
  type Challenge,
  challengeForNewPasskey,
  challengeForPasskey,
  hashToken,
  type NewPasskey,
  newSessionToken,
  passkeyNamed,
  readNewPasskey,
  readPasskey,
  type RelyingParty,
} from '@stellwerk/secrets';
import type { PasskeyRow, PersonRow, Store, SystemTx } from '@stellwerk/store';

/** What a challenge was made for; it is good for nothing else. */
type Purpose = 'passkey-sign-in' | 'passkey-proof' | 'passkey-new';

export interface PasskeyChallenge {
  /** Names the challenge in the answer. */
  readonly flow: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** An answer of the browser. */
export interface PasskeyAnswer {
  readonly flow: string;
  readonly response: unknown;
}

/** A right answer; its use is yet to be noted, in the transaction that acts on it. */
export interface PasskeyShown {
  readonly passkey: PasskeyRow;
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * The portal's address as authenticators see it. Browsers bind no passkey to a bare IP address; a portal on loopback is therefore asked for under
 * `localhost`, which is the same machine and which they allow.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  if (/^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) url.hostname = 'localhost';
  return { name: 'Stellwerk', id: url.hostname, origin: url.origin };
}

export const notePasskeyUse = (tx: SystemTx, shown: PasskeyShown): Promise<boolean> =>
  tx.factors.usePasskey(shown.passkey.id, shown.counter, shown.backedUp);

/** Challenges for passkeys, each good once and for five minutes, in whichever API process the answer arrives. */
export class Passkeys {
  constructor(
    private readonly store: Store,
    private readonly party: RelyingParty,
  ) {}

  async challengeSignIn(): Promise<PasskeyChallenge> {
    return this.keep('passkey-sign-in', null, await challengeForPasskey(this.party, []));
  }

  async challengeProof(personId: string): Promise<PasskeyChallenge> {
    const known = await this.store.asSystem('list the passkeys to prove with', (tx) => tx.factors.passkeys(personId));
    return this.keep('passkey-proof', personId, await challengeForPasskey(this.party, known));
  }

  async challengeNew(person: PersonRow): Promise<PasskeyChallenge> {
    const known = await this.store.asSystem('list the passkeys there are', (tx) => tx.factors.passkeys(person.id));
    return this.keep('passkey-new', person.id, await challengeForNewPasskey(this.party, person, known));
  }

  /** Null: not right, whatever is wrong with it. `personId`: whose passkey it has to be; null: anybody's, to sign in. */
  async read({ flow, response }: PasskeyAnswer, personId: string | null): Promise<PasskeyShown | null> {
    const challenge = await this.take(flow, personId === null ? 'passkey-sign-in' : 'passkey-proof', personId);
    const credentialId = passkeyNamed(response);
    if (challenge === null || credentialId === null) return null;
    const passkey = await this.store.asSystem('look up a passkey', (tx) => tx.factors.findPasskey(credentialId));
    if (passkey === null || (personId !== null && passkey.personId !== personId)) return null;
    const read = await readPasskey(this.party, challenge, passkey, response);
    return read && { passkey, ...read };
  }

  async readNew({ flow, response }: PasskeyAnswer, personId: string): Promise<NewPasskey | null> {
    const challenge = await this.take(flow, 'passkey-new', personId);
    return challenge === null ? null : readNewPasskey(this.party, challenge, response);
  }

  private async keep(kind: Purpose, personId: string | null, { challenge, options }: Challenge): Promise<PasskeyChallenge> {
    const flow = newSessionToken();
    await this.store.asSystem('keep a passkey challenge', (tx) =>
      tx.flows.put({ hash: hashToken(flow), kind, data: { challenge, personId }, lifetimeMs: CHALLENGE_MS }),
    );
    return { flow, options };
  }

  /** In a transaction of its own: whatever comes of the answer, the challenge is spent. */
  private async take(flow: string, kind: Purpose, personId: string | null): Promise<string | null> {
    const data = await this.store.asSystem('spend a passkey challenge', (tx) => tx.flows.take(hashToken(flow), kind));
    const { challenge, personId: askedOf } = data ?? {};
    return typeof challenge === 'string' && askedOf === personId ? challenge : null;
  }
}
