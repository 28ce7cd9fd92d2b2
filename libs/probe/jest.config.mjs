import preset, { WITH_POSTGRES } from '../../jest.preset.mjs';

export default { ...preset('probe'), ...WITH_POSTGRES };
