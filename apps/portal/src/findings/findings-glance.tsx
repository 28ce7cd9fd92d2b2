'use client';

import { Anchor, Group } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFindings } from '../api/check-queries';
import { useMay } from '../api/may';
import { Paged } from '../ui/paged';
import { Section } from '../ui/section';
import { Sign } from '../ui/signal';
import { FindingTable } from './finding-table';

const SHOWN = 3;

/** The three findings that break first, of everything or of one customer; the page of findings has the rest. */
export function FindingsGlance({ tenantId }: { tenantId?: string }) {
  const t = useTranslations('findings');
  const may = useMay('checks:read');
  const list = useFindings({ tenantId }, SHOWN);
  if (!may) return null;
  const within = tenantId === undefined ? '' : `?tenantId=${tenantId}`;
  const link = (href: string, label: string) => (
    <Anchor component={Link} href={href + within} size="sm" underline="always">
      {label}
    </Anchor>
  );
  // Only its first page: whoever wants more goes to the page that can filter.
  const first = { ...list, hasNextPage: false } as typeof list;
  return (
    <div data-testid="findings-glance">
      <Section
        title={t('title')}
        id="findings"
        flush
        actions={
          <Group gap="md">
            {link('/findings', t('all'))}
            {link('/checks', t('toChecks'))}
            {link('/certificates', t('toCertificates'))}
          </Group>
        }
      >
        <Paged
          list={first}
          empty={
            <div className="card-pad tone-up" data-testid="findings-none">
              <span className="signal">
                <Sign glyph="proceed" />
                {t('emptyTitle')}
              </span>
            </div>
          }
        >
          {(findings) => <FindingTable findings={findings} about={tenantId === undefined ? undefined : 'tenant'} />}
        </Paged>
      </Section>
    </div>
  );
}
