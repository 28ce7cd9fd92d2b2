import { ApiError, EVENTS_PATH, Problem, StreamEvent } from '@stellwerk/contracts';
import { tunnelStateLabel } from '@stellwerk/domain';
import { setTimeout as wait } from 'node:timers/promises';
import { everything, type Session } from '../session.js';
import { eventsOf } from '../stream.js';

const RETRY_MS = 2_000;

/** Prints what happens, line by line, until interrupted. A lost connection is told and tried again; a refusal ends it. */
export async function watch(session: Session): Promise<void> {
  const { io, texts } = session;
  const names = new Map((await everything((cursor) => session.api.listTunnels({ query: { cursor } }))).map(({ id, name }) => [id, name]));
  io.err(texts.watching);
  while (!io.signal.aborted) {
    try {
      await follow(session, names);
    } catch (error) {
      if (error instanceof ApiError || io.signal.aborted) {
        if (io.signal.aborted) return;
        throw error;
      }
    }
    if (io.signal.aborted) return;
    io.err(texts.reconnecting);
    await wait(RETRY_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}

async function follow(session: Session, names: Map<string, string>): Promise<void> {
  const response = await fetch(session.baseUrl + EVENTS_PATH, { headers: session.headers, signal: session.io.signal });
  if (!response.ok) throw new ApiError(response.status, Problem.safeParse(await response.json().catch(() => null)).data ?? null);
  if (response.body === null) return;
  for await (const { data } of eventsOf(response.body)) {
    const event = StreamEvent.safeParse(JSON.parse(data));
    if (event.success) await tell(session, event.data, names);
  }
}

async function tell(session: Session, event: StreamEvent, names: Map<string, string>): Promise<void> {
  const { io, texts, locale } = session;
  if (session.json) return io.out(JSON.stringify(event));
  if (event.type === 'stale') return io.err(texts.stale);
  if (event.type === 'resync') return io.err(texts.missed);
  const at = new Date().toISOString();
  if (event.type === 'tunnel.status') {
    const reason = event.status.reason === null ? '' : `  ${event.status.reason.text}`;
    return io.out(`${at}  ${names.get(event.tunnelId) ?? event.tunnelId}  ${tunnelStateLabel(event.status.state, locale)}${reason}`);
  }
  if (event.type === 'request.changed') {
    const request = await session.api.getRequest({ params: { id: event.requestId } }).catch(() => null);
    return io.out(`${at}  ${request?.asked.name ?? event.requestId}  ${texts.request}${request === null ? '' : ` (${request.state})`}`);
  }
  if (event.type === 'check.changed') {
    const check = await session.api.getCheck({ params: { id: event.checkId } }).catch(() => null);
    return io.out(`${at}  ${check?.name ?? event.checkId}  ${texts.check[event.status]}`);
  }
  const tunnel = await session.api.getTunnel({ params: { id: event.tunnelId } }).catch(() => null);
  if (tunnel !== null) names.set(tunnel.id, tunnel.name);
  io.out(`${at}  ${names.get(event.tunnelId) ?? event.tunnelId}  ${texts.changed}`);
}
