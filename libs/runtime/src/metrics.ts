import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

type Labels = Record<string, string | number>;

export interface Metrics {
  /** A number that only grows. By convention the name ends in `_total`. */
  counter(name: string, help: string, labels?: readonly string[]): (labels?: Labels, by?: number) => void;
  /** A number that goes up and down; `read`, when given, is asked at every scrape. */
  gauge(
    name: string,
    help: string,
    options?: { readonly labels?: readonly string[]; readonly read?: () => number },
  ): (value: number, labels?: Labels) => void;
  /** A distribution; buckets in the unit that the name ends in. */
  histogram(
    name: string,
    help: string,
    options: { readonly labels?: readonly string[]; readonly buckets: readonly number[] },
  ): (value: number, labels?: Labels) => void;
  /** How late the event loop was since the last call, in milliseconds; then starts anew. */
  loopDelay(): { readonly p50: number; readonly p99: number; readonly max: number };
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

const NS_PER_MS = 1e6;
const RESOLUTION_MS = 10;

/** Names get `stellwerk_` in front; `labels` go to every series. Comes with Node's own process metrics. */
export function createMetrics(labels: Record<string, string> = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry, prefix: 'stellwerk_' });
  // The histogram measures its own timer, so the resolution is part of every value.
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const named = (name: string) => `stellwerk_${name}`;
  const registers = [registry];

  return {
    counter(name, help, labelNames = []) {
      const counter = new Counter({ name: named(name), help, labelNames: [...labelNames], registers });
      return (of = {}, by = 1) => counter.inc(of, by);
    },
    gauge(name, help, { labels: labelNames = [], read } = {}) {
      const gauge: Gauge = new Gauge({
        name: named(name),
        help,
        labelNames: [...labelNames],
        registers,
        ...(read ? { collect: () => gauge.set(read()) } : {}),
      });
      return (value, of = {}) => gauge.set(of, value);
    },
    histogram(name, help, { labels: labelNames = [], buckets }) {
      const histogram = new Histogram({ name: named(name), help, labelNames: [...labelNames], buckets: [...buckets], registers });
      return (value, of = {}) => histogram.observe(of, value);
    },
    loopDelay() {
      const ms = (ns: number) => Math.max(0, (Number.isFinite(ns) ? ns : 0) / NS_PER_MS - RESOLUTION_MS);
      const seen = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
      delay.reset();
      return seen;
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close() {
      delay.disable();
      registry.clear();
    },
  };
}

/** Serves GET /metrics on its own port, for processes without an API. Port 0: the system chooses. */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
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
