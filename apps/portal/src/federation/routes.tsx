'use client';

import { Switch, Text } from '@mantine/core';
import type { Federation } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { ScrollBox } from '../ui/scroll-box';
import { Section } from '../ui/section';
import { draftOf } from './federation-form';

/** The static routes, each with its switch: off, a route keeps its configuration. */
export function Routes({ federation }: { federation: Federation }) {
  const t = useTranslations('federation');
  const may = useMay('pbxs:write');
  const notify = useNotify();
  const flip = useChange((index: number) => {
    const draft = draftOf(federation);
    const routes = draft.routes.map((route, at) => (at === index ? { ...route, enabled: !route.enabled } : route));
    return api.putFederation({ params: { id: federation.pbxId }, ifMatch: federation.version, body: { ...draft, routes } });
  });
  return (
    <Section title={t('routes')} id="routes" flush={federation.routes.length > 0}>
      {federation.routes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {federation.openFederation ? t('noRouteOpen') : t('noRouteClosed')}
        </Text>
      ) : (
        <ScrollBox label={t('routes')}>
          <table className="dense stack">
            <thead>
              <tr>
                <th scope="col">{t('routeDomain')}</th>
                <th scope="col">{t('routeHost')}</th>
                <th scope="col">{t('protocol')}</th>
                <th scope="col">{t('routeEnabled')}</th>
              </tr>
            </thead>
            <tbody>
              {federation.routes.map((route, index) => (
                <tr key={`${route.domain} ${route.host}`} data-testid="federation-route" data-enabled={route.enabled}>
                  <td data-label={t('routeDomain')}>
                    <code>{route.domain}</code>
                  </td>
                  <td data-label={t('routeHost')}>
                    <code>
                      {route.host}:{route.port}
                    </code>
                  </td>
                  <td data-label={t('protocol')}>MTLS</td>
                  <td data-label={t('routeEnabled')}>
                    <Switch
                      aria-label={t('routeSwitch', { domain: route.domain })}
                      checked={route.enabled}
                      disabled={!may || flip.isPending}
                      onChange={() => flip.mutate(index, { onError: notify.failed })}
                      data-testid="federation-route-switch"
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Section>
  );
}
