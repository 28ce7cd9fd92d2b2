export { type ConnectRequest, createDialer, type Dialer, type DialerOptions, type Resolved } from './dialer.js';
export { type ProbeFacts, type ProbeRequest, probeService, probeTcp } from './probe.js';
