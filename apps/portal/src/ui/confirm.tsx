'use client';

import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useProblemText } from './problem';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
}

/** Asks before something is destroyed. The safe answer has the focus. */
export function useConfirm(): (question: Question) => void {
  const t = useTranslations('common');
  return ({ title, text, confirm, onConfirm }) =>
    void modals.openConfirmModal({
      title,
      children: <Text size="sm">{text}</Text>,
      labels: { confirm, cancel: t('cancel') },
      confirmProps: { color: 'red.9', 'data-testid': 'confirm' },
      cancelProps: { 'data-autofocus': true },
      closeButtonProps: { 'aria-label': t('close') },
      onConfirm,
    });
}

/** Short notices at the edge of the page, read out by screen readers. */
export function useNotify() {
  const t = useTranslations('common');
  const text = useProblemText();
  const close = { closeButtonProps: { 'aria-label': t('close') } };
  return {
    done: (message: string) => void notifications.show({ message, color: 'teal.9', ...close }),
    failed: (error: unknown) =>
      void notifications.show({ message: text(error), color: 'red.9', autoClose: 10_000, role: 'alert', ...close }),
  };
}
