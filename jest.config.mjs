import { existsSync, readdirSync } from 'node:fs';
import { TEST_TIMEOUT_MS } from './jest.preset.mjs';

/** Every project in one run: one summary, one count. */
const projects = ['libs', 'apps'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

export default {
  // In a run over many projects Jest takes this from here only.
  testTimeout: TEST_TIMEOUT_MS,
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  projects: [...projects, 'tools'].filter((project) => existsSync(`${project}/jest.config.mjs`)).map((project) => `<rootDir>/${project}`),
};
