export { inventory, type Inventory, type InventoryOptions } from './inventory.js';
export { newCounters, type RelayCounters } from './relay-counters.js';
export type {
  Binding,
  Connect,
  DialOptions,
  HostKeyJudge,
  HostKeyVerdict,
  KeepAlive,
  Origin,
  PresentedHostKey,
  RemoteListener,
  RemoteListenRequest,
  Session,
} from './session.js';
export type { Side, SideListener, SideListenRequest } from './side.js';
export { sshSide } from './ssh-side.js';
export { dial } from './dial.js';
export { nativeAddon, opensshClient } from './engines.js';
export type { Algorithms } from './kexinit.js';
export { networkSide, type NetworkSideOptions } from './network-side.js';
export { checkCredential, parsePrivateKey, type PrivateKeyFacts, type UnusableReason } from './private-key.js';
export { type Relay, relay } from './relay.js';
export { endStaleSession, identify, type SessionIdentity, type StaleEnd } from './stale-session.js';
