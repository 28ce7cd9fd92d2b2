import preset from '../../jest.preset.mjs';

// A sign-in costs real argon2 work and a refused one a fixed time: a busy machine needs more than the default five seconds.
export default { ...preset('api'), testTimeout: 30_000 };
