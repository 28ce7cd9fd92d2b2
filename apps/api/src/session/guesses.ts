import type { Queue } from '@stellwerk/queue';
import { addressKey, type Limit, Throttle } from '../core/limits.js';

export interface GuessLimits {
  /** Attempts at one account from one address, at one account from anywhere, and from one address at any account. */
  readonly pair: Limit;
  readonly account: Limit;
  readonly address: Limit;
}

/** A person mistypes a few times; nobody mistypes a hundred times an hour. */
export const SIGN_IN_LIMITS: GuessLimits = {
  pair: { points: 10, seconds: 900 },
  account: { points: 60, seconds: 3_600 },
  address: { points: 120, seconds: 3_600 },
};

/** Attempts at what can be guessed: passwords, codes. Spend before looking, forgive when it was right. */
export class Guesses {
  private readonly pair: Throttle;
  private readonly account: Throttle;
  private readonly address: Throttle;

  constructor(queue: Pick<Queue, 'limiter'>, name: string, limits: GuessLimits) {
    this.pair = new Throttle(queue, `${name}-pair`, limits.pair);
    this.account = new Throttle(queue, `${name}-account`, limits.account);
    this.address = new Throttle(queue, `${name}-address`, limits.address);
  }

  async spend(account: string, address: string | null): Promise<void> {
    const from = addressKey(address);
    await this.address.spend(from);
    await this.pair.spend(`${account} ${from}`);
    await this.account.spend(account);
  }

  /** The address only gets back this one attempt: owning one account must not buy more guesses at the others. */
  async forgive(account: string, address: string | null): Promise<void> {
    const from = addressKey(address);
    await Promise.all([this.pair.forgive(`${account} ${from}`), this.account.forgive(account), this.address.giveBack(from)]);
  }
}
