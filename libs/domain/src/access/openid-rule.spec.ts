import { decideOpenId, type OpenIdOutcome, type OpenIdReturn, returnPath } from './openid-rule.js';

const refused = (why: string) => ({ do: 'refuse', why });

describe('what an identity of an OpenID provider means', () => {
  it.each<[string, OpenIdReturn, unknown]>([
    ['a known one comes in', { purpose: 'sign-in', known: 'a', running: null, invited: null }, { do: 'enter', personId: 'a' }],
    [
      'a known one comes in beside another session',
      { purpose: 'sign-in', known: 'a', running: 'b', invited: null },
      { do: 'enter', personId: 'a' },
    ],
    ['an unknown one does not', { purpose: 'sign-in', known: null, running: null, invited: null }, refused('identity-unknown')],
    [
      'an unknown one does not, whoever is signed in',
      { purpose: 'sign-in', known: null, running: 'a', invited: null },
      refused('identity-unknown'),
    ],
    ['linking needs a session', { purpose: 'link', known: null, running: null, invited: null }, refused('unauthenticated')],
    ['linking', { purpose: 'link', known: null, running: 'a', invited: null }, { do: 'link', personId: 'a' }],
    ['linking again', { purpose: 'link', known: 'a', running: 'a', invited: null }, { do: 'link', personId: 'a' }],
    ['linking somebody else’s', { purpose: 'link', known: 'b', running: 'a', invited: null }, refused('identity-taken')],
    [
      'invited without account',
      { purpose: 'invitation', known: null, running: null, invited: null },
      { do: 'accept', personId: null, link: true },
    ],
    [
      'invited with an account, signed out',
      { purpose: 'invitation', known: null, running: null, invited: 'a' },
      refused('unauthenticated'),
    ],
    [
      'invited with an account, signed in',
      { purpose: 'invitation', known: null, running: 'a', invited: 'a' },
      { do: 'accept', personId: 'a', link: true },
    ],
    ['invited and known', { purpose: 'invitation', known: 'a', running: null, invited: 'a' }, { do: 'accept', personId: 'a', link: false }],
    [
      'invited, but known as another',
      { purpose: 'invitation', known: 'b', running: null, invited: 'a' },
      refused('invitation-for-someone-else'),
    ],
    [
      'invited without account, but known as another',
      { purpose: 'invitation', known: 'b', running: null, invited: null },
      refused('invitation-for-someone-else'),
    ],
    ['another’s session', { purpose: 'invitation', known: null, running: 'b', invited: 'a' }, refused('invitation-for-someone-else')],
    [
      'another’s session, invited without account',
      { purpose: 'invitation', known: null, running: 'b', invited: null },
      refused('invitation-for-someone-else'),
    ],
  ])('%s', (_, given, expected) => {
    expect(decideOpenId(given)).toEqual(expected);
  });

  it('never lets in, links or accepts for anybody but the one that identity, session or invitation name', () => {
    for (const purpose of ['sign-in', 'invitation', 'link'] as const)
      for (const known of [null, 'a', 'b'])
        for (const running of [null, 'a', 'b'])
          for (const invited of [null, 'a', 'b']) {
            const outcome: OpenIdOutcome = decideOpenId({ purpose, known, running, invited });
            if (outcome.do === 'refuse' || outcome.personId === null) continue;
            if (known !== null) expect(outcome.personId).toBe(known);
            else expect(outcome.personId).toBe(running);
          }
  });
});

describe('the way back into the portal', () => {
  it.each(['/', '/requests/1?tab=a#b', '/members'])('%s stays', (path) => expect(returnPath(path)).toBe(path));
  it.each([
    undefined,
    '',
    'members',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    '/a\\b',
    'javascript:alert(1)',
  ])('%j leads to the start', (path) => expect(returnPath(path)).toBe('/'));
  it.each(['/a/../..//evil.example', '/.//evil.example', '/a/..//evil.example/%2e%2e'])('%s leads nowhere else', (path) => {
    expect(returnPath(path)).not.toMatch(/^\/\//);
  });
});
