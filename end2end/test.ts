import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export { expect };

interface Expectations {
  /** Console errors that a test provokes on purpose. */
  provoked: RegExp[];
  quiet: void;
}

/** Playwright's test, which also fails when a page logs an error, throws, or asks another host for something. */
export const test = base.extend<Expectations>({
  provoked: [[], { option: true }],
  // Each test comes from an address of its own: the shop throttles signing in and the like by address.
  extraHTTPHeaders: async ({}, use) => {
    const part = () => Math.floor(Math.random() * 256);
    await use({ 'x-forwarded-for': `10.${part()}.${part()}.${part()}` });
  },
  quiet: [
    async ({ page, baseURL, provoked }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        // A page that is not there is answered with 404 on purpose, and browsers log that.
        const expected =
          (/Failed to load resource.*status of 4\d\d/.test(message.text()) && message.location().url === page.url()) ||
          provoked.some((pattern) => pattern.test(message.text()));
        if (message.type() === 'error' && !expected) complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => {
        // The browser's own words when it gives up the move from one document to the next. With scripts, the page itself
        // sees to them.
        const givenUp = !scripted() && /^\w+: Transition was /.test(String(error));
        if (!givenUp) complaints.push(String(error));
      });
      page.on('request', (request) => {
        const url = request.url();
        if (url.startsWith('http') && !url.startsWith(baseURL!)) complaints.push(`asked ${url}`);
      });
      await use();
      expect(complaints, 'console errors and requests to other hosts').toEqual([]);
    },
    { auto: true },
  ],
});

/** Whether the page runs scripts, as its project says. */
export const scripted = (): boolean => test.info().project.use.javaScriptEnabled !== false;

/** Opens an address and waits until the page has come to life; returns the status. */
export async function visit(page: Page, path: string): Promise<number> {
  const answer = await page.goto(path);
  await alive(page);
  return answer?.status() ?? 0;
}

/** Waits until the page has come to life, where scripts run. */
export async function alive(page: Page): Promise<void> {
  if (scripted()) await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}
