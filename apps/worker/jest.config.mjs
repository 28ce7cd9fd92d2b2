import preset, { WITH_POSTGRES } from '../../jest.preset.mjs';

export default { ...preset('worker'), ...WITH_POSTGRES };
