import { type ResolverShown, signatureVerdict } from './dnssec.js';

const shown = (checked: ResolverShown['checked'], validates = true, unchecked = checked !== 'silent'): ResolverShown => ({
  checked,
  validates,
  unchecked,
});

describe('the verdict on signatures', () => {
  it.each<readonly [string, readonly ResolverShown[]]>([
    ['secure', [shown('authentic')]],
    ['secure', [shown('answered', false), shown('authentic')]],
    ['secure', [shown('silent'), shown('authentic')]],
    ['insecure', [shown('answered')]],
    ['insecure', [shown('answered'), shown('answered', false)]],
    ['insecure', [shown('answered'), shown('silent')]],
    ['bogus', [shown('refused')]],
    ['bogus', [shown('refused', true, false), shown('answered', false)]],
    ['bogus', [shown('refused'), shown('authentic')]],
    ['unable-to-tell', [shown('answered', false)]],
    ['unable-to-tell', [shown('refused', true, false)]],
    ['unable-to-tell', [shown('refused', false), shown('answered', false)]],
    ['unable-to-tell', [shown('silent'), shown('silent')]],
    ['unable-to-tell', []],
  ])('is %s for %j', (verdict, resolvers) => {
    expect(signatureVerdict(resolvers)).toBe(verdict);
  });
});
