export { freePort } from './free-port.js';
export { descendants, signal } from './processes.js';
export { type KeyKind, type KeyOptions, type KeyPair, makeKey, signUserKey } from './ssh-keys.js';
export { type Sshd, sshdMissing, type SshdOptions, startSshd } from './sshd.js';
export { until } from './until.js';
export { available, describeWith, type Requirement } from './available.js';
export { startChromium, type RunningBrowser } from './chromium.js';
export { unprivileged, type Unprivileged } from './unprivileged.js';
