'use client';

import { Grid, Group } from '@mantine/core';
import { Button } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Federation, Pbx } from '@stellwerk/contracts';
import { FederationInput } from '@stellwerk/domain';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldPath, FormProvider, useForm } from 'react-hook-form';
import { api, fieldErrors } from '../api/client';
import { useChange } from '../api/mutate';
import { useLeaveGuard } from '../editor/leave-guard';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { CertificateFields } from './certificate-fields';
import { draftOf, type FederationDraft, fieldOf, judgeable } from './federation-form';
import { DomainFields, ServerFields } from './server-fields';
import { RouteFields } from './route-fields';
import { Verdicts } from './verdicts';

/** Everything about a federation in one form; what the rules, DNS and the server say stands beside it while one types. */
export function FederationEditor({ pbx, stored }: { pbx: Pbx; stored: Federation | null }) {
  const t = useTranslations('federation');
  const c = useTranslations('common');
  const router = useRouter();
  const notify = useNotify();
  const form = useForm({ resolver: zodResolver(FederationInput), defaultValues: draftOf(stored) });
  // The version the draft began from: checks bring newer answers while it is edited.
  const [version] = useState(stored?.version ?? 0);
  const save = useChange((body: FederationDraft) => api.putFederation({ params: { id: pbx.id }, ifMatch: version, body }));
  useLeaveGuard(form.formState.isDirty && !save.isSuccess && !save.isPending);
  const back = stored ? `/pbxs/${pbx.id}/federation` : `/pbxs/${pbx.id}`;
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then(
      () => {
        notify.done(t('saved'));
        router.push(`/pbxs/${pbx.id}/federation`);
      },
      (error: unknown) => {
        for (const [pointer, message] of fieldErrors(error))
          form.setError(fieldOf(pointer) as FieldPath<FederationDraft>, { type: 'server', message });
      },
    ),
  );
  return (
    <FormProvider {...form}>
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="federation-form">
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <ServerFields />
            <RouteFields />
            <DomainFields />
            <CertificateFields />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <div className="beside-form">
              <Verdicts tenantId={pbx.tenantId} draft={judgeable(form.watch())} />
            </div>
          </Grid.Col>
        </Grid>
        <div className="editor-foot">
          {save.isError && (
            <div style={{ marginBottom: 8 }}>
              <ProblemNotice error={save.error} testId="federation-problem" />
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => router.push(back)}>
              {c('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} data-testid="federation-save">
              {c('save')}
            </Button>
          </Group>
        </div>
      </form>
    </FormProvider>
  );
}
