import type { Page } from '@playwright/test';
import { expect, test, visit } from './test';

const box = (page: Page) => page.getByRole('banner').getByRole('combobox', { name: 'Search products' });
const options = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

test('the search box offers categories, products and all results, and keys choose among them', async ({ page }) => {
  await visit(page, '/');
  const field = box(page);
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await field.pressSequentially('kett', { delay: 20 });
  await expect(options(page).first()).toHaveText('Kettles');
  await expect(options(page).last()).toContainText('results for “kett”');
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await expect(field).not.toHaveAttribute('aria-activedescendant', /./);

  await field.press('ArrowDown');
  const first = options(page).first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id'))!);
  await expect(field).toBeFocused();
  await field.press('ArrowUp');
  await expect(field).not.toHaveAttribute('aria-activedescendant', /./);
  await field.press('ArrowUp');
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');

  await field.press('Escape');
  await expect(options(page)).toHaveCount(0);
  await expect(field).toHaveValue('kett');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await field.press('ArrowDown');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await field.press('ArrowDown');
  const chosen = await options(page).nth(1).locator('.suggest__name').innerText();
  await field.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(chosen);
  await expect(options(page)).toHaveCount(0);
});

test('a suggestion can be clicked, and leaving the box closes it', async ({ page }) => {
  await visit(page, '/');
  await page.evaluate(() => Object.assign(window, { same: true }));
  const field = box(page);
  await field.fill('umbrel');
  await expect(options(page).first()).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(options(page)).toHaveCount(0);
  await field.focus();
  await field.press('ArrowDown');
  await options(page).filter({ hasText: 'Compact umbrella' }).click();
  await expect(page).toHaveURL('/products/compact-umbrella');
  await expect(options(page)).toHaveCount(0);
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('the way to all results is in sight, and Tab leaves the field and closes the list', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, '/');
  const field = box(page);
  await field.fill('kett');
  await expect(options(page).last()).toContainText('results for “kett”');
  for (const height of [900, 500]) {
    await page.setViewportSize({ width: 1440, height });
    await expect(options(page).last(), `${height} px`).toBeInViewport({ ratio: 0.9 });
  }
  await field.press('Tab');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Search', exact: true })).toBeFocused();
  await expect(options(page)).toHaveCount(0);
  await expect(field).toHaveAttribute('aria-expanded', 'false');
});

test('suggestions for older words are dropped, also after the search was sent', async ({ page }) => {
  await visit(page, '/');
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route(/\/fn\/suggest\?.*(lamp|vase)/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const field = box(page);
  const slow = page.waitForRequest(/\/fn\/suggest\?.*lamp/);
  await field.fill('lamp');
  await slow;
  await field.fill('kettle');
  await expect(options(page).first()).toContainText('Kettle');
  const second = page.waitForRequest(/\/fn\/suggest\?.*vase/);
  await field.fill('vase');
  await second;
  await field.press('Enter');
  await expect(page).toHaveURL('/products?q=vase');
  const late = page.waitForResponse(/\/fn\/suggest\?.*vase/);
  release();
  await late;
  await page.waitForTimeout(200);
  await expect(options(page)).toHaveCount(0);
  await expect(field).toHaveValue('vase');
});

test('what is typed is shown as text among the suggestions', async ({ page }) => {
  await visit(page, '/');
  await box(page).fill('"><img src=x> kettle');
  await page.waitForTimeout(500);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await box(page).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x>');
});
