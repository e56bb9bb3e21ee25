// The way into the staff side, its lists and their addresses (SPEC A1, A2, A10). Nothing is changed.
import { products } from './catalogue';
import { newcomer } from './people';
import { asStaff } from './staff';
import { expect, scripted, test, visit } from './test';

test.describe('who is no staff', () => {
  test.use({ provoked: [/status of 403/] });

  test('is led to sign in, or told that the page is not theirs', async ({ page }) => {
    await visit(page, '/admin/products?status=draft');
    await expect(page).toHaveURL('/sign-in?next=%2Fadmin%2Fproducts%3Fstatus%3Ddraft');
    await newcomer(page);
    await visit(page, '/account');
    await expect(page.getByRole('link', { name: 'Admin', exact: true })).toHaveCount(0);
    const answer = await page.goto('/admin');
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page isn’t yours to open');
    await expect(page.getByRole('banner').getByRole('link', { name: 'Vitrine, home' })).toBeVisible();
    await page.getByRole('link', { name: 'Sign in as somebody else' }).click();
    await expect(page).toHaveURL('/sign-in?next=%2Fadmin');
    await expect(page.getByRole('main')).toContainText('You are signed in as');
  });
});

test('staff find the way from their account, and back to the shop', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/account');
  await page.getByRole('link', { name: 'Admin', exact: true }).click();
  await expect(page).toHaveURL('/admin');
  await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Products' }).click();
  await expect(page).toHaveURL('/admin/products');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'See the shop' }).click();
  await expect(page).toHaveURL('/');
});

test('a list is searched, sorted and narrowed down by its address', async ({ page }) => {
  await asStaff(page);
  const cheapest = products.toSorted((one, other) => Number(one.price) - Number(other.price))[0];
  await visit(page, '/admin/products');
  await page.getByRole('columnheader').getByRole('link', { name: 'Price' }).click();
  await expect(page).toHaveURL(/[?&]sort=price/);
  await expect(page.locator('[data-row]').first()).toContainText(cheapest.price);
  await expect(page.getByRole('columnheader', { name: 'Price' })).toHaveAttribute('aria-sort', 'ascending');

  const field = page.getByRole('searchbox', { name: 'Search name and description' });
  await field.fill('moka');
  await field.press('Enter');
  await expect(page).toHaveURL(/[?&]q=moka/);
  await expect(page.locator('[data-row]').filter({ hasText: 'Café moka pot' })).toHaveCount(1);

  await visit(page, '/admin/products?status=archived');
  await expect(page.locator('[data-row]')).toHaveCount(0);
  expect(await visit(page, '/admin/nothing')).toBe(404);
});

test('what runs low on the overview is what its link leads to', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin');
  const card = page.getByRole('region', { name: /^Running low: / });
  const count = Number((await card.getByRole('heading').innerText()).replace(/\D/g, ''));
  await card.getByRole('link', { name: 'All that run low' }).click();
  await expect(page).toHaveURL(/[?&]stock=low/);
  await expect(page.locator('[data-row]')).toHaveCount(Math.min(count, 100));
});

test('permissions are a table: what may be done to what', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/groups/new');
  const table = page.getByRole('group', { name: 'Permissions' }).getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveCount(4);
  await expect(table.getByRole('rowheader')).toHaveCount(10);
  const box = table.getByRole('checkbox', { name: 'Change stock movement', exact: true });
  await box.check();
  await expect(box).toBeChecked();
  const all = table.getByRole('checkbox', { name: 'All of product', exact: true });
  await expect(all).toHaveCount(scripted() ? 1 : 0);
});

test('on a phone each row of a list is a card', async ({ page }) => {
  await asStaff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/admin/products?q=moka');
  const card = page.locator('[data-row]').filter({ hasText: 'Café moka pot' });
  const price = card.locator('[data-column=price]');
  await expect(price).toHaveAttribute('data-label', 'Price');
  const [name, below] = [await card.locator('[data-name]').boundingBox(), await price.boundingBox()];
  expect(below!.y).toBeGreaterThan(name!.y + name!.height - 1);
  expect(below!.x + below!.width).toBeLessThanOrEqual(390);
  await expect(card.getByRole('checkbox')).toBeVisible();
  // Whatever the menu of columns ticks is there.
  for (const column of ['category', 'stock', 'status', 'is_available']) {
    await expect(card.locator(`[data-column=${column}]`), column).toBeVisible();
  }
  // Its name, and at most three lines of what else it has.
  expect((await card.boundingBox())!.height).toBeLessThanOrEqual(125);
});

test('on a phone what was chosen stands in sight under the filters, and is cleared there', async ({ page }) => {
  await asStaff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/admin/products?status=published&featured=no');
  const chosen = page.getByRole('list', { name: 'Chosen' }).getByRole('link');
  await expect(chosen).toHaveText([/Status: Published$/, /Featured: Not featured$/, 'Clear all']);
  for (const link of await chosen.all()) await expect(link).toBeInViewport({ ratio: 1 });
  const menu = page.getByRole('group', { name: 'Filters' }).locator('summary').first();
  expect((await chosen.first().boundingBox())!.y).toBeGreaterThan((await menu.boundingBox())!.y);
  await chosen.last().click();
  await expect(page).toHaveURL('/admin/products');
  await expect(chosen).toHaveCount(0);
});

test('on a phone a list leaves as a file behind one button, also as one that can be imported', async ({ page }) => {
  await asStaff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/admin/products');
  const more = page.locator('#list-more');
  await expect(more).toBeHidden();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await more.getByText('Export', { exact: true }).click();
  await expect(more.getByRole('link', { name: 'This list, to read' })).toBeVisible();
  const whole = await more.getByRole('link', { name: 'All products, to import again' }).getAttribute('href');
  expect(await (await page.request.get(whole!)).text()).toContain('category_slug');
  if (!scripted()) return;
  const began = page.waitForEvent('download');
  await more.getByRole('link', { name: 'This list, to read' }).click();
  expect((await began).suggestedFilename()).toMatch(/^products-/);
  await expect(more).toBeHidden();
});

test('on a phone what is alone beside a list stands behind no other button', async ({ page }) => {
  await asStaff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/admin/jobs');
  await page.getByRole('main').locator('summary', { hasText: 'Columns' }).click();
  await expect(page.getByRole('heading', { name: 'Rows on a page' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'More', exact: true })).toHaveCount(0);
  await visit(page, '/admin/categories');
  await expect(page.getByRole('main').getByRole('link', { name: 'Export', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toHaveCount(0);
});

test('on a phone the links of staff are a drawer with their name', async ({ page }) => {
  await asStaff(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/admin');
  const drawer = page.getByRole('navigation', { name: 'Staff' });
  await expect(drawer).toHaveCount(0);
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await expect(drawer.getByRole('link', { name: 'Products' })).toBeVisible();
  await drawer.getByRole('button', { name: 'Close menu' }).click();
  await expect(drawer).toHaveCount(0);
});

test('a list leaves as a file', async ({ page }) => {
  await asStaff(page);
  const answer = await page.request.get('/admin/products/export.csv?q=moka');
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="products-\d{4}-\d\d-\d\d\.csv"$/);
  expect(await answer.text()).toContain('Café moka pot');
});
