'use client';

import { EVENTS_PATH, StreamEvent, type Tunnel } from '@stellwerk/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { setLive } from './live-store';
import { patchPages, patchTunnel, type TunnelPages } from './patch';

/** Statuses are gathered this long before the page is drawn anew: a thousand tunnels coming up must not freeze it. */
const GATHER_MS = 250;
const RECONNECT_MS = 3_000;
/** Lists and counts are asked for again at most this often, however fast states change. */
const RELOAD_MS = 1_500;

const LISTS = [['overview'], ['tunnels'], ['tunnel'], ['tenants'], ['pbxs']];
/** What a check's run, a finding or an upload may change. */
export const ABOUT_CHECKS = [
  ['checks'],
  ['check'],
  ['check-runs'],
  ['findings'],
  ['finding'],
  ['outlook'],
  ['certificates'],
  ['certificate'],
] as const;
/** What a request's turn changes beside itself. */
const ABOUT_REQUESTS = [['requests'], ['notifications']];

class Gatherer {
  private readonly states = new Map<string, string>();
  private statuses = new Map<string, Tunnel['status']>();
  private changed = new Set<string>();
  private asked = new Set<string>();
  /** Some check said something else; thousands may at once, so they are reloaded like lists. */
  private checks = false;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private reloading: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly queries: QueryClient) {}

  take(event: Exclude<StreamEvent, { type: 'stale' }>): void {
    if (event.type === 'resync') return void this.queries.invalidateQueries();
    if (event.type === 'tunnel.status') this.statuses.set(event.tunnelId, event.status);
    else if (event.type === 'tunnel.changed') this.changed.add(event.tunnelId);
    else if (event.type === 'check.changed') this.checks = true;
    else this.asked.add(event.requestId);
    this.gathering ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.gathering);
    clearTimeout(this.reloading);
  }

  private flush(): void {
    const { statuses, changed, asked } = this;
    this.gathering = undefined;
    this.statuses = new Map();
    this.changed = new Set();
    this.asked = new Set();
    let moved = changed.size > 0;
    this.queries.setQueriesData<TunnelPages>({ queryKey: ['tunnels'] }, (data) => data && patchPages(data, statuses));
    for (const [id, status] of statuses) {
      const before = this.queries.getQueryData<Tunnel>(['tunnel', id]);
      if (before) {
        this.queries.setQueryData(['tunnel', id], patchTunnel(before, status));
        // An answer still under way was asked for before this happened and must not be drawn over it: ask again instead.
        if (this.queries.isFetching({ queryKey: ['tunnel', id] }) > 0) void this.queries.invalidateQueries({ queryKey: ['tunnel', id] });
      }
      if (this.states.get(id) !== status.state) {
        moved = true;
        void this.queries.invalidateQueries({ queryKey: ['tunnel-events', id] });
      }
      this.states.set(id, status.state);
    }
    for (const id of changed) {
      void this.queries.invalidateQueries({ queryKey: ['tunnel', id] });
      void this.queries.invalidateQueries({ queryKey: ['tunnel-events', id] });
    }
    for (const id of asked) void this.queries.invalidateQueries({ queryKey: ['request', id] });
    if (asked.size > 0) for (const queryKey of ABOUT_REQUESTS) void this.queries.invalidateQueries({ queryKey });
    if (moved || this.checks) this.reloading ??= setTimeout(() => this.reload(), RELOAD_MS);
  }

  private reload(): void {
    this.reloading = undefined;
    for (const queryKey of LISTS) void this.queries.invalidateQueries({ queryKey });
    if (this.checks) for (const queryKey of ABOUT_CHECKS) void this.queries.invalidateQueries({ queryKey });
    this.checks = false;
  }
}

/** Keeps the page true by server-sent events; says in the live store when it cannot. Mounted once, in the frame. */
export function useLiveEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const gatherer = new Gatherer(queries);
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;

    const lost = () => {
      wasLost = true;
      setLive({ kind: 'stale', since: Date.now() });
    };
    const onMessage = (message: MessageEvent<string>) => {
      const event = StreamEvent.safeParse(parsed(message));
      if (!event.success) return;
      // The API is there, but nothing reaches it: what is shown may be old until it says `resync`.
      if (event.data.type === 'stale') return lost();
      if (event.data.type === 'resync') setLive({ kind: 'live' });
      gatherer.take(event.data);
    };
    const connect = () => {
      clearTimeout(again);
      source?.close();
      source = new EventSource(EVENTS_PATH);
      source.onopen = () => {
        setLive({ kind: 'live' });
        // What happened while nobody listened is only known by asking.
        if (wasLost) void queries.invalidateQueries();
        wasLost = false;
      };
      source.onmessage = onMessage;
      for (const type of ['tunnel.changed', 'tunnel.status', 'request.changed', 'check.changed', 'resync', 'stale'])
        source.addEventListener(type, onMessage);
      source.onerror = () => {
        lost();
        // The browser reconnects by itself unless the answer was an error page; then it gives up and we do it.
        if (source?.readyState !== EventSource.CLOSED) return;
        again = setTimeout(connect, RECONNECT_MS);
      };
    };
    connect();
    // A browser without a network may keep the dead stream open for minutes.
    const onOffline = () => {
      source?.close();
      lost();
    };
    window.addEventListener('offline', onOffline);
    window.addEventListener('online', connect);
    return () => {
      window.removeEventListener('offline', onOffline);
      window.removeEventListener('online', connect);
      clearTimeout(again);
      gatherer.stop();
      source?.close();
      setLive({ kind: 'connecting' });
    };
  }, [queries]);
}

/** The event's data, with its type from the SSE `event:` field where the data leaves it out. */
function parsed(message: MessageEvent<string>): unknown {
  try {
    const data: unknown = message.data === '' ? {} : JSON.parse(message.data);
    return typeof data === 'object' && data !== null && !('type' in data) ? { type: message.type, ...data } : data;
  } catch {
    return null;
  }
}
