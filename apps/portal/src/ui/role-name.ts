'use client';

import { type Role, roleName } from '@stellwerk/domain';
import { useLocale } from 'next-intl';

/** A role as it is called everywhere, with a capital where it begins a line. */
export function useRoleName(): (role: Role) => string {
  const locale = useLocale();
  return (role) => {
    const name = roleName(role, locale);
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  };
}
