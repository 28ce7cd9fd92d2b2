'use client';

import { Anchor, Badge, Group, Text, UnstyledButton } from '@mantine/core';
import type { AuditEvent } from '@stellwerk/contracts';
import { roleName } from '@stellwerk/domain';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { CopyLine } from '../ui/copy-line';

interface Props {
  readonly event: AuditEvent;
  readonly onActor: (id: string) => void;
  readonly onTarget: (id: string) => void;
}

/** One act: a sentence, who, when; opened, what changed and how it stands in the chain. */
export function AuditLine({ event, onActor, onTarget }: Props) {
  const t = useTranslations('audit');
  const [open, setOpen] = useState(false);
  const format = useFormatter();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = event.actor.name ?? t(`actor.${event.actor.kind}`);
  return (
    <li data-testid="audit-event" data-action={event.action} data-outcome={event.outcome}>
      <Group justify="space-between" gap="xs" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600}>
            {event.outcome === 'refused' && (
              <Badge
                component="span"
                size="sm"
                mr={6}
                className="tone-down"
                c="var(--tone)"
                bg="var(--tone-soft)"
                style={{ textTransform: 'none' }}
              >
                {t('outcomes.refused')}
              </Badge>
            )}
            {event.text}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            <time dateTime={event.at} suppressHydrationWarning>
              {format.dateTime(new Date(event.at), { dateStyle: 'medium', timeStyle: 'medium', timeZone })}
            </time>
            {' · '}
            <Actor event={event} name={name} onActor={onActor} />
            {event.tenantName && ` · ${event.tenantName}`}
          </Text>
        </div>
        <UnstyledButton className="details-button" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="audit-details">
          {open ? t('less') : t('details')}
          <span className="sr-only"> {event.text}</span>
        </UnstyledButton>
      </Group>
      {open && <Details event={event} onTarget={onTarget} />}
    </li>
  );
}

function Actor({ event, name, onActor }: { event: AuditEvent; name: string; onActor: (id: string) => void }) {
  const t = useTranslations('audit');
  const locale = useLocale();
  const { id, role, provider } = event.actor;
  const about = [role && roleName(role, locale), provider?.name].filter(Boolean).join(', ');
  return (
    <>
      {id === null ? (
        name
      ) : (
        <UnstyledButton className="inline-link" onClick={() => onActor(id)} title={t('onlyActor', { name })} data-testid="audit-actor">
          {name}
        </UnstyledButton>
      )}
      {about && ` (${about})`}
    </>
  );
}

/** Where a target is shown, for those that have a page. */
const PAGES: Readonly<Record<string, string>> = { tunnel: '/tunnels/', pbx: '/pbxs/', tenant: '/customers/', request: '/requests/' };

function Details({ event, onTarget }: { event: AuditEvent; onTarget: (id: string) => void }) {
  const t = useTranslations('audit');
  const { target } = event;
  const page = target && PAGES[target.kind];
  return (
    <div className="audit-details" data-testid="audit-open">
      {event.changes.length > 0 ? (
        <dl className="difference-list">
          {event.changes.map((change) => (
            <div key={change.path}>
              <Text component="dt" size="xs" c="dimmed" className="mono">
                {change.path}
              </Text>
              <dd>
                {change.before !== null && change.before !== undefined && (
                  <del>
                    <span className="sr-only">{t('before')}: </span>
                    {shown(change.before)}
                  </del>
                )}
                {change.after !== null && change.after !== undefined && (
                  <ins>
                    <span className="sr-only">{t('after')}: </span>
                    {shown(change.after)}
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <Text size="sm" c="dimmed">
          {t('noChanges')}
        </Text>
      )}
      {target && (
        <Group gap="md" mt="xs">
          <UnstyledButton className="inline-link" onClick={() => onTarget(target.id)} data-testid="audit-target">
            {t('onlyTarget', { name: target.name ?? target.id })}
          </UnstyledButton>
          {page && (
            <Anchor component={Link} href={page + target.id} size="sm" underline="always">
              {t('open')}
            </Anchor>
          )}
        </Group>
      )}
      <Text size="xs" c="dimmed" mt="xs" mb={4}>
        {[
          event.action,
          event.actor.address && t('fromAddress', { address: event.actor.address }),
          event.requestId && t('request', { id: event.requestId }),
          t('seq', { seq: event.seq }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <CopyLine text={event.hash} />
    </div>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
