import { isMuted, isResting } from './paused.js';

const at = '2026-11-23T12:00:00Z';
const then = Date.parse(at);

describe('what rests', () => {
  it('rests until the last moment of its pause, and no longer', () => {
    expect(isResting({ pausedAt: at, pausedUntil: at }, then - 1)).toBe(true);
    expect(isResting({ pausedAt: at, pausedUntil: at }, then)).toBe(false);
    expect(isResting({ pausedAt: at, pausedUntil: null }, then * 2)).toBe(true);
    expect(isResting({ pausedAt: null, pausedUntil: null }, then)).toBe(false);
  });

  it('is mute until the last moment, and no longer', () => {
    expect(isMuted({ mutedUntil: at }, then - 1)).toBe(true);
    expect(isMuted({ mutedUntil: at }, then)).toBe(false);
    expect(isMuted({ mutedUntil: null }, then)).toBe(false);
  });
});
