import type { Locale as StellwerkLocale } from '@stellwerk/domain';
import type en from '../messages/en.json';

// A key that is missing from the messages is a type error, not a hole in the page.
declare module 'next-intl' {
  interface AppConfig {
    Locale: StellwerkLocale;
    Messages: typeof en;
  }
}
