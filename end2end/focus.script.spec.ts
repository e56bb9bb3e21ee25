// Where the focus is when something opens over the page, and when what had it is gone.
import type { Locator } from '@playwright/test';
import { Listing } from './listing';
import { expect, test, visit } from './test';

const hasFocus = (within: Locator) => within.evaluate((it) => it.contains(document.activeElement));

const drawers = [
  { what: 'menu', path: '/', opens: 'Menu', closes: 'Close menu', drawer: '#menu' },
  { what: 'drawer of filters', path: '/products', opens: 'Filters', closes: 'Close filters', drawer: '#filters' },
];

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  for (const { what, path, opens, closes, drawer } of drawers) {
    test(`the ${what} takes the focus, holds it, and gives it back`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await visit(page, path);
      const opener = page.getByRole('button', { name: opens, exact: true });
      const closer = page.getByRole('button', { name: closes });
      await opener.focus();
      await page.keyboard.press('Enter');
      await expect(closer).toBeFocused();

      // Once around, and on.
      let rounds = 0;
      for (let presses = 0; presses < 150 && rounds < 2; presses += 1) {
        await page.keyboard.press('Tab');
        expect(await hasFocus(page.locator(drawer)), `after ${presses + 1} times Tab`).toBe(true);
        rounds += (await closer.evaluate((it) => it === document.activeElement)) ? 1 : 0;
      }
      expect(rounds).toBe(2);
      await page.keyboard.press('Shift+Tab');
      expect(await hasFocus(page.locator(drawer))).toBe(true);

      await page.keyboard.press('Escape');
      await expect(closer).toBeHidden();
      await expect(opener).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(closer).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(closer).toBeHidden();
      await expect(opener).toBeFocused();
    });
  }
});

test('the menu of wide pages closes when the focus leaves it', async ({ page }) => {
  await visit(page, '/');
  const panel = page.locator('#menu');
  await page.getByRole('button', { name: 'Shop' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  // It opens beside what one reads: the focus stays until one goes on.
  await expect(page.getByRole('button', { name: 'Shop' })).toBeFocused();
  await panel.getByRole('link').last().focus();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(panel).toBeHidden();
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
});

test('another page of a list has the focus where the number that was pressed is gone', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.pager.getByRole('link', { name: 'Page 2', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/products?page=2');
  await expect(page.locator('#results')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await hasFocus(page.locator('#results'))).toBe(true);
});

test('the list has the focus when a filter is taken off, and not while one types', async ({ page }) => {
  await visit(page, '/products?in_stock=1');
  const list = new Listing(page);
  await list.chip('In stock').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/products');
  await expect(page.locator('#results')).toBeFocused();

  await list.field.focus();
  await list.field.pressSequentially('copper', { delay: 60 });
  await expect(page).toHaveURL('/products?q=copper');
  await expect(list.names.first()).toContainText(/copper/i);
  await page.waitForTimeout(100);
  await expect(list.field).toBeFocused();
});
