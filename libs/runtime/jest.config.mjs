import preset from '../../jest.preset.mjs';

// Real processes on a busy machine: patience costs nothing where tests wait for events.
export default { ...preset('runtime'), testTimeout: 30_000 };
