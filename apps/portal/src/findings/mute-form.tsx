'use client';

import type { CheckFinding } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { RestForm } from '../checks/rest-form';
import { useNotify } from '../ui/confirm';

/** Accepts a finding for a while: it stays visible and raises no alert. */
export function MuteForm({ finding, onClose }: { finding: CheckFinding; onClose: () => void }) {
  const t = useTranslations('finding');
  const notify = useNotify();
  const mute = useChange((body: { until: string; reason: string }) => api.muteFinding({ params: { id: finding.id }, body }));
  const submit = (until: string | null, reason: string) => {
    if (until === null) return;
    mute.mutate(
      { until, reason },
      {
        onSuccess: () => {
          notify.done(t('mutedDone'));
          onClose();
        },
      },
    );
  };
  return (
    <RestForm
      title={t('muteTitle')}
      text={t('muteText')}
      label={t('muteUntil')}
      confirm={t('mute')}
      saving={mute.isPending}
      error={mute.error}
      open={false}
      onSubmit={submit}
      onClose={onClose}
      testId="mute"
    />
  );
}
