'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useConfirm } from '../ui/confirm';

/** Asks before unsaved changes are lost: on links inside the portal, and by the browser when the tab closes or reloads. */
export function useLeaveGuard(dirty: boolean): void {
  const t = useTranslations('editor');
  const router = useRouter();
  const confirm = useConfirm();
  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a[href]');
      if (
        !link ||
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        link.getAttribute('href')?.startsWith('#')
      )
        return;
      const { origin, pathname, search } = new URL((link as HTMLAnchorElement).href);
      if (origin !== window.location.origin) return;
      event.preventDefault();
      event.stopPropagation();
      confirm({ title: t('leaveTitle'), text: t('leaveText'), confirm: t('leave'), onConfirm: () => router.push(pathname + search) });
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [dirty, confirm, router, t]);
}
