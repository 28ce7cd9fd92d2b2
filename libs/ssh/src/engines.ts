import { installedClient } from './openssh/program.js';
import { bindingAvailable } from './ssh2/library.js';

/** True when ssh2 uses its native addon; without it bulk runs at half the speed and nobody says so (measured 0.51 to 0.61). */
export const nativeAddon = (): boolean => bindingAvailable;

/** Version of the machine's own OpenSSH client (`OpenSSH_9.2p1`), or null when there is none. */
export const opensshClient = (): Promise<string | null> => installedClient();
