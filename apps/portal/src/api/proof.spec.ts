import { ApiError, type Client, type Problem } from '@stellwerk/contracts';
import { offerProof, withProof } from './proof.js';

const refusal = (code: Problem['code']): ApiError =>
  new ApiError(403, { type: `urn:stellwerk:problem:${code}`, title: code, status: 403, code, detail: code, requestId: '1', errors: [] });

/** A client of one route that refuses as long as nobody proved anything. */
function guarded(code: Problem['code'] = 'step-up-required') {
  const state = { proved: false, calls: 0, asked: 0 };
  const me = () => {
    state.calls += 1;
    return state.proved ? Promise.resolve('fine') : Promise.reject(refusal(code));
  };
  const api = withProof({ me } as unknown as Client) as unknown as { me: () => Promise<string> };
  const answer = (proves: boolean) =>
    offerProof(() => {
      state.asked += 1;
      state.proved = proves;
      return Promise.resolve(proves);
    });
  return { api, state, answer };
}

describe('a call that needs a fresh proof', () => {
  it('is made again once the person has proved to be there', async () => {
    const { api, state, answer } = guarded();
    const withdraw = answer(true);
    expect(await api.me()).toBe('fine');
    expect(state).toMatchObject({ calls: 2, asked: 1 });
    withdraw();
  });

  it('asks once for several calls at the same time', async () => {
    const { api, state, answer } = guarded();
    const withdraw = answer(true);
    expect(await Promise.all([api.me(), api.me(), api.me()])).toEqual(['fine', 'fine', 'fine']);
    expect(state.asked).toBe(1);
    withdraw();
  });

  it('is refused as before when the person declines, or nobody can be asked', async () => {
    const { api, state, answer } = guarded();
    await expect(api.me()).rejects.toMatchObject({ problem: { code: 'step-up-required' } });
    const withdraw = answer(false);
    await expect(api.me()).rejects.toMatchObject({ problem: { code: 'step-up-required' } });
    expect(state.calls).toBe(2);
    withdraw();
  });

  it('does not ask for anything when it was refused for another reason', async () => {
    const { api, state, answer } = guarded('forbidden');
    const withdraw = answer(true);
    await expect(api.me()).rejects.toMatchObject({ problem: { code: 'forbidden' } });
    expect(state.asked).toBe(0);
    withdraw();
  });
});
