import preset, { WITH_POSTGRES } from '../../jest.preset.mjs';

export default { ...preset('api'), ...WITH_POSTGRES };
