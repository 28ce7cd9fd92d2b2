import type { Dialer } from '@stellwerk/probe';
import type { Bus, JobHandlers, JobPayload } from '@stellwerk/queue';
import type { Store } from '@stellwerk/store';
import { type CheckpointDesk, signCheckpoints } from './checkpoint.js';
import { deriveAllChecks } from './derive-checks.js';
import { finishRequests } from './finish-requests.js';
import { type ProbedServer, probeHostKeys } from './probe-host-keys.js';
import { purgeTenants } from './purge-tenants.js';
import { retain, retainChecks } from './retain.js';
import { type MailDesk, sendMails } from './send-mails.js';

/** What people were told a year ago helps nobody. */
const NOTIFICATIONS_MS = 366 * 86_400_000;
/** A worker that died is remembered for a week, so that a timeline's names can still be looked up. */
const DEAD_WORKERS_MS = 7 * 86_400_000;

export interface HandlerDeps {
  readonly edgeId: string;
  readonly store: Store;
  readonly dialer: Dialer;
  readonly bus: Bus;
  /** Null: no mail server is configured. */
  readonly mail: MailDesk | null;
  /** Null: nothing is signed. */
  readonly checkpoints: CheckpointDesk | null;
  readonly now: () => number;
  /** Runs a check. */
  readonly runCheck: JobHandlers['check.run'];
  /** Lets this process's own supervisor look. */
  readonly nudge: () => Promise<void>;
}

/** What this worker does with each job of the catalogue. A job reaches one worker; what concerns all of them goes on over the bus. */
export function handlers({ edgeId, store, dialer, bus, mail, checkpoints, now, nudge, runCheck }: HandlerDeps): JobHandlers {
  return {
    'edge.reconcile': async () => {
      if (!(await bus.publish({ type: 'edge.nudge', edgeId }))) await nudge();
    },
    'ssh-server.probe-host-keys': (payload, signal) =>
      probeHostKeys(payload, signal, {
        dialer,
        find: () => findServer(store, payload),
        noteOffered: (id, keys) => store.asSystem('host keys shown', (tx) => tx.running.noteOfferedKeys(id, keys)),
      }),
    'tunnel.probe-mappings': async ({ tunnelId }) => {
      await bus.publish({ type: 'tunnel.probe', tunnelId });
    },
    'check.run': runCheck,
    'checks.derive': (_payload, signal) =>
      deriveAllChecks(signal, {
        run: (work) => store.asSystem('derive checks', work),
        publish: (message) => void bus.publish(message),
      }),
    'requests.finish': (_payload, signal) => finishRequests(signal, { store, bus }),
    'notifications.mail': async (_payload, signal) => {
      if (mail) await sendMails(signal, mail, (work) => store.asSystem('mail', (tx) => work(tx.notifications)));
    },
    'tenants.purge': (_payload, signal) => purgeTenants(signal, (work) => store.asSystem('purge deleted customers', work)),
    'audit.checkpoint': async (_payload, signal) => {
      if (checkpoints) await signCheckpoints(signal, store, checkpoints, now);
    },
    'events.retain': async (_payload, signal) => {
      await retain(signal, (work) => store.asSystem('retention', (tx) => work(tx.retention)));
      await retainChecks(signal, (work) => store.asSystem('retention', work));
      await store.asSystem('retention', (tx) => tx.notifications.purge(NOTIFICATIONS_MS, 5_000));
      await store.asSystem('retention', (tx) => tx.leases.purge(DEAD_WORKERS_MS));
    },
  };
}

/** Reads a server as its tenant sees it: a job that names a server of another tenant finds nothing. */
function findServer(
  store: Store,
  { providerId, tenantId, sshServerId }: JobPayload<'ssh-server.probe-host-keys'>,
): Promise<ProbedServer | null> {
  return store.forTenant({ providerId, tenantIds: [tenantId] }, async (tx) => {
    const [server, tenant] = [await tx.sshServers.find(sshServerId), await tx.tenants.find(tenantId)];
    return server && tenant ? { host: server.host, port: server.port, allowedNetworks: tenant.allowedNetworks } : null;
  });
}
