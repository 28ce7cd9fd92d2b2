import type { FindingView } from '@stellwerk/contracts';
import { fieldOf, readJudged } from './read-judged.js';

const finding = (path: string): FindingView => ({ code: 'port-missing', severity: 'error', path, params: {}, text: path });
const judged = {
  keys: ['one', 'two'],
  verdict: {
    valid: false,
    findings: [finding('/mappings/1/localPort'), finding('/mappings/10/localPort'), finding('/module'), finding('/mappings/0')],
    explanations: ['says one', null],
    suggestions: [{ path: '/mappings/1/localPort', port: 1390 }],
    gateways: [],
  },
};

describe('readJudged', () => {
  it('gives each row its own findings, sentence and suggestion', () => {
    const { row } = readJudged(judged);
    expect(row('two').findings.map((f) => f.path)).toEqual(['/mappings/1/localPort']);
    expect(row('two').suggestions.get('localPort')).toBe(1390);
    expect(row('one')).toMatchObject({ explanation: 'says one', findings: [finding('/mappings/0')] });
  });

  it('knows nothing of a row that came after the question', () => {
    expect(readJudged(judged).row('three').findings).toEqual([]);
  });

  it('keeps what concerns the tunnel as a whole apart', () => {
    expect(readJudged(judged).general.map((f) => f.path)).toEqual(['/module']);
  });

  it('names the field of a finding', () => {
    expect([fieldOf(finding('/mappings/1/localPort')), fieldOf(finding('/mappings/0'))]).toEqual(['localPort', '']);
  });

  it('never calls a draft valid that was not judged', () => {
    expect(readJudged(undefined).valid).toBe(false);
  });
});
