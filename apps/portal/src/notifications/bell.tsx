'use client';

import { ActionIcon, Button, Group, Indicator, Popover, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Notification } from '@stellwerk/contracts';
import { IconBell } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useNotificationList } from '../api/notification-queries';
import { useMe } from '../api/queries';
import { Ago } from '../ui/ago';
import { ProblemNotice } from '../ui/problem';

const MOST = 99;

/** What one was told: a count, and the list behind it. */
export function NotificationBell() {
  const t = useTranslations('notifications');
  const [opened, { toggle, close }] = useDisclosure();
  const list = useNotificationList();
  const unread = list.data?.pages[0]?.unread ?? 0;
  if (useMe().data?.kind !== 'member') return null;
  return (
    <Popover
      opened={opened}
      onChange={close}
      position="bottom-end"
      width="min(92vw, 400px)"
      shadow="md"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Indicator label={unread > MOST ? `${MOST}+` : unread} size={17} offset={5} disabled={unread === 0} color="red.9" zIndex={1}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={toggle}
            aria-label={t('label', { count: unread })}
            aria-haspopup="dialog"
            aria-expanded={opened}
            data-testid="notifications"
            data-unread={unread}
          >
            <IconBell size={20} stroke={1.7} />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={t('title')}>
        {opened && <List list={list} unread={unread} close={close} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function List({ list, unread, close }: { list: ReturnType<typeof useNotificationList>; unread: number; close: () => void }) {
  const t = useTranslations('notifications');
  const router = useRouter();
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: ['notifications'] });
  const readOne = useMutation({ mutationFn: (id: string) => api.readNotification({ params: { id } }), onSettled: reload });
  const readAll = useMutation({ mutationFn: () => api.readAllNotifications(), onSettled: reload });
  const items = list.data?.pages.flatMap((page) => page.items);
  const open = (one: Notification) => {
    if (one.readAt === null) readOne.mutate(one.id);
    if (one.link === null) return;
    close();
    router.push(one.link);
  };
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" py="xs" style={{ borderBottom: '1px solid var(--sw-line)' }}>
        <Text fw={650} size="sm">
          {t('title')}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={unread === 0}
          loading={readAll.isPending}
          onClick={() => readAll.mutate()}
          data-testid="notifications-read-all"
        >
          {t('readAll')}
        </Button>
      </Group>
      <div className="notification-list" data-testid="notification-list">
        {list.isError && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <Skeleton h={80} m="md" />}
        {items?.length === 0 && (
          <Text size="sm" c="dimmed" p="md">
            {t('empty')}
          </Text>
        )}
        <ul>
          {items?.map((one) => (
            <li key={one.id}>
              <UnstyledButton
                className="notification"
                onClick={() => open(one)}
                data-testid="notification"
                data-kind={one.kind}
                data-unread={one.readAt === null}
              >
                {one.readAt === null && (
                  <span className="unread-dot">
                    <span className="sr-only">{t('unread')}</span>
                  </span>
                )}
                <span style={{ minWidth: 0 }}>
                  <Text size="sm" fw={one.readAt === null ? 600 : 400} style={{ overflowWrap: 'anywhere' }}>
                    {one.text}
                  </Text>
                  <Text size="xs" c="dimmed">
                    <Ago at={one.createdAt} />
                  </Text>
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Group justify="center" p="xs">
            <Button size="compact-xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('older')}
            </Button>
          </Group>
        )}
      </div>
    </>
  );
}
