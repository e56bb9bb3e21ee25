// What is done to several products at once and has to be told more than its name: prices and categories (SPEC A2, A7).
import type { Page } from '@playwright/test';
import { asStaff, category, draft, field, rows, tag } from './staff';
import { expect, test, visit } from './test';

/** Selects some of the products whose names have a word, and opens the menu of an action. */
async function select(page: Page, word: string, names: string[], action: string): Promise<void> {
  await visit(page, `/admin/products?q=${word}&sort=name`);
  for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  await page.getByText(`${action}…`).click();
}

/** Takes back what the message tells of. */
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).first().click();

test('the prices of several products change by an amount, by a share and to one price, and that is taken back', async ({ page }) => {
  test.slow();
  await asStaff(page);
  const word = tag();
  const shelf = await category(page.request, `Spoons ${word}`);
  const [ladle, whisk, sieve] = [`Ladle ${word}`, `Whisk ${word}`, `Sieve ${word}`];
  const ids = [
    await draft(page.request, ladle, shelf, { price: '10.00' }),
    await draft(page.request, whisk, shelf, { price: '20.00' }),
    await draft(page.request, sieve, shelf, { price: '7.00' }),
  ];
  const prices = () => Promise.all(ids.map((id) => field(page.request, 'products', id, 'price')));
  const steps = [
    { change: '+5', after: ['15.00', '25.00', '7.00'] },
    { change: '-10%', after: ['13.50', '22.50', '7.00'] },
    { change: '-0,50', after: ['13.00', '22.00', '7.00'] },
    { change: '+50 %', after: ['19.50', '33.00', '7.00'] },
    { change: '=9.99', after: ['9.99', '9.99', '7.00'] },
  ];
  for (const { change, after } of steps) {
    await select(page, word, [ladle, whisk], 'Change price');
    await page.getByLabel('Change price').fill(change);
    await page.getByRole('button', { name: 'Change price', exact: true }).click();
    await expect(page.getByText('2 products given a new price.')).toBeVisible();
    await expect.poll(prices, change).toEqual(after);
  }
  await expect(page.locator('[data-row]').filter({ hasText: ladle }).locator('[data-column=price]')).toContainText('€9.99');
  await undo(page);
  await expect.poll(prices).toEqual(['19.50', '33.00', '7.00']);
});

test('several products move to another category at once, and back', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const here = await category(page.request, `Here ${word}`);
  const there = await category(page.request, `There ${word}`);
  const names = [`Bowl ${word}`, `Cup ${word}`, `Dish ${word}`];
  for (const name of names) await draft(page.request, name, here);
  const within = (shelf: string) => rows(page.request, 'products', `category=${shelf}&sort=name`);
  await select(page, word, names.slice(0, 2), 'Move to category');
  await page.getByLabel('Move to category').selectOption(there);
  await page.getByRole('button', { name: 'Move to category', exact: true }).click();
  await expect(page.getByText('2 products moved to another category.')).toBeVisible();
  await expect.poll(() => within(there)).toEqual(names.slice(0, 2));
  expect(await within(here)).toEqual(names.slice(2));
  await undo(page);
  await expect.poll(() => within(here)).toEqual(names);
  expect(await within(there)).toEqual([]);
});
