import { test as base, expect } from '@playwright/test';

export { expect };

/** Playwright's test, which also fails when a page logs an error, throws, or asks another host for something. */
export const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        // A page that is not there is answered with 404 on purpose, and browsers log that.
        const expected = /Failed to load resource.*status of 4\d\d/.test(message.text()) && message.location().url === page.url();
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
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
