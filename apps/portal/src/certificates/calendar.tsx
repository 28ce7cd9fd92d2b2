'use client';

import { ActionIcon, Button, Group, Text, Title } from '@mantine/core';
import type { OutlookEvent } from '@stellwerk/contracts';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useOutlook } from '../api/check-queries';
import { Event } from '../findings/outlook';
import { checkTone } from '../ui/check-signal';
import { dayOf } from '../ui/day';
import { ProblemNotice } from '../ui/problem';
import { Sign } from '../ui/signal';
import { useNow } from '../ui/ticker';
import { dayByKey, monthGrid, monthStart, shiftDayByMonth } from './calendar-grid';

/** As far as the API looks ahead. */
const AHEAD_DAYS = 730;
const WORST = ['fail', 'warn', 'info'] as const;

const isDay = (text: string): boolean => monthStart(text.slice(0, 7)) !== null && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** Expiries, deadlines and what needs a hand, in a month; the chosen day stands in the address. */
export function Calendar({ tenantId, pbxId }: { tenantId?: string; pbxId?: string }) {
  const outlook = useOutlook({ tenantId, pbxId, days: AHEAD_DAYS });
  const now = useNow();
  const today = now === 0 ? '' : dayOf(new Date(now).toISOString());
  const [chosen, choose] = useQueryState('day', parseAsString);
  const day = chosen !== null && isDay(chosen) ? chosen : today;
  const byDay = useMemo(() => {
    const days = new Map<string, OutlookEvent[]>();
    for (const event of outlook.data ?? []) days.set(dayOf(event.at), [...(days.get(dayOf(event.at)) ?? []), event]);
    return days;
  }, [outlook.data]);
  if (outlook.isError && !outlook.data)
    return (
      <div className="card-pad">
        <ProblemNotice error={outlook.error} retry={() => void outlook.refetch()} />
      </div>
    );
  if (day === '') return <div style={{ minHeight: 400 }} />;
  return (
    <div className="card-pad">
      <Head day={day} today={today} choose={(next) => void choose(next)} />
      <Month day={day} today={today} byDay={byDay} choose={(next) => void choose(next)} />
      <DayEvents day={day} byDay={byDay} choose={(next) => void choose(next)} />
    </div>
  );
}

function Head({ day, today, choose }: { day: string; today: string; choose: (day: string) => void }) {
  const t = useTranslations('calendar');
  const format = useFormatter();
  return (
    <Group justify="space-between" mb="sm">
      <Title order={2} aria-live="polite" data-testid="calendar-month">
        {format.dateTime(noon(day), { month: 'long', year: 'numeric', timeZone: 'UTC' })}
      </Title>
      <Group gap={6}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('previous')}
          onClick={() => choose(shiftDayByMonth(day, -1))}
          data-testid="calendar-previous"
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => choose(today)} data-testid="calendar-today">
          {t('today')}
        </Button>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('next')}
          onClick={() => choose(shiftDayByMonth(day, 1))}
          data-testid="calendar-next"
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

interface MonthProps {
  readonly day: string;
  readonly today: string;
  readonly byDay: ReadonlyMap<string, readonly OutlookEvent[]>;
  readonly choose: (day: string) => void;
}

/** The grid: one stop of the tab key, arrows move by days, Page Up and Down by months (WAI-ARIA grid). */
function Month({ day, today, byDay, choose }: MonthProps) {
  const t = useTranslations('calendar');
  const format = useFormatter();
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const weeks = monthGrid(day.slice(0, 7));
  useEffect(() => {
    // The focus follows the keyboard, also into another month; a click elsewhere keeps its own.
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [day]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayByKey(day, event.key);
    if (next === null) return;
    event.preventDefault();
    moved.current = true;
    choose(next);
  };
  return (
    <table className="calendar" role="grid" aria-label={t('label')} ref={grid} onKeyDown={onKeyDown} data-testid="calendar">
      <thead>
        <tr>
          {weeks[0]?.map((each) => (
            <th key={each.day} scope="col" abbr={format.dateTime(noon(each.day), { weekday: 'long', timeZone: 'UTC' })}>
              {format.dateTime(noon(each.day), { weekday: 'short', timeZone: 'UTC' })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map((each) => (
              <Cell
                key={each.day}
                day={each.day}
                state={{ inMonth: each.inMonth, chosen: each.day === day, today: each.day === today }}
                events={byDay.get(each.day) ?? []}
                choose={choose}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly day: string;
  readonly state: { readonly inMonth: boolean; readonly chosen: boolean; readonly today: boolean };
  readonly events: readonly OutlookEvent[];
  readonly choose: (day: string) => void;
}

function Cell({ day, state, events, choose }: CellProps) {
  const t = useTranslations('calendar');
  const format = useFormatter();
  const worst = WORST.find((severity) => events.some((event) => event.severity === severity));
  const date = format.dateTime(noon(day), { dateStyle: 'full', timeZone: 'UTC' });
  return (
    <td
      role="gridcell"
      tabIndex={state.chosen ? 0 : -1}
      aria-selected={state.chosen}
      aria-current={state.today ? 'date' : undefined}
      className={[state.inMonth ? '' : 'outside', worst ? `tone-${checkTone(worst)} busy` : ''].join(' ').trim() || undefined}
      onClick={() => choose(day)}
      data-testid="calendar-day"
      data-day={day}
      data-events={events.length}
    >
      <span className="sr-only">
        {date}: {t('events', { count: events.length })}
      </span>
      <span className="calendar-number" aria-hidden>
        {Number(day.slice(8))}
      </span>
      {events.length > 0 && (
        <span className="calendar-mark" aria-hidden>
          <Sign glyph={worst === 'fail' ? 'halt' : worst === 'warn' ? 'caution' : 'note'} size={14} />
          <span className="calendar-words">{events.length === 1 ? events[0]?.title : t('several', { count: events.length })}</span>
          <span className="calendar-count">{events.length}</span>
        </span>
      )}
    </td>
  );
}

/** What happens on the chosen day; without anything, the way to the next day that has something. */
function DayEvents({ day, byDay, choose }: Pick<MonthProps, 'day' | 'byDay' | 'choose'>) {
  const t = useTranslations('calendar');
  const format = useFormatter();
  const events = byDay.get(day) ?? [];
  const next = [...byDay.keys()].sort().find((each) => each > day);
  return (
    <section aria-live="polite" style={{ marginTop: '1rem' }} data-testid="calendar-events">
      <Title order={3} mb={4}>
        {format.dateTime(noon(day), { dateStyle: 'full', timeZone: 'UTC' })}
      </Title>
      {events.length === 0 ? (
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {t('nothing')}
          </Text>
          {next !== undefined && (
            <Button size="compact-sm" variant="subtle" onClick={() => choose(next)} data-testid="calendar-next-event">
              {t('nextEvent', { day: format.dateTime(noon(next), { dateStyle: 'medium', timeZone: 'UTC' }) })}
            </Button>
          )}
        </Group>
      ) : (
        <ol className="row-list bare">
          {events.map((event) => (
            <Event key={`${event.kind} ${event.findingId ?? event.certificateId ?? event.title}`} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}
