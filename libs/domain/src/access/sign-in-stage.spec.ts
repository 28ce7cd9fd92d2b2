import { type SignInSituation, stageOf } from './sign-in-stage.js';

const plain: SignInSituation = {
  method: 'password',
  hasSecondFactor: false,
  secondFactorGiven: false,
  passwordOneTime: false,
  secondFactorDemanded: false,
};

describe('what a sign-in still lacks', () => {
  it.each<[string, Partial<SignInSituation>, ReturnType<typeof stageOf>]>([
    ['nothing, where nothing is demanded', {}, 'full'],
    ['the second factor of whoever has one', { hasSecondFactor: true }, 'second-factor'],
    ['nothing once it was given', { hasSecondFactor: true, secondFactorGiven: true, secondFactorDemanded: true }, 'full'],
    ['a factor where one is demanded', { secondFactorDemanded: true }, 'enrol-factor'],
    ['a password of one’s own', { passwordOneTime: true, secondFactorDemanded: true }, 'change-password'],
    ['the second factor before the account may be changed', { passwordOneTime: true, hasSecondFactor: true }, 'second-factor'],
    ['the password after the second factor', { passwordOneTime: true, hasSecondFactor: true, secondFactorGiven: true }, 'change-password'],
    ['nothing with a passkey', { method: 'passkey', hasSecondFactor: true, secondFactorDemanded: true }, 'full'],
    ['nothing behind an OpenID provider', { method: 'oidc', secondFactorDemanded: true, hasSecondFactor: true }, 'full'],
  ])('%s', (_, situation, stage) => {
    expect(stageOf({ ...plain, ...situation })).toBe(stage);
  });
});
