'use client';

import { Anchor, Group } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useChecks } from '../api/check-queries';
import { useMay } from '../api/may';
import { Empty } from '../ui/empty';
import { Paged } from '../ui/paged';
import { Section } from '../ui/section';
import { CheckTable } from './check-table';
import { NewCheckButton } from './checks-page';

/** What is looked at around one PBX, and how it is. */
export function PbxChecks({ pbxId }: { pbxId: string }) {
  const t = useTranslations('checks');
  const may = useMay('checks:read');
  const list = useChecks({ pbxId }, 20);
  if (!may) return null;
  const findings = list.data?.pages.flatMap((page) => page.items).reduce((sum, check) => sum + check.openFindings, 0) ?? 0;
  return (
    <div data-testid="pbx-checks">
      <Section
        title={t('title')}
        id="checks"
        flush
        actions={
          <Group gap="md">
            {findings > 0 && (
              <Anchor component={Link} href={`/findings?pbxId=${pbxId}`} size="sm" underline="always" data-testid="pbx-findings">
                {t('openFindings', { count: findings })}
              </Anchor>
            )}
            <Anchor component={Link} href={`/certificates?pbxId=${pbxId}`} size="sm" underline="always">
              {t('toCertificates')}
            </Anchor>
            <NewCheckButton pbxId={pbxId} small />
          </Group>
        }
      >
        <Paged list={list} empty={<Empty title={t('emptyTitle')}>{t('emptyPbx')}</Empty>}>
          {(checks) => <CheckTable checks={checks} about="pbx" />}
        </Paged>
      </Section>
    </div>
  );
}
