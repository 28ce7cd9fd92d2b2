import preset, { WITH_POSTGRES } from '../jest.preset.mjs';

export default { ...preset('tools'), ...WITH_POSTGRES };
