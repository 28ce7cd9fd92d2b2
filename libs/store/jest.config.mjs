import preset, { WITH_POSTGRES } from '../../jest.preset.mjs';

// Real processes on a busy machine: patience costs nothing where tests wait for events.
export default { ...preset('store'), ...WITH_POSTGRES, testTimeout: 30_000 };
