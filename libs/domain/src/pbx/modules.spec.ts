import fc from 'fast-check';
import { compareVersions, isModuleActive, judgeModule, mayEditTunnel, MODULES, modulesFor, versionSatisfied } from './modules.js';
import { ModuleKey } from './pbx.js';

const on = { enabled: true };
const off = { enabled: false };

describe('versions', () => {
  it.each([
    ['23.5.30', '23.5.9', 1],
    ['v23.5.25', '23.5.25', 0],
    ['23.6', '23.5.30', 1],
    ['23', '23.0.0', 0],
    ['8.1.2.4', '8.1.2.10', -1],
  ])('%s against %s', (a, b, expected) => {
    expect(compareVersions(a, b)).toBe(expected);
    expect(compareVersions(b, a)).toBe(expected === 0 ? 0 : -expected);
  });
  it('order as their numbers do', () => {
    const version = fc.array(fc.nat(50), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((parts) => parts.join('.')) as [string, string, string];
        if (compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0) expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
      }),
    );
  });
  it('satisfy a module, do not, or cannot tell', () => {
    expect(versionSatisfied('active-directory-synchronisation', '23.5.30')).toBe(true);
    expect(versionSatisfied('insight-analytics', '23.6.15')).toBe(false);
    expect(versionSatisfied('call-recording', null)).toBeNull();
    expect(versionSatisfied('monitoring', null)).toBe(true);
  });
});

describe('modules', () => {
  it('are all described, and belong to STARFACE except the general one', () => {
    expect(Object.keys(MODULES).sort()).toEqual([...ModuleKey.options].sort());
    expect(modulesFor('starface')).toHaveLength(8);
    expect(modulesFor('xphone-connect')).toEqual(['general']);
  });
  it.each([
    ['general needs no installation', { module: 'general', product: 'estos-ucserver', installed: null }, []],
    [
      'a STARFACE module on an XPhone server',
      { module: 'monitoring', product: 'xphone-connect', installed: null },
      ['error module-not-for-product'],
    ],
    ['not installed', { module: 'call-recording', product: 'starface', installed: null }, ['error module-not-installed']],
    [
      'installed, new enough and active',
      { module: 'call-recording', product: 'starface', installed: { version: '23.5.25', configurations: [off, on] } },
      [],
    ],
    [
      'too old',
      { module: 'call-recording', product: 'starface', installed: { version: '23.5.24', configurations: [on] } },
      ['warning module-version-too-old'],
    ],
    [
      'of unknown version',
      { module: 'call-recording', product: 'starface', installed: { version: null, configurations: [on] } },
      ['info module-version-unknown'],
    ],
    [
      'without an enabled configuration',
      { module: 'monitoring', product: 'starface', installed: { version: null, configurations: [off] } },
      ['warning module-inactive'],
    ],
  ] as const)('%s', (_title, { module, product, installed }, expected) => {
    expect(judgeModule(module, product, installed).map((finding) => `${finding.severity} ${finding.code}`)).toEqual(expected);
  });
  it('run their tunnels while one configuration is enabled', () => {
    expect(isModuleActive('monitoring', [])).toBe(false);
    expect(isModuleActive('monitoring', [off, off])).toBe(false);
    expect(isModuleActive('monitoring', [off, on])).toBe(true);
    expect(isModuleActive('general', [])).toBe(true);
  });
  it('edit only their own tunnels', () => {
    expect(mayEditTunnel('monitoring', 'monitoring')).toBe(true);
    expect(mayEditTunnel('monitoring', 'general')).toBe(false);
  });
});
