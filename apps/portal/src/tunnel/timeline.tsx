'use client';

import { Button, Skeleton, Text } from '@mantine/core';
import type { Tunnel, TunnelEvent } from '@stellwerk/contracts';
import {
  eventLabel,
  MappingState,
  type MappingState as MState,
  mappingStateLabel,
  TunnelState,
  type TunnelState as TState,
  tunnelStateLabel,
} from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { useTunnelEvents } from '../api/queries';
import { Ago } from '../ui/ago';
import { faultText } from '../ui/fault-text';
import { ProblemNotice } from '../ui/problem';
import { MAPPING_TONE, SignalGlyph, type Tone, TUNNEL_TONE } from '../ui/signal';

/** What happened to the tunnel, newest first: states, actions of people, keys seen. */
export function Timeline({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('timeline');
  const events = useTunnelEvents(tunnel.id);
  const items = events.data?.pages.flatMap((page) => page.items);
  if (events.isError) return <ProblemNotice error={events.error} retry={() => void events.refetch()} />;
  if (!items) return <Skeleton h={120} />;
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('empty')}
      </Text>
    );
  return (
    <>
      <ol className="timeline-list" data-testid="timeline">
        {items.map((event) => (
          <Line key={event.id} event={event} tunnel={tunnel} />
        ))}
      </ol>
      {events.hasNextPage && (
        <Button mt="sm" size="xs" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </>
  );
}

interface Seen {
  readonly tone: Tone;
  readonly glyph: TState | MState;
  readonly word: string | null;
}

function useSeen(event: TunnelEvent): Seen {
  const locale = useLocale();
  const tunnelState = TunnelState.safeParse(event.state).data;
  if (event.mappingId === null && tunnelState)
    return { tone: TUNNEL_TONE[tunnelState], glyph: tunnelState, word: tunnelStateLabel(tunnelState, locale) };
  const mappingState = MappingState.safeParse(event.state).data;
  if (mappingState) return { tone: MAPPING_TONE[mappingState], glyph: mappingState, word: mappingStateLabel(mappingState, locale) };
  return { tone: 'idle', glyph: 'stopped', word: event.state };
}

function Line({ event, tunnel }: { event: TunnelEvent; tunnel: Tunnel }) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const { tone, glyph, word } = useSeen(event);
  const mapping = tunnel.mappings.find((m) => m.id === event.mappingId);
  const by = [event.actor && t('by', { actor: event.actor }), event.worker].filter(Boolean).join(' · ');
  return (
    <li className={`tone-${tone}`} data-testid="timeline-event" data-kind={event.kind} data-state={event.state}>
      <span className="timeline-mark">{word ? <SignalGlyph state={glyph} size={17} /> : <Dot />}</span>
      <Text size="sm">
        <Text span fw={600} c={word ? 'var(--tone)' : undefined}>
          {word ? (mapping ? `${mapping.name}: ${word}` : word) : eventLabel(event.kind, locale)}
        </Text>
        <Text span size="xs" c="dimmed" ml={8}>
          <Ago at={event.at} />
          {by && ` · ${by}`}
        </Text>
      </Text>
      {event.reason && (
        <Text size="sm" c="dimmed" maw={760}>
          {faultText(event.reason, locale)}
        </Text>
      )}
    </li>
  );
}

const Dot = () => (
  <svg width="17" height="17" viewBox="0 0 18 18" aria-hidden="true">
    <circle cx="9" cy="9" r="4" fill="currentColor" />
  </svg>
);
