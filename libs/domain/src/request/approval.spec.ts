import { type ApprovalAttempt, judgeApproval } from './approval.js';
import { canonicalTerms, type Terms } from './request.js';

const attempt = (over: Partial<ApprovalAttempt>): ApprovalAttempt => ({
  status: 'pending',
  requestedBy: 'anna',
  approver: 'bert',
  agreed: 'h1',
  given: [],
  required: 1,
  ...over,
});

describe('an approval', () => {
  it.each([
    ['completes a request that needs one', {}, { refused: null, complete: true }],
    ['completes one that needs nobody any more', { required: 0 }, { refused: null, complete: true }],
    ['waits for a second person', { required: 2 }, { refused: null, complete: false }],
    ['completes as the second person’s', { required: 2, given: [{ personId: 'cora', agreed: 'h1' }] }, { refused: null, complete: true }],
    ['is not counted twice for one person', { required: 2, given: [{ personId: 'bert', agreed: 'h1' }] }, { refused: 'already-approved' }],
    [
      'is refused for something else than the first',
      { required: 2, given: [{ personId: 'cora', agreed: 'h2' }] },
      { refused: 'request-changed' },
    ],
    ['is refused to who asked', { approver: 'anna' }, { refused: 'own-request' }],
    [
      'is refused to who asked, also as the second',
      { required: 2, approver: 'anna', given: [{ personId: 'cora', agreed: 'h1' }] },
      { refused: 'own-request' },
    ],
    ['comes too late for an approved request', { status: 'approved' }, { refused: 'request-closed' }],
    ['comes too late for a declined one, whoever asks', { status: 'declined', approver: 'anna' }, { refused: 'request-closed' }],
  ] as const)('%s', (_, over, verdict) => expect(judgeApproval(attempt(over))).toEqual(verdict));
});

describe('what is agreed to', () => {
  const terms: Terms = {
    tunnel: {
      pbxId: 'p',
      module: 'general',
      name: 'AD',
      sshServerId: 's',
      mappings: [
        {
          name: 'LDAP',
          direction: 'outbound',
          exposure: 'gateway',
          localPort: 1389,
          remotePort: 389,
          targetHost: 'dc',
          allowFrom: ['10.0.0.1', '10.0.0.2'],
          protocol: 'ldap',
        },
        {
          name: 'LDAPS',
          direction: 'outbound',
          exposure: 'private',
          localPort: 1636,
          remotePort: 636,
          targetHost: 'dc',
          allowFrom: [],
          protocol: 'ldaps',
        },
      ],
    },
    endsAt: 1_800_000_000_000,
  };
  const [first, second] = terms.tunnel.mappings;
  const withMappings = (mappings: unknown[]): Terms => ({ ...terms, tunnel: { ...terms.tunnel, mappings: mappings as never } });

  it('is the same text however its keys are ordered and whatever else rides along', () => {
    const shuffled = withMappings([
      { ...Object.fromEntries(Object.entries(first!).reverse()), id: 'x', allowFrom: ['10.0.0.2', '10.0.0.1'] },
      second,
    ]);
    expect(canonicalTerms(shuffled)).toBe(canonicalTerms(terms));
  });
  const others: [string, Terms][] = [
    ['the name', { ...terms, tunnel: { ...terms.tunnel, name: 'AD ' } }],
    ['the module', { ...terms, tunnel: { ...terms.tunnel, module: 'monitoring' as const } }],
    ['the SSH server', { ...terms, tunnel: { ...terms.tunnel, sshServerId: 't' } }],
    ['the end', { ...terms, endsAt: terms.endsAt! + 1_000 }],
    ['no end', { ...terms, endsAt: null }],
    ['one mapping less', withMappings([first])],
    ['the order of mappings', withMappings([second, first])],
    ...(
      [
        ['name', 'X'],
        ['direction', 'inbound'],
        ['exposure', 'private'],
        ['localPort', 1390],
        ['remotePort', 390],
        ['targetHost', null],
        ['allowFrom', []],
        ['protocol', 'tcp'],
      ] as const
    ).map(([field, value]) => [`${field} of a mapping`, withMappings([{ ...first, [field]: value }, second])] as [string, Terms]),
  ];
  it.each(others)('is another text for another %s', (_, other) => expect(canonicalTerms(other)).not.toBe(canonicalTerms(terms)));
});
