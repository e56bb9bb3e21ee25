import { categories } from './catalogue';
import { Listing } from './listing';
import { expect, scripted, test, visit } from './test';

test('the menu opens under the header, closes by Escape, and leads to a category', async ({ page }) => {
  await visit(page, '/');
  const menu = page.getByRole('navigation', { name: 'Categories', exact: true });
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Shop' }).click();
  await expect(menu).toBeVisible();
  for (const { name, parent } of categories) {
    if (!parent) await expect(menu.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Shop' }).click();
  await menu.getByRole('link', { name: 'Lighting' }).click();
  await expect(page).toHaveURL('/categories/lighting');
  await expect(menu).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test('menu, search and filters open from buttons', async ({ page }) => {
    await visit(page, '/');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    const menu = page.getByRole('navigation', { name: 'Categories', exact: true });
    await expect(menu).toBeVisible();
    await page.getByRole('button', { name: 'Close menu' }).click();
    await expect(menu).toBeHidden();

    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const field = page.getByRole('banner').getByRole('combobox', { name: 'Search products' });
    // A script can put the cursor where it belongs; without one the next Tab leads there.
    if (scripted()) await expect(field).toBeFocused();
    await field.fill('vase');
    await field.press('Enter');
    await expect(page).toHaveURL('/products?q=vase');
    await expect(field).toBeHidden();

    const filters = page.getByRole('form', { name: 'Filters' });
    await expect(filters).toBeHidden();
    await page.getByRole('button', { name: 'Filters' }).click();
    await filters.getByRole('checkbox', { name: 'In stock' }).check();
    await filters.getByRole('button', { name: /^Show \d+ products$/ }).click();
    await new Listing(page).asks({ q: 'vase', in_stock: '1' });
    await expect(filters).toBeHidden();
    await expect(page.getByRole('link', { name: 'Remove filter: In stock' })).toBeVisible();
  });
});
