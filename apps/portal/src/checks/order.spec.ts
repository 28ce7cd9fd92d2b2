import { CHECK_STATUSES } from '@stellwerk/domain';
import type { RuleAnswer } from '@stellwerk/contracts';
import { isQuiet, shortSubject, worstFirst } from './order.js';

const answer = (status: RuleAnswer['status'], rule = 'X') => ({ status, rule }) as RuleAnswer;

describe('the answers of a run', () => {
  it('stand worst first, every status in its place', () => {
    expect(worstFirst(CHECK_STATUSES.map((s) => answer(s))).map((a) => a.status)).toEqual([
      'fail',
      'warn',
      'unable-to-tell',
      'info',
      'pending',
      'ok',
      'skipped',
    ]);
  });

  it('keep the order of the rules among equals', () => {
    expect(worstFirst([answer('ok', 'A'), answer('fail', 'B'), answer('ok', 'C')]).map((a) => a.rule)).toEqual(['B', 'A', 'C']);
  });

  it('hide nothing that somebody should read: what could not be told is no less loud than a hint', () => {
    expect(CHECK_STATUSES.filter((status) => isQuiet({ status }))).toEqual(['ok', 'skipped']);
  });
});

describe('what an answer is about', () => {
  it('is shown whole, unless it is a fingerprint', () => {
    expect(shortSubject('connect.acme.example')).toBe('connect.acme.example');
    expect(shortSubject('ab'.repeat(32))).toBe('abababababab…');
    expect(shortSubject('')).toBe('');
  });
});
