import type { Page } from '@playwright/test';
import { alive, expect, test, visit } from './test';

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('the theme is chosen by a button and kept', async ({ page }) => {
  await visit(page, '/');
  const button = page.getByRole('button', { name: 'Use the dark theme' }).first();
  const light = await ground(page);
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => ground(page)).not.toBe(light);
  const dark = await ground(page);
  await page.reload();
  expect(await ground(page)).toBe(dark);
  await alive(page);
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await visit(page, '/products');
  expect(await ground(page)).toBe(dark);
  await button.click();
  await expect.poll(() => ground(page)).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  expect(await ground(page), 'a choice wins over the system').toBe(light);
});

test('without a choice the theme is the system’s', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await visit(page, '/');
  const button = page.getByRole('button', { name: 'Use the dark theme' }).first();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  const dark = await ground(page);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await ground(page)).not.toBe(dark);
});
