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

test('the links to the present page say so, also after a move', async ({ page }) => {
  const current = page.locator('header, footer').locator('a[aria-current=page]');
  await visit(page, '/');
  await expect(current).toHaveCount(0);
  const main = page.getByRole('navigation', { name: 'Main', exact: true });
  await main.getByRole('link', { name: 'New' }).click();
  await expect(page).toHaveURL('/products?sort=newest');
  await expect(current).toHaveText(['New', 'New']);
  await visit(page, '/categories/kitchen?in_stock=1');
  await expect(main.locator('[aria-current=page]')).toHaveText('Kitchen');
  // In the header, in its menu and in the footer.
  await expect(current).toHaveText(['Kitchen', 'Kitchen', 'Kitchen']);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Bath' }).click();
  await expect(page).toHaveURL('/categories/bath');
  await expect(current.filter({ hasNotText: 'Bath' })).toHaveCount(0);
  await expect(current.last()).toHaveText('Bath');
});

test('the footer names the present year', async ({ page }) => {
  await visit(page, '/');
  await expect(page.getByRole('contentinfo')).toContainText(`© ${new Date().getUTCFullYear()} Vitrine`);
});

test('the wish list is a heart in the header, with what is kept beside it where that is known', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await visit(page, '/products/kettle-arc');
  const heart = page.getByRole('banner').getByRole('link', { name: /^Wish list/ });
  const place = () => page.locator('header.header a').evaluateAll((all) =>
    all.filter((link) => link.checkVisibility()).map((link) => {
      const { left, top, width } = link.getBoundingClientRect();
      return [left, top, width].map(Math.round);
    }));
  const before = await place();
  await page.getByRole('button', { name: 'Keep for later' }).click();
  await expect(page.getByRole('button', { name: 'Take it off' })).toBeVisible();
  if (scripted()) {
    await expect(heart).toHaveAccessibleName('Wish list, 1 kept');
    expect(await place()).toEqual(before);
  }
  await heart.click();
  await expect(page).toHaveURL('/wishlist');
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
    await filters.getByRole('button', { name: scripted() ? /^Show \d+ products$/ : /^Show products$/ }).click();
    await new Listing(page).asks({ q: 'vase', in_stock: '1' });
    await expect(filters).toBeHidden();
    await expect(page.getByRole('link', { name: 'Remove filter: In stock' })).toBeVisible();
  });
});
