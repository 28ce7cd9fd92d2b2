'use client';

import { ActionIcon, Menu } from '@mantine/core';
import type { Member } from '@stellwerk/contracts';
import { assignableRoles, type Side } from '@stellwerk/domain';
import { IconDots, IconDownload, IconEraser, IconPencil, IconRefreshAlert, IconUserMinus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useMe } from '../api/queries';
import { useConfirm, useNotify } from '../ui/confirm';
import { saveJson } from '../ui/save-file';
import { EraseDialog } from './erase-dialog';
import { MemberForm } from './member-form';

/** What can be done about a member; nothing about those who stand above the caller. */
export function MemberMenu({ member, side }: { member: Member; side: Side }) {
  const t = useTranslations('members');
  const me = useMe().data;
  const [open, setOpen] = useState<'change' | 'erase' | null>(null);
  const { onReset, onRemove, onExport } = useActs(member);
  const close = () => setOpen(null);
  if (!me?.role || !assignableRoles(me.role).includes(member.role)) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('actionsFor', { name: member.person.name })} data-testid="member-actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('change')} data-testid="member-change">
            {t('change')}
          </Menu.Item>
          <Menu.Item leftSection={<IconRefreshAlert size={16} />} onClick={onReset} data-testid="member-reset">
            {t('reset')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={onExport} data-testid="member-export">
            {t('export')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item className="danger-item" leftSection={<IconUserMinus size={16} />} onClick={onRemove} data-testid="member-remove">
            {t('remove')}
          </Menu.Item>
          <Menu.Item
            className="danger-item"
            leftSection={<IconEraser size={16} />}
            onClick={() => setOpen('erase')}
            data-testid="member-erase"
          >
            {t('erase')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'change' && <MemberForm member={member} side={side} onClose={close} />}
      {open === 'erase' && <EraseDialog member={member} onClose={close} />}
    </>
  );
}

function useActs(member: Member) {
  const t = useTranslations('members');
  const confirm = useConfirm();
  const notify = useNotify();
  const params = { id: member.id };
  const { name } = member.person;
  const reset = useChange(() => api.resetMemberFactors({ params }));
  const remove = useChange(() => api.removeMember({ params, ifMatch: member.version }));
  const read = useMutation({
    mutationFn: () => api.exportPersonalData({ params }),
    onSuccess: (data) => saveJson(`stellwerk-personal-data-${member.person.id}.json`, data),
    onError: notify.failed,
  });
  const run = (act: typeof reset | typeof remove, done: string) =>
    act.mutate(undefined, { onSuccess: () => notify.done(done), onError: notify.failed });
  return {
    onReset: () =>
      confirm({
        title: t('resetTitle', { name }),
        text: t('resetText'),
        confirm: t('reset'),
        onConfirm: () => run(reset, t('resetDone', { name })),
      }),
    onRemove: () =>
      confirm({
        title: t('removeTitle', { name }),
        text: t('removeText'),
        confirm: t('remove'),
        onConfirm: () => run(remove, t('removed', { name })),
      }),
    onExport: () => read.mutate(),
  };
}
