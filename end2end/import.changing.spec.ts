// From a file to what a shopper finds (SPEC C1, A8, W2): products that were imported stand in the shop's search at once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Listing } from './listing';
import { asStaff, tag } from './staff';
import { alive, expect, scripted, test, visit } from './test';

/** Somebody else's catalogue: it lies beside the checkout, or not at all. */
const GIVEN = join(__dirname, '../../shared/data/dummyjson/products.csv');

type File = string | { name: string; mimeType: string; buffer: Buffer };

/** Imports a file as staff do, with the categories that are missing; what is there already is changed or stays. */
async function importFile(page: Page, file: File): Promise<void> {
  await asStaff(page);
  await visit(page, '/admin/import');
  const form = page.getByRole('main').locator('form[enctype="multipart/form-data"]');
  await form.locator('input[type=file]').setInputFiles(file);
  await form.getByLabel('Change products that are here already').check();
  await form.getByLabel('Make the categories that are missing').check();
  await form.getByRole('button', { name: 'Check the file' }).click();
  await expect(page).toHaveURL(/\/admin\/import\/[0-9a-f-]{36}/);
  await alive(page);
  // A second try finds everything there.
  if (await page.getByText('Nothing would change.').isVisible()) return;
  await page.getByRole('main').getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/admin\/bulk\/[0-9a-f-]{36}/);
}

/** What the search in the header leads to; the import may still be at work. */
async function search(page: Page, words: string, names: string[]): Promise<void> {
  const list = new Listing(page);
  await expect(async () => {
    await visit(page, '/');
    const field = page.getByRole('banner').getByRole('combobox', { name: 'Search products' });
    await field.fill(words);
    await field.press('Enter');
    await expect(page).toHaveURL(/\/products\?q=/);
    await expect(list.names.first()).toBeVisible({ timeout: 2_000 });
    expect((await list.names.allTextContents()).slice(0, names.length).toSorted()).toEqual(names);
  }).toPass({ timeout: 20_000 });
}

test('products of a file are found by search, with the prices and the stock of the file', async ({ page }) => {
  test.slow();
  const word = tag();
  const lines = [
    'name,slug,description,price,category_slug,stock',
    `Imported bowl ${word},,"Glazed, and ""rough"" outside",24.50,imported-${word},7`,
    `Imported plate ${word},,,18.00,imported-${word},0`,
    '',
  ];
  await importFile(page, { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
  await search(page, word, [`Imported bowl ${word}`, `Imported plate ${word}`]);
  await search(page, `plate ${word}`, [`Imported plate ${word}`]);
  await expect(new Listing(page).cards.first()).toContainText('€18.00');
  await expect(new Listing(page).cards.first()).toContainText('Sold out');
  await page.getByRole('main').getByRole('link', { name: `Imported plate ${word}` }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Imported plate ${word}`);
});

test('products of a given catalogue are found by search', async ({ page }) => {
  test.skip(!existsSync(GIVEN), `there is no ${GIVEN}`);
  test.skip(!scripted(), 'the file fits into a shop once: its products come in where scripts run');
  test.slow();
  await importFile(page, GIVEN);
  await search(page, 'mascara lash', ['Essence Mascara Lash Princess']);
  await search(page, 'eyeshadow palette', ['Eyeshadow Palette with Mirror']);
  await expect(new Listing(page).cards.first()).toContainText('€19.99');
});
