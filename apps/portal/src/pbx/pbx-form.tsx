'use client';

import { Modal, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Pbx } from '@stellwerk/contracts';
import { PbxInput, Product } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useSshServers } from '../api/queries';
import { showRefusal } from '../ui/form-refusal';
import { NetworksInput } from '../ui/networks-input';
import { ProblemNotice } from '../ui/problem';
import { PRODUCT_NAME } from './products';
import { FormActions } from '../ui/form-actions';

interface Props {
  readonly tenantId: string;
  readonly pbx?: Pbx;
  readonly onClose: () => void;
  readonly onSaved: (pbx: Pbx) => void;
}

const startOf = (tenantId: string, pbx: Pbx | undefined) => ({
  tenantId,
  name: pbx?.name ?? '',
  product: pbx?.product ?? ('starface' as const),
  version: pbx?.version ?? null,
  edition: pbx?.edition ?? null,
  access: pbx?.access ?? ('network' as const),
  address: pbx?.address ?? '127.0.0.1',
  listenAddress: pbx?.listenAddress ?? '127.0.0.1',
  networks: pbx?.networks ?? [],
  sshServerId: pbx?.sshServerId ?? null,
});

/** Adds or edits a PBX. */
export function PbxForm({ tenantId, pbx, onClose, onSaved }: Props) {
  const t = useTranslations('pbxForm');
  const c = useTranslations('common');
  const servers = useSshServers();
  const form = useForm({ resolver: zodResolver(PbxInput), defaultValues: startOf(tenantId, pbx) });
  const [version] = useState(pbx?.rowVersion);
  const save = useChange((body: Parameters<typeof api.createPbx>[0]['body']) =>
    pbx ? api.replacePbx({ params: { id: pbx.id }, ifMatch: version, body }) : api.createPbx({ body }),
  );
  const submit = form.handleSubmit((values) => save.mutateAsync(values).then(onSaved, (error: unknown) => void showRefusal(form, error)));
  const { errors } = form.formState;
  const message = (name: keyof typeof errors, ours: string) =>
    errors[name] && (errors[name].type === 'server' ? errors[name].message : ours);
  const access = form.watch('access');
  const choices =
    servers.data?.filter((s) => s.tenantId === tenantId).map((s) => ({ value: s.id, label: `${s.name} (${s.host}:${s.port})` })) ?? [];
  return (
    <Modal opened onClose={onClose} title={pbx ? t('edit') : t('new')} size="lg" closeButtonProps={{ 'aria-label': c('close') }}>
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="pbx-form">
        <Stack>
          {save.isError && <ProblemNotice error={save.error} />}
          <TextInput
            label={t('name')}
            required
            data-autofocus
            {...form.register('name')}
            error={message('name', t('nameMissing'))}
            data-testid="pbx-name"
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Controller
              control={form.control}
              name="product"
              render={({ field }) => (
                <Select
                  label={t('product')}
                  required
                  allowDeselect={false}
                  value={field.value}
                  onChange={(v) => v && field.onChange(v)}
                  data={Product.options.map((value) => ({ value, label: PRODUCT_NAME[value] }))}
                  disabled={pbx !== undefined}
                  data-testid="pbx-product"
                />
              )}
            />
            <TextInput
              label={t('version')}
              placeholder="23.6.16"
              {...form.register('version', { setValueAs: (v: string | null) => v?.trim() || null })}
              error={message('version', t('versionWrong'))}
              data-testid="pbx-version"
            />
            <TextInput
              label={t('edition')}
              {...form.register('edition', { setValueAs: (v: string | null) => v?.trim() || null })}
              error={errors.edition?.message}
            />
          </SimpleGrid>
          <Controller
            control={form.control}
            name="access"
            render={({ field }) => (
              <Radio.Group label={t('access')} value={field.value} onChange={field.onChange}>
                <Stack gap="xs" mt={4}>
                  <Radio value="network" label={t('accessNetwork')} description={t('accessNetworkHint')} data-testid="pbx-access-network" />
                  <Radio value="ssh" label={t('accessSsh')} description={t('accessSshHint')} data-testid="pbx-access-ssh" />
                </Stack>
              </Radio.Group>
            )}
          />
          {access === 'network' ? (
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <TextInput
                label={t('address')}
                description={t('addressHint')}
                required
                {...form.register('address')}
                error={message('address', t('addressWrong'))}
                data-testid="pbx-address"
              />
              <TextInput
                label={t('listenAddress')}
                description={t('listenAddressHint')}
                required
                {...form.register('listenAddress')}
                error={message('listenAddress', t('addressWrong'))}
                data-testid="pbx-listen-address"
              />
            </SimpleGrid>
          ) : (
            <Controller
              control={form.control}
              name="sshServerId"
              render={({ field, fieldState }) => (
                <Select
                  label={t('pbxServer')}
                  description={t('pbxServerHint')}
                  required
                  searchable
                  value={field.value ?? null}
                  onChange={field.onChange}
                  data={choices}
                  nothingFoundMessage={t('noServers')}
                  placeholder={choices.length === 0 ? t('noServers') : undefined}
                  error={fieldState.error?.message}
                  data-testid="pbx-ssh-server"
                />
              )}
            />
          )}
          <Controller
            control={form.control}
            name="networks"
            render={({ field, fieldState }) => (
              <NetworksInput
                label={t('networks')}
                description={t('networksHint')}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                data-testid="pbx-networks"
              />
            )}
          />
          <FormActions onCancel={onClose} saving={save.isPending} testId="pbx-save" />
        </Stack>
      </form>
    </Modal>
  );
}
