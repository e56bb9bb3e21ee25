// The staff side with scripts, as it stands: who can use it, and by the keyboard alone (SPEC Q3).
import AxeBuilder from '@axe-core/playwright';
import { asStaff, rows } from './staff';
import { expect, test, visit } from './test';

const pages = {
  'first page': '/admin',
  products: '/admin/products',
  'trash': '/admin/products?trash=1',
  'new product': '/admin/products/new',
  categories: '/admin/categories',
  'new category': '/admin/categories/new',
  images: '/admin/images',
  reviews: '/admin/reviews',
  users: '/admin/users',
  'new user': '/admin/users/new',
  groups: '/admin/groups',
  'new group': '/admin/groups/new',
  movements: '/admin/movements',
  jobs: '/admin/jobs',
  'audit trail': '/admin/audit',
  import: '/admin/import',
};

for (const [name, path] of Object.entries(pages)) {
  test(`the page “${name}” of staff has no accessibility violation, light and dark`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await asStaff(page);
    expect(await visit(page, path)).toBe(200);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), colorScheme).toEqual([]);
    }
    for (const width of [320, 390, 820]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
    }
  });
}

test('the form of a product and its history have no accessibility violation', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await asStaff(page);
  await visit(page, '/admin/products?q=moka');
  await page.getByRole('link', { name: 'Café moka pot' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Café moka pot');
  const form = page.url();
  for (const address of [form, `${form}/history`]) {
    await visit(page, address);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), address).toEqual([]);
  }
});

test('the address of a new product shows what the server makes of the name, in any script', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products/new');
  const [name, address] = [page.locator('#field-name'), page.locator('#field-slug')];
  const made = { 'Tea & Coffee': 'tea-coffee', 'löffel': 'loffel', 'Søren Überkrug 日本語': 'soren-uberkrug-ri-ben-yu', 'Kettle': 'kettle' };
  for (const [typed, slug] of Object.entries(made)) {
    await name.fill(typed);
    await expect(address).toHaveAttribute('placeholder', slug);
  }
});

test('a form that is refused says how many fields are to be mended', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products/new');
  const bar = page.locator('.abar-save');
  await bar.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(bar.getByRole('status')).toHaveText('3 things to mend');
  await page.locator('#field-name').fill('Kettle');
  await expect(bar.getByRole('status')).toHaveText('2 things to mend');
});

test('what is typed in the filter of categories narrows it down', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products');
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters.getByText('Category', { exact: true }).click();
  const choices = filters.getByRole('link');
  const all = await choices.count();
  const field = filters.getByRole('searchbox', { name: 'Find: Category' });
  const told = filters.getByRole('status');
  await field.fill('kettles');
  await expect.poll(() => choices.count()).toBeLessThan(all);
  expect(await choices.count()).toBeGreaterThan(0);
  for (const choice of await choices.all()) await expect(choice).toContainText('Kettles');
  await expect(told).toHaveText('');
  await field.fill('no shelf is called that');
  await expect(choices).toHaveCount(0);
  await expect(told).toHaveText('Nothing matches');
  await field.fill('');
  await expect(choices).toHaveCount(all);
  await expect(told).toHaveText('');
});

test('a list says which rows stand there', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products?size=25');
  await expect(page.getByText(/^1–25 of \d+$/)).toBeVisible();
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
});

test('keys search, walk the rows, open the palette and tell of themselves', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search name and description' })).toBeFocused();
  await page.keyboard.type('moka');
  await expect(page).toHaveURL(/[?&]q=moka/);
  const [first] = await rows(page.request, 'products', 'q=moka');
  await expect(page.locator('[data-row]').first()).toContainText(first);
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await expect(palette).toBeVisible();
  await page.keyboard.type('Categories');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/admin/categories');
});
