'use client';

import type { Federation } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useChecks } from '../api/check-queries';
import { Answers } from '../checks/answers';
import { CheckTable } from '../checks/check-table';
import { Empty } from '../ui/empty';
import { FactList } from '../ui/fact-list';
import { Paged } from '../ui/paged';
import { Section } from '../ui/section';
import { Checklist, withoutChecklist } from './checklist';
import { Routes } from './routes';

/** How a federation stands: its values, what its rules say, its routes, what people confirmed, and its checks. */
export function Standing({ federation }: { federation: Federation }) {
  const t = useTranslations('federation');
  const checks = useChecks({ pbxId: federation.pbxId });
  const code = (text: string | null) => (text === null ? '–' : <code>{text}</code>);
  return (
    <>
      <Section title={t('values')} id="values">
        <FactList
          facts={[
            [t('domain'), code(federation.domain)],
            [t('fqdn'), code(`${federation.fqdn}:${federation.port}`)],
            [t('publicAddress'), code(federation.publicAddress)],
            [t('internalAddress'), code(federation.networkInterface ?? federation.internalAddress)],
            [t('openFederation'), federation.openFederation ? t('on') : t('off')],
            [t('intendedCa'), code(federation.intendedCa)],
            [t('serviceAccount'), federation.serviceAccount === null ? t('localSystem') : code(federation.serviceAccount)],
            [t('allowedDomains'), federation.allowedDomains.length === 0 ? t('allDomains') : federation.allowedDomains.join(', ')],
            [t('blockedDomains'), federation.blockedDomains.length === 0 ? '–' : federation.blockedDomains.join(', ')],
          ]}
        />
      </Section>
      <Section title={t('checksOf')} id="federation-checks" flush>
        <Paged list={checks} empty={<Empty title={t('noChecks')} />}>
          {(rows) => <CheckTable checks={rows} about="pbx" />}
        </Paged>
      </Section>
      <Routes federation={federation} />
      <Section title={t('verdict')} id="verdict">
        <Answers answers={withoutChecklist(federation.answers)} />
      </Section>
      <Checklist federation={federation} />
    </>
  );
}
