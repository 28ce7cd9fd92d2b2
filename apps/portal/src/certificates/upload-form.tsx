'use client';

import { FileInput, Modal, PasswordInput, Select, Stack, Text, Textarea } from '@mantine/core';
import { CertificateRole } from '@stellwerk/domain';
import { IconFile } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { useMe, usePbxs, useTenants } from '../api/queries';
import { useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';
import { type ReadUpload, readPasted, readUpload } from './read-upload';

/** The API takes this much; a chain in PEM is far below. */
const LARGEST_BYTES = 190_000;

interface Values {
  tenantId: string;
  pbxId: string | null;
  role: CertificateRole;
  pasted: string;
  password: string;
}

/** Uploads a certificate to be watched. Private keys in it are thrown away, those in PEM before anything is sent. */
export function UploadForm({ tenantId, onClose }: { tenantId?: string; onClose: () => void }) {
  const t = useTranslations('certificateUpload');
  const c = useTranslations('common');
  const router = useRouter();
  const notify = useNotify();
  const me = useMe().data;
  const [read, setRead] = useState<ReadUpload | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const form = useForm<Values>({
    defaultValues: { tenantId: tenantId ?? me?.tenant?.id ?? '', pbxId: null, role: 'any-server', pasted: '', password: '' },
  });
  const { errors } = form.formState;
  const upload = useChange((body: Parameters<typeof api.uploadCertificate>[0]['body']) => api.uploadCertificate({ body }));
  const choose = async (file: File | null) => {
    setTooLarge(file !== null && file.size > LARGEST_BYTES);
    setRead(file === null || file.size > LARGEST_BYTES ? null : readUpload(new Uint8Array(await file.arrayBuffer())));
    form.clearErrors('pasted');
  };
  const submit = form.handleSubmit((values) => {
    const found = read ?? readPasted(values.pasted);
    if (found.content === '') return form.setError('pasted', { message: t('missing') });
    upload.mutate(
      {
        tenantId: values.tenantId,
        pbxId: values.pbxId,
        role: values.role,
        content: found.content,
        ...(values.password === '' ? {} : { password: values.password }),
      },
      {
        onSuccess: (certificate) => {
          notify.done(t('done', { name: certificate.name }));
          router.push(`/certificates/${certificate.id}`);
        },
      },
    );
  });
  return (
    <Modal opened onClose={onClose} title={t('title')} size="lg" closeButtonProps={{ 'aria-label': c('close') }}>
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="certificate-form">
        <Stack>
          <div className="notice tone-info">
            <Text size="sm">{t('keys')}</Text>
          </div>
          {upload.isError && <ProblemNotice error={upload.error} />}
          <PlaceSelects form={form} />
          <FileInput
            label={t('file')}
            description={t('fileHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder={t('choose')}
            leftSection={<IconFile size={16} aria-hidden />}
            accept=".pem,.crt,.cer,.der,.pfx,.p12"
            clearable
            clearButtonProps={{ 'aria-label': t('clearFile') }}
            onChange={(file) => void choose(file)}
            error={tooLarge ? t('tooLarge') : undefined}
            data-testid="certificate-file"
          />
          {read === null && (
            <Textarea
              label={t('pasted')}
              autosize
              minRows={3}
              maxRows={8}
              placeholder="-----BEGIN CERTIFICATE-----"
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
              {...form.register('pasted')}
              error={errors.pasted?.message}
              data-testid="certificate-pasted"
            />
          )}
          {read?.keyRemoved && (
            <Text size="sm" role="status" data-testid="certificate-key-removed">
              {t('keyRemoved')}
            </Text>
          )}
          {read?.protectable && (
            <PasswordInput
              label={t('password')}
              description={t('passwordHint')}
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
              {...form.register('password')}
              data-testid="certificate-password"
            />
          )}
          <FormActions onCancel={onClose} saving={upload.isPending} label={t('submit')} testId="certificate-save" />
        </Stack>
      </form>
    </Modal>
  );
}

/** Whose certificate it is and what it is used for. */
function PlaceSelects({ form }: { form: ReturnType<typeof useForm<Values>> }) {
  const t = useTranslations('certificateUpload');
  const c = useTranslations('certificates');
  const tenants = useTenants();
  const pbxs = usePbxs();
  const provider = useSide() === 'provider';
  const values = form.watch();
  const { errors } = form.formState;
  form.register('tenantId', { validate: (value) => value !== '' || t('customerMissing') });
  return (
    <>
      {provider && (
        <Select
          label={t('customer')}
          required
          searchable
          value={values.tenantId || null}
          onChange={(id) => {
            form.setValue('tenantId', id ?? '', { shouldValidate: form.formState.isSubmitted });
            form.setValue('pbxId', null);
          }}
          data={(tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }))}
          error={errors.tenantId?.message}
          data-testid="certificate-customer"
        />
      )}
      <Select
        label={t('pbx')}
        clearable
        value={values.pbxId}
        onChange={(id) => form.setValue('pbxId', id)}
        data={(pbxs.data ?? []).filter((x) => x.tenantId === values.tenantId).map((x) => ({ value: x.id, label: x.name }))}
        data-testid="certificate-pbx"
      />
      <Select
        label={t('role')}
        description={t('roleHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        value={values.role}
        onChange={(role) => form.setValue('role', CertificateRole.catch('any-server').parse(role))}
        data={CertificateRole.options.map((value) => ({ value, label: c(`role.${value}`) }))}
        data-testid="certificate-role"
      />
    </>
  );
}
