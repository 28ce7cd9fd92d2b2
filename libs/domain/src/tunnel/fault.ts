import { z } from 'zod';

/** Where on the way a failure happened: worker → SSH server → target, or the PBX's end. */
export const Hop = z.enum(['worker', 'ssh-server', 'target', 'pbx']);
export type Hop = z.infer<typeof Hop>;

/** What must happen before trying again can help. `person`: somebody must act; trying on would lock accounts. */
export type Heal = 'retry' | 'person';

/**
 * Every way a tunnel or a mapping can fail, each one something a person can act on. The set is closed: an engine maps
 * whatever its library says onto one of these, and `text/` has a German and an English sentence for each.
 */
export const FAULTS = {
  'name-not-found': { hop: 'worker', heal: 'retry' },
  'address-forbidden': { hop: 'worker', heal: 'person' },
  'connection-refused': { hop: 'ssh-server', heal: 'retry' },
  'connection-timed-out': { hop: 'ssh-server', heal: 'retry' },
  'network-unreachable': { hop: 'worker', heal: 'retry' },
  'not-ssh': { hop: 'ssh-server', heal: 'retry' },
  'no-common-algorithm': { hop: 'ssh-server', heal: 'person' },
  'host-key-changed': { hop: 'ssh-server', heal: 'person' },
  'host-key-unconfirmed': { hop: 'ssh-server', heal: 'person' },
  'credentials-refused': { hop: 'ssh-server', heal: 'person' },
  'credential-unusable': { hop: 'worker', heal: 'person' },
  'connection-lost': { hop: 'ssh-server', heal: 'retry' },
  'keep-alive-timed-out': { hop: 'ssh-server', heal: 'retry' },
  'forwarding-forbidden': { hop: 'ssh-server', heal: 'retry' },
  'remote-port-taken': { hop: 'ssh-server', heal: 'retry' },
  'remote-port-held-by-stale-session': { hop: 'ssh-server', heal: 'retry' },
  'remote-port-privileged': { hop: 'ssh-server', heal: 'retry' },
  'gateway-bind-refused': { hop: 'ssh-server', heal: 'retry' },
  'private-bind-exposed': { hop: 'ssh-server', heal: 'retry' },
  'bind-unverified': { hop: 'ssh-server', heal: 'retry' },
  'local-port-taken': { hop: 'pbx', heal: 'retry' },
  'local-port-privileged': { hop: 'pbx', heal: 'retry' },
  'listen-address-unavailable': { hop: 'pbx', heal: 'retry' },
  'pbx-refused': { hop: 'pbx', heal: 'retry' },
  'pbx-unreachable': { hop: 'pbx', heal: 'retry' },
  'target-refused': { hop: 'target', heal: 'retry' },
  'target-unreachable': { hop: 'target', heal: 'retry' },
  'target-name-not-found': { hop: 'target', heal: 'retry' },
  'target-silent': { hop: 'target', heal: 'retry' },
  'target-wrong-protocol': { hop: 'target', heal: 'retry' },
  'engine-unavailable': { hop: 'worker', heal: 'person' },
  /** The approved time of the tunnel is over, or somebody ended it early. */
  'access-ended': { hop: 'worker', heal: 'person' },
  /** Everything of the customer is stopped for the time being. */
  'tenant-suspended': { hop: 'worker', heal: 'person' },
  'worker-awaited': { hop: 'worker', heal: 'retry' },
  'worker-silent': { hop: 'worker', heal: 'retry' },
  'probe-overdue': { hop: 'worker', heal: 'retry' },
  'internal-error': { hop: 'worker', heal: 'retry' },
} as const satisfies Record<string, { hop: Hop; heal: Heal }>;

export type FaultCode = keyof typeof FAULTS;
export const FaultCode = z.enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]]);

/**
 * One failure. `params` carry what the sentence needs: `host`, `port`, `address`, `type`, `expected` and `received`
 * (fingerprints), `methods` (what the server offers), `client` and `server` (algorithms). Never a secret, never a stack.
 */
export const Fault = z
  .object({ code: FaultCode, hop: Hop, params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])) })
  .meta({ id: 'Fault' });
export type Fault = z.infer<typeof Fault>;

/** Makes a fault of the closed set; the hop comes from the table unless the caller knows better. */
export const fault = (code: FaultCode, params: Fault['params'] = {}, hop: Hop = FAULTS[code].hop): Fault => ({ code, hop, params });

/** True when retrying cannot help until a person acts (the tunnel becomes `blocked`). */
export const needsPerson = (f: Fault): boolean => FAULTS[f.code].heal === 'person';

/** The result of something that may fail in a way a person can act on. Engines return it; they never throw one. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (f: Fault): Result<never> => ({ ok: false, fault: f });
