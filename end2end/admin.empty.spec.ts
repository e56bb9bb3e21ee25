// From an empty shop to the first product that can be bought (SPEC A3, A4, A6).
import { join } from 'node:path';
import { asStaff, tag } from './staff';
import { alive, expect, scripted, test, visit } from './test';

const PICTURES = ['copper-kettle-no-3-1', 'copper-kettle-no-3-2', 'copper-kettle-no-3-3'].map((name) => join(__dirname, `../demo/pictures/${name}.webp`));

test('a category and a product with three pictures are made, published and seen in the shop', async ({ page, request }) => {
  const name = `Kettle ${tag()}`;
  const shelf = `Kettles ${tag()}`;
  const begun = Date.now();
  await asStaff(page);
  await visit(page, '/admin');
  await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Categories' }).click();
  await expect(page).toHaveURL('/admin/categories');
  await page.getByRole('main').getByRole('link', { name: /Add category/i }).first().click();
  await expect(page).toHaveURL('/admin/categories/new');
  await alive(page);
  await page.getByLabel('Name', { exact: true }).fill(shelf);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/categories(\?|$)/);
  await expect(page.getByRole('main')).toContainText(shelf);

  await visit(page, '/admin/products');
  await page.getByRole('main').getByRole('link', { name: /Add product/i }).first().click();
  await expect(page).toHaveURL('/admin/products/new');
  await alive(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Price', { exact: true }).fill('0');
  await page.getByLabel('Stock').fill('4');
  await page.getByLabel('Description').fill('It **sings**.');
  await page.getByLabel('Category', { exact: true }).selectOption({ label: shelf });
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByText('Price must be positive').first()).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.getByLabel('Price', { exact: true }).fill('49.90');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}/);
  await alive(page);

  const pictures = page.locator('#pictures');
  await pictures.locator('input[type=file][name=picture]').setInputFiles(PICTURES);
  if (!scripted()) await pictures.locator('form[enctype="multipart/form-data"] button').click();
  await expect(pictures.locator('img')).toHaveCount(3, { timeout: 20_000 });

  const slug = await page.getByLabel('Address').inputValue();
  expect((await request.get(`/products/${slug}`)).status(), 'a draft').toBe(404);
  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/products(\?|$)/);

  await visit(page, '/products');
  await page.getByRole('main').getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('main')).toContainText('€49.90');
  await expect(page.getByRole('link', { name: /^Enlarge picture \d of 3/ })).toHaveCount(3);
  expect(Date.now() - begun, 'all of it').toBeLessThan(60_000);
});
