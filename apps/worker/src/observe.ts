import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@stellwerk/runtime';
import type { WorkerCounts, WorkerView } from './worker.js';

const STATES = ['connecting', 'verifying', 'up', 'degraded', 'waiting', 'blocked', 'draining'];

/** Registers what the worker shows of itself; asked at every scrape. Returns what counts. */
export function observe(metrics: Metrics, view: () => WorkerView): WorkerCounts {
  const gauge = (name: string, help: string, read: (v: WorkerView) => number) => metrics.gauge(name, help, { read: () => read(view()) });
  gauge('shards', 'Shards this worker owns.', (v) => v.shards);
  for (const state of STATES) gauge(`tunnels_${state}`, `Tunnels here that are ${state}.`, (v) => v.tunnels[state] ?? 0);
  gauge('handshakes_in_flight', 'SSH handshakes under way.', (v) => v.handshakes.inUse);
  gauge('handshakes_waiting', 'SSH handshakes waiting for their turn.', (v) => v.handshakes.waiting);
  gauge('hosts_down', 'SSH servers known to be down.', (v) => v.hostsDown);
  gauge('statuses_unwritten', 'Statuses not in the database yet.', (v) => v.unwritten.statuses);
  gauge('events_unwritten', 'Timeline events not in the database yet.', (v) => v.unwritten.events);
  gauge('events_lost', 'Timeline events dropped because the database was away for too long.', (v) => v.unwritten.lostEvents);
  gauge('database_reachable', '1 while the lease table can be read.', (v) => (v.databaseReachable ? 1 : 0));
  gauge('checks_running', 'Runs of checks under way.', (v) => v.checks.running);
  gauge('checks_waiting', 'Probes waiting for their turn.', (v) => v.checks.waiting);
  gauge('checks_late', 'Checks of this edge that nobody ran although their time is long past.', (v) => v.checks.late);
  const runs = metrics.counter('check_runs_total', 'Runs of checks, by kind and status.', ['kind', 'status']);
  const took = metrics.histogram('check_run_seconds', 'How long the probe of a check took.', {
    labels: ['kind'],
    buckets: [0.01, 0.05, 0.2, 1, 5, 20, 60],
  });
  const corrected = metrics.counter('resync_corrections_total', 'Steps a full resync had to take because no nudge had brought them.');
  const schedules = metrics.counter('check_schedule_corrections_total', 'Schedules of checks that were not as they should be.');
  return {
    corrected: (steps) => corrected({}, steps),
    schedulesCorrected: (n) => schedules({}, n),
    checkRun: ({ kind, status, tookMs }) => {
      runs({ kind, status });
      took(tookMs / 1_000, { kind });
    },
  };
}

export interface Readiness {
  readonly ready: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Serves /metrics, /livez and /readyz. Alive: the event loop answers. Ready: the tunnels are in good hands, which a worker
 * that lost its database for a while still provides, so `/readyz` fails only before the first shards and during shutdown.
 */
export async function serveHealth(
  at: { readonly port: number },
  metrics: Metrics,
  readiness: () => Readiness,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'GET') return void response.writeHead(405).end();
    switch (request.url) {
      case '/livez':
        return void json(200, { status: 'ok' });
      case '/readyz': {
        const { ready, details } = readiness();
        return void json(ready ? 200 : 503, { status: ready ? 'ok' : 'not ready', ...details });
      }
      case '/metrics':
        return void metrics.text().then(
          (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
          () => response.writeHead(500).end(),
        );
      default:
        return void response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(at.port, '127.0.0.1', resolve));
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
