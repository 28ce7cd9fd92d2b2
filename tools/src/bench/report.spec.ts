import { markdown, type Outcome } from './report.js';
import { atLeast, atMost, type Measure } from './row.js';
import { single, spread } from './statistics.js';

const machine = {
  cpu: 'A CPU',
  cores: 2,
  memoryGiB: 8,
  system: 'Linux',
  node: 'v20',
  openssh: 'OpenSSH',
  autossh: 'autossh',
  loadAtStart: 0,
};
const row = (measures: readonly Measure[], failure: string | null = null): Outcome => ({
  key: 'k',
  title: 'A row',
  method: 'How.',
  measures,
  failure,
  tookSeconds: 1,
  at: '2026-01-01T00:00:00Z',
  quick: false,
  load: 0,
});

describe('the benchmark report', () => {
  it('tells a missed target in the summary as plainly as in its row', () => {
    const text = markdown({ machine, rows: [row([{ name: 'speed', target: atLeast(2), unit: 'x', value: spread([1, 1.5, 2]) }])] });
    expect(text).toContain('0 of 1 targets were met.');
    expect(text).toContain('- A row — speed: **1.50×** [1.25 – 1.75] where ≥ 2× was wanted');
    expect(text).toContain('| speed | ≥ 2× | **1.50×** [1.25 – 1.75] |  | **missed** |');
  });

  it('counts a figure that is exactly on its target as met', () => {
    expect(markdown({ machine, rows: [row([{ name: 'lost', target: atMost(0), unit: 'B', value: single(0) }])] })).toContain(
      '1 of 1 targets were met.',
    );
  });

  it('names a row that could not be measured instead of leaving it out', () => {
    const text = markdown({ machine, rows: [row([], 'autossh is not installed')] });
    expect(text).toContain('- A row: not measured (autossh is not installed).');
    expect(text).toContain('**Not measured:** autossh is not installed');
  });

  it('judges a figure that came out as no number as missed', () => {
    expect(markdown({ machine, rows: [row([{ name: 'time', target: atMost(1), unit: 's', value: single(Number.NaN) }])] })).toContain(
      '0 of 1 targets were met.',
    );
  });

  it('warns of figures that were taken while the machine was busy', () => {
    expect(markdown({ machine, rows: [{ ...row([]), load: 5 }] })).toContain('busy with other work (load average 5.00 on 2 cores)');
    expect(markdown({ machine, rows: [row([])] })).not.toContain('busy');
  });
});
