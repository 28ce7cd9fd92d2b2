'use client';

import { Modal, Stack, Text } from '@mantine/core';
import type { Member } from '@stellwerk/contracts';
import { LIMITABLE_ROLES, type Role, type Side } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { reachOf, type TenantSet } from './terms';
import { CustomersField, RoleField } from './terms-fields';

/** Changes a member's role and customers. Mounted while open. */
export function MemberForm({ member, side, onClose }: { member: Member; side: Side; onClose: () => void }) {
  const t = useTranslations('members');
  const c = useTranslations('common');
  const notify = useNotify();
  const [version] = useState(member.version);
  const form = useForm<{ role: Role; tenantIds: TenantSet }>({ defaultValues: { role: member.role, tenantIds: member.tenantIds } });
  const { refusal, refuse } = useFormRefusal(form);
  const role = useWatch({ control: form.control, name: 'role' });
  const save = useChange((values: { role: Role; tenantIds: TenantSet }) =>
    api.replaceMember({
      params: { id: member.id },
      ifMatch: version,
      body: { role: values.role, tenantIds: reachOf(values.role, values.tenantIds) },
    }),
  );
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then(() => {
      notify.done(t('changed', { name: member.person.name }));
      onClose();
    }, refuse),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('changeTitle', { name: member.person.name })}
      closeButtonProps={{ 'aria-label': c('close') }}
      size="lg"
    >
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="member-form">
        <Stack>
          {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
          <Text size="sm" c="dimmed">
            {t('changeHint')}
          </Text>
          <Controller
            control={form.control}
            name="role"
            render={({ field, fieldState }) => (
              <RoleField side={side} value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
          {LIMITABLE_ROLES.includes(role) && (
            <Controller
              control={form.control}
              name="tenantIds"
              rules={{ validate: (value) => value === 'all' || value.length > 0 || t('chooseCustomers') }}
              render={({ field, fieldState }) => (
                <CustomersField value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
              )}
            />
          )}
          <FormActions onCancel={onClose} saving={save.isPending} testId="member-save" />
        </Stack>
      </form>
    </Modal>
  );
}
