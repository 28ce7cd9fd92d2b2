import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures were taken on; goes into the report as it is. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly openssh: string;
  readonly autossh: string;
  /** Load average over one minute when the run began: well above 0 means that something else was running. */
  readonly loadAtStart: number;
}

const says = (command: string, args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n')[0] ?? '';
};

const distribution = (): string => {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
};

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${distribution()}, ${type()} ${release()}`,
  node: process.version,
  openssh: says('ssh', ['-V']),
  autossh: says('autossh', ['-V']),
  loadAtStart: loadavg()[0] ?? 0,
});
