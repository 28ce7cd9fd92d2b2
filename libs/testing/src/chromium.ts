import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { available } from './available.js';

/** A headless browser: nothing it does reaches beyond the machine by itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-gpu',
];

export interface RunningBrowser {
  readonly browser: Browser;
  /** A new page in a context of its own: no cookie is shared. */
  page(options?: {
    locale?: string;
    colorScheme?: 'light' | 'dark';
    width?: number;
    height?: number;
  }): Promise<{ page: Page; context: BrowserContext }>;
  close(): Promise<void>;
}

/** Starts the machine's Chromium. Throws when there is none: ask `available('chromium')` first. */
export async function startChromium(): Promise<RunningBrowser> {
  const executablePath = available('chromium');
  if (executablePath === null) throw new Error('Chromium is not on this machine');
  const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
  return {
    browser,
    page: async (options = {}) => {
      const context = await browser.newContext({
        locale: options.locale ?? 'en-GB',
        colorScheme: options.colorScheme ?? 'light',
        viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      });
      return { page: await context.newPage(), context };
    },
    close: () => browser.close(),
  };
}
