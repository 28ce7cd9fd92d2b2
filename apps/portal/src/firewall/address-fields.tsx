'use client';

import { Stack, TagsInput, TextInput } from '@mantine/core';
import type { FirewallSwitch } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { NetworksInput } from '../ui/networks-input';
import { Section } from '../ui/section';
import { ADDRESS_FIELDS, type AddressField, HOST_FIELDS, isWrong, type ListField, NETWORK_FIELDS } from './draft';
import type { Drafting } from './settings-panel';

/** When a field matters; left out: always. */
const NEEDS: Readonly<Partial<Record<AddressField | ListField, readonly FirewallSwitch[]>>> = {
  proxyAddress: ['reverseProxy'],
  management: ['remoteWeb'],
  monitoring: ['monitoring'],
  providers: ['sipTrunk', 'kamailio'],
  peers: ['systemNetwork'],
  directory: ['ldapTls', 'ldapPlain'],
};

/** Who is where. An empty field says from what it follows instead. */
export function AddressFields({ draft, plan, onChange }: Drafting) {
  const t = useTranslations('firewall');
  const { settings, facts } = plan;
  const matters = (field: AddressField | ListField): boolean => {
    if (field === 'sshServerAddress') return settings.place === 'cloud' && settings.switches.tunnels;
    if (field === 'pbxAddress' && settings.place === 'cloud') return false;
    if (field === 'phones' && facts.product !== 'starface') return false;
    return NEEDS[field]?.some((key) => settings.switches[key]) ?? true;
  };
  const set = (field: AddressField | ListField, value: unknown) => onChange({ ...draft, [field]: value });
  return (
    <Section title={t('addresses')} id="firewall-addresses">
      <Stack gap="sm">
        {ADDRESS_FIELDS.filter(matters).map((field) => (
          <TextInput
            key={field}
            label={t(`field.${field}`)}
            description={draft[field] === null && settings[field] !== null ? t('follows', { value: settings[field] }) : t(`hint.${field}`)}
            value={draft[field] ?? ''}
            onChange={(event) => set(field, event.currentTarget.value.trim() || null)}
            error={isWrong(field, draft[field]) && t('addressWrong')}
            autoCapitalize="off"
            spellCheck={false}
            data-testid={`firewall-${field}`}
          />
        ))}
        {NETWORK_FIELDS.filter(matters).map((field) => (
          <NetworksInput
            key={field}
            label={t(`field.${field}`)}
            description={
              draft[field].length === 0 && settings[field].length > 0
                ? t('follows', { value: settings[field].join(', ') })
                : t(`hint.${field}`)
            }
            value={draft[field]}
            onChange={(value) => set(field, value)}
            data-testid={`firewall-${field}`}
          />
        ))}
        {HOST_FIELDS.filter(matters).map((field) => (
          <TagsInput
            key={field}
            label={t(`field.${field}`)}
            description={t(`hint.${field}`)}
            value={draft[field]}
            onChange={(value) => set(field, value)}
            splitChars={[',', ' ', ';']}
            acceptValueOnBlur
            clearable={false}
            error={isWrong(field, draft[field]) && t('hostWrong')}
            data-testid={`firewall-${field}`}
          />
        ))}
      </Stack>
    </Section>
  );
}
