import type { RunningBrowser } from '@stellwerk/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { barriers } from './barriers.js';
import type { Credentials } from './people.js';
import type { Ready } from './stack.js';

const PATIENCE_MS = 20_000;

/** Somebody at their own browser. */
export class Desk {
  readonly complaints: string[] = [];

  private constructor(
    private readonly url: string,
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  static async of(chromium: RunningBrowser, ready: Ready, who: Credentials, width: number): Promise<Desk> {
    const { page, context } = await chromium.page({ locale: 'en-GB', width, height: 844 });
    const desk = new Desk(ready.url, page, context);
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) desk.complaints.push(message.text());
    });
    page.on('pageerror', (error) => desk.complaints.push(error.message));
    await desk.goto('/sign-in');
    await desk.at('sign-in-email').fill(who.email);
    await desk.at('sign-in-password').fill(who.password);
    await desk.at('sign-in-submit').click();
    await desk.at('account').waitFor();
    return desk;
  }

  at(testId: string) {
    return this.page.getByTestId(testId);
  }
  goto(path: string) {
    return this.page.goto(this.url + path);
  }
  /** Something with a test id that is in a state. */
  in(testId: string, attribute: string, value: string) {
    return this.page.locator(`[data-testid="${testId}"][data-${attribute}="${value}"]`);
  }

  /** What stands in the way of a screen reader, and a page that is wider than its window: one line each. */
  async barriers(): Promise<string[]> {
    const wide = await this.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    return [...(await barriers(this.page)), ...(wide > 0 ? [`${wide} px wider than the window`] : [])];
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
