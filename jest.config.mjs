import { existsSync, readdirSync } from 'node:fs';

/** Every project in one run: one summary, one count. */
const projects = ['libs', 'apps'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

export default {
  // Jest takes this from the outermost configuration only; see jest.preset.mjs.
  testTimeout: 30_000,
  projects: [...projects, 'tools'].filter((project) => existsSync(`${project}/jest.config.mjs`)).map((project) => `<rootDir>/${project}`),
};
