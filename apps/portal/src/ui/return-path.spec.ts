import { safeReturnPath, signInPath } from './return-path.js';

describe('safeReturnPath', () => {
  it('leads back to a path of this origin, with its query', () => {
    expect(safeReturnPath('/tunnels/1?tab=x')).toBe('/tunnels/1?tab=x');
  });

  it.each([
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-in?return=/',
  ])('refuses %p', (wanted) => expect(safeReturnPath(wanted)).toBe('/'));

  it('survives the trip through the sign-in address', () => {
    const url = new URL(signInPath('/?state=blocked&search=a b'), 'http://x');
    expect(url.searchParams.get('return')).toBe('/?state=blocked&search=a b');
  });
});
