'use client';

import { SegmentedControl, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PasskeySetup } from '../account/passkey-setup';
import { RecoveryCodes } from '../account/recovery-codes';
import { TotpSetup } from '../account/totp-setup';
import { useMe } from '../api/queries';
import { usePasskeysPossible } from '../ui/use-passkeys';

/** The provider demands a second factor and there is none yet: an authenticator app, or a passkey. */
export function EnrolStep({ onDone }: { onDone: () => Promise<void> }) {
  const t = useTranslations('factors');
  const me = useMe();
  const passkeys = usePasskeysPossible();
  const [way, setWay] = useState<'totp' | 'passkey'>('totp');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enrolled = (recoveryCodes: readonly string[] | null) => (recoveryCodes === null ? void onDone() : setCodes(recoveryCodes));
  if (codes !== null) return <RecoveryCodes codes={codes} email={me.data?.email ?? ''} onDone={() => void onDone()} />;
  return (
    <Stack gap="md">
      {passkeys && (
        <SegmentedControl
          value={way}
          onChange={(next) => setWay(next === 'passkey' ? 'passkey' : 'totp')}
          aria-label={t('way')}
          data={[
            { value: 'totp', label: t('totp') },
            { value: 'passkey', label: t('passkey') },
          ]}
          data-testid="enrol-way"
        />
      )}
      {way === 'totp' ? <TotpSetup onDone={enrolled} /> : <PasskeySetup onDone={enrolled} />}
    </Stack>
  );
}
