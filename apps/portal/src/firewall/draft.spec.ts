import { FirewallSettings } from '@stellwerk/domain';
import { isSame, isWhole, isWrong, readable, withDirection, withSwitch } from './draft';

const draft = (values: object = {}) => FirewallSettings.parse(values);

describe('a draft of firewall settings', () => {
  it('leaves out what cannot be read, and nothing else', () => {
    const typed = { ...draft({ lan: ['10.0.0.0/24'] }), publicAddress: '1.2.', providers: ['ok.example', 'x y'] };
    expect(readable(typed)).toEqual(draft({ lan: ['10.0.0.0/24'] }));
    expect([isWhole(typed), isWhole(draft())]).toEqual([false, true]);
    expect([isWrong('publicAddress', '203.0.113.5'), isWrong('publicAddress', null), isWrong('lan', ['10.0.0.0/40'])]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('keeps a switch only where it differs from what follows from the PBX', () => {
    const on = withSwitch(draft(), 'stun', true, false);
    expect(on.switches).toEqual({ stun: true });
    expect(withSwitch(on, 'stun', false, false).switches).toEqual({});
    expect(withSwitch(draft(), 'mobileApps', false, true).switches).toEqual({ mobileApps: false });
  });

  it('decides a direction, another one, and none', () => {
    const decided = withDirection(draft(), 'dns', 'off');
    expect(withDirection(decided, 'dns', 'lan').overrides).toEqual([{ row: 'dns', direction: 'lan' }]);
    expect(withDirection(decided, 'dns', 'inferred').overrides).toEqual([]);
  });

  it('is the same in any order', () => {
    expect(isSame(draft({ switches: { stun: true, neon: true } }), draft({ switches: { neon: true, stun: true } }))).toBe(true);
    expect(isSame(draft({ lan: ['10.0.0.0/24'] }), draft())).toBe(false);
  });
});
