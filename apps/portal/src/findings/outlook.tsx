'use client';

import { Button, Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import type { OutlookEvent } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { parseAsNumberLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useOutlook } from '../api/check-queries';
import { useSide } from '../api/may';
import { checkTone } from '../ui/check-signal';
import { DaysLeft } from '../ui/days';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { type Glyph, Sign } from '../ui/signal';
import { useDay } from '../ui/use-day';

const SPANS = [30, 90, 365] as const;
const SHOWN = 6;

const GLYPH: Readonly<Record<OutlookEvent['kind'], Glyph>> = { expires: 'clock', breaks: 'halt', 'needs-hand': 'caution' };

/** Where one can see and do more about it. */
export const pageOfEvent = ({ findingId, certificateId, pbxId, tenantId }: OutlookEvent): string => {
  if (findingId !== null) return `/findings/${findingId}`;
  if (certificateId !== null) return `/certificates/${certificateId}`;
  return pbxId === null ? `/customers/${tenantId}` : `/pbxs/${pbxId}`;
};

/** What will break: expiries, deadlines of authorities and what needs a hand, soonest first. */
export function Outlook({ tenantId, pbxId }: { tenantId?: string; pbxId?: string }) {
  const t = useTranslations('outlook');
  const [days, setDays] = useQueryState('outlook', parseAsNumberLiteral(SPANS).withDefault(90));
  const outlook = useOutlook({ tenantId, pbxId, days });
  return (
    <Section
      title={t('title', { days })}
      id="outlook"
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('span')}
          value={String(days)}
          onChange={(value) => void setDays(SPANS.find((each) => String(each) === value) ?? null)}
          data={SPANS.map((span) => ({ value: String(span), label: t('days', { days: span }) }))}
          data-testid="outlook-days"
        />
      }
    >
      {outlook.isError && !outlook.data && (
        <div className="card-pad">
          <ProblemNotice error={outlook.error} retry={() => void outlook.refetch()} />
        </div>
      )}
      {outlook.isPending && (
        <div className="card-pad" aria-hidden>
          <Skeleton h={72} />
        </div>
      )}
      {outlook.data && <Events events={outlook.data} days={days} />}
    </Section>
  );
}

function Events({ events, days }: { events: readonly OutlookEvent[]; days: number }) {
  const t = useTranslations('outlook');
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(0, SHOWN);
  if (events.length === 0)
    return (
      <Group gap="xs" px="1.25rem" pb="1rem" className="tone-up" data-testid="outlook-clear">
        <span className="signal">
          <Sign glyph="proceed" />
          {t('clear', { days })}
        </span>
      </Group>
    );
  return (
    <>
      <ol className="row-list" data-testid="outlook">
        {shown.map((event) => (
          <Event key={`${event.kind} ${event.at} ${event.findingId ?? event.certificateId ?? event.title}`} event={event} />
        ))}
      </ol>
      {events.length > shown.length && (
        <Group justify="center" pb="sm">
          <Button size="xs" variant="default" onClick={() => setAll(true)} data-testid="outlook-all">
            {t('all', { count: events.length })}
          </Button>
        </Group>
      )}
    </>
  );
}

/** One event: when, what kind, what, and where. Also used below the calendar. */
export function Event({ event }: { event: OutlookEvent }) {
  const t = useTranslations('outlook');
  const provider = useSide() === 'provider';
  const { day } = useDay();
  const where = [provider ? event.tenantName : null, event.pbxName].filter(Boolean).join(' · ');
  return (
    <li className={`outlook-event tone-${checkTone(event.severity)}`} data-testid="outlook-event" data-kind={event.kind}>
      <div className="outlook-when">
        <Text size="sm" fw={650} c="var(--tone)">
          <DaysLeft at={event.at} as="distance" />
        </Text>
        <Text size="xs" c="dimmed">
          {day(event.at)}
        </Text>
      </div>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap={8} align="baseline">
          <span className="signal" style={{ fontSize: 13 }}>
            <Sign glyph={GLYPH[event.kind]} size={15} />
            {t(`kind.${event.kind}`)}
          </span>
          <Link className="row-link" href={pageOfEvent(event)} style={{ overflowWrap: 'anywhere' }}>
            {event.title}
          </Link>
        </Group>
        {event.text !== '' && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {event.text}
          </Text>
        )}
        {where !== '' && (
          <Text size="xs" c="dimmed">
            {where}
          </Text>
        )}
      </div>
    </li>
  );
}
