'use client';

import { Button, Menu } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useMutation } from '@tanstack/react-query';
import { IconDotsVertical, IconDownload, IconPlayerPause, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useNotify } from '../ui/confirm';
import { saveBlob } from '../ui/save-file';
import { DeleteForm } from './delete-form';
import { SuspendForm } from './suspend-form';
import { TenantForm } from './tenant-form';

/** What can be done with a customer as a whole. Dialogs stand in the address, so that ⌘K can open them. */
export function CustomerActions({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customerLife');
  const c = useTranslations('common');
  const notify = useNotify();
  const [act, setAct] = useQueryState('act', parseAsStringLiteral(['edit', 'suspend', 'delete'] as const));
  const may = {
    write: useMay('tenants:write'),
    suspend: useMay('tenants:suspend'),
    remove: useMay('tenants:delete'),
    export: useMay('tenants:export'),
  };
  const close = () => void setAct(null);
  const save = useMutation({
    mutationFn: async () => saveBlob(fileOf(tenant), await api.exportTenant({ params: { id: tenant.id } })),
    onSuccess: () => notify.done(t('exported')),
    onError: notify.failed,
  });
  const suspendable = may.suspend && tenant.state === 'active';
  return (
    <>
      {may.write && (
        <Button variant="default" onClick={() => void setAct('edit')} data-testid="customer-edit">
          {c('edit')}
        </Button>
      )}
      {(suspendable || may.remove || may.export) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px="xs" aria-label={t('more')} loading={save.isPending} data-testid="customer-more">
              <IconDotsVertical size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.export && (
              <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => save.mutate()} data-testid="customer-export">
                {t('export')}
              </Menu.Item>
            )}
            {suspendable && (
              <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => void setAct('suspend')} data-testid="customer-suspend">
                {t('suspendMore')}
              </Menu.Item>
            )}
            {may.remove && (
              <Menu.Item
                className="danger-item"
                leftSection={<IconTrash size={16} />}
                onClick={() => void setAct('delete')}
                data-testid="customer-delete"
              >
                {t('deleteMore')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {act === 'edit' && may.write && <TenantForm tenant={tenant} onClose={close} onSaved={close} />}
      {act === 'suspend' && suspendable && <SuspendForm tenant={tenant} onClose={close} />}
      {act === 'delete' && may.remove && <DeleteForm tenant={tenant} onClose={close} />}
    </>
  );
}

/** `Zimmerei Kowalski` → `zimmerei-kowalski-2026-11-23.zip`: a name every file system takes. */
function fileOf({ name }: Tenant): string {
  const plain = name
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain || 'export'}-${new Date().toISOString().slice(0, 10)}.zip`;
}
