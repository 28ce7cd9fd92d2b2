import { mayAct, nextRequestStatus, REQUEST_STATES, type RequestAct } from './states.js';

const ACTS: readonly RequestAct[] = ['change', 'approve', 'decline', 'withdraw', 'revoke', 'end'];

describe('the state of a request', () => {
  it('goes forward only, along these ways and no others', () => {
    const ways = REQUEST_STATES.flatMap((from) => ACTS.map((act) => [from, act, nextRequestStatus(from, act)] as const));
    expect(ways.filter(([, , to]) => to !== null)).toEqual([
      ['pending', 'change', 'pending'],
      ['pending', 'approve', 'approved'],
      ['pending', 'decline', 'declined'],
      ['pending', 'withdraw', 'withdrawn'],
      ['approved', 'revoke', 'revoked'],
      ['approved', 'end', 'ended'],
    ]);
  });
});

describe('who may do what to a request', () => {
  const customer = { own: false, decides: false, side: 'tenant' } as const;
  const staff = { own: false, decides: true, side: 'provider' } as const;
  const reader = { own: false, decides: false, side: 'provider' } as const;
  it.each([
    ['a decider approves', 'approve', staff, 'yes'],
    ['nobody approves their own, whatever they may decide', 'approve', { ...staff, own: true }, 'own-request'],
    ['nobody declines their own', 'decline', { ...staff, own: true }, 'own-request'],
    ['the customer decides nothing', 'approve', customer, 'forbidden'],
    ['not even about their own', 'decline', { ...customer, own: true }, 'forbidden'],
    ['the requester changes it', 'change', { ...customer, own: true }, 'yes'],
    ['a colleague does not', 'change', customer, 'not-your-request'],
    ['nor does a decider', 'withdraw', staff, 'not-your-request'],
    ['the requester takes it back', 'withdraw', { ...staff, own: true }, 'yes'],
    ['a decider ends it early', 'revoke', staff, 'yes'],
    ['so does anybody of the customer’s side', 'revoke', customer, 'yes'],
    ['so does who asked', 'revoke', { ...reader, own: true }, 'yes'],
    ['others of the provider do not', 'revoke', reader, 'forbidden'],
  ] as const)('%s', (_, act, actor, verdict) => expect(mayAct(act, actor)).toBe(verdict));
});
