'use client';

import type { Vantage } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useNames } from '../api/names';

/** From where a check looks, in a few words. */
export function VantageText({ vantage }: { vantage: Vantage }) {
  const t = useTranslations('vantage');
  const names = useNames();
  return <>{vantage.kind === 'edge' ? t('edge') : t('inside', { server: names.server(vantage.sshServerId) })}</>;
}
