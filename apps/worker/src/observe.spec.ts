import { createMetrics } from '@stellwerk/runtime';
import { observe, serveHealth } from './observe.js';

describe('what a worker shows of itself', () => {
  it('is alive at once, ready once it holds shards, and counts its tunnels and the corrections of resyncs', async () => {
    let shards = 0;
    const view = () => ({
      shards,
      tunnels: { up: 3, waiting: 1 },
      handshakes: { inUse: 2, waiting: 5 },
      hostsDown: 1,
      unwritten: { statuses: 0, events: 0, lostEvents: 0 },
      databaseReachable: true,
      checks: { running: 2, waiting: 1, late: 6 },
    });
    const metrics = createMetrics({ worker: 'w' });
    const counts = observe(metrics, view);
    const health = await serveHealth({ port: 0 }, metrics, () => ({ ready: shards > 0, details: view() }));
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${health.port}${path}`);
      return [response.status, await response.text()] as const;
    };
    try {
      expect([(await get('/livez'))[0], (await get('/readyz'))[0], (await get('/else'))[0]]).toEqual([200, 503, 404]);
      shards = 128;
      counts.corrected(4);
      counts.schedulesCorrected(5);
      counts.checkRun({ kind: 'tcp-port', status: 'ok', tookMs: 12 });
      expect((await get('/readyz'))[0]).toBe(200);
      const [, text] = await get('/metrics');
      for (const line of [
        'stellwerk_shards{worker="w"} 128',
        'stellwerk_tunnels_up{worker="w"} 3',
        'stellwerk_hosts_down{worker="w"} 1',
        'stellwerk_resync_corrections_total{worker="w"} 4',
        'stellwerk_checks_late{worker="w"} 6',
        'stellwerk_check_schedule_corrections_total{worker="w"} 5',
        'stellwerk_check_runs_total{kind="tcp-port",status="ok",worker="w"} 1',
      ])
        expect(text).toContain(line);
    } finally {
      await health.close();
      metrics.close();
    }
  });
});
