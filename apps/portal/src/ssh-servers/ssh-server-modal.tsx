'use client';

import { Modal } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { SshServerEditor, type SshServerEditorProps } from './ssh-server-editor';

export function SshServerModal(props: SshServerEditorProps) {
  const t = useTranslations('sshServer');
  const c = useTranslations('common');
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={960}
      title={props.stored ? t('edit', { name: props.stored.name }) : t('new')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': c('close') }}
    >
      <SshServerEditor {...props} />
    </Modal>
  );
}
