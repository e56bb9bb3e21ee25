// What somebody sells: made, published, changed by two at once (SPEC W12, S1, S2).
import type { Page } from '@playwright/test';
import { newcomer } from './people';
import { expect, scripted, test, visit } from './test';

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

test('whoever is not signed in is led to do that first', async ({ page }) => {
  for (const path of ['/account/products', '/account/products/new']) {
    await visit(page, path);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  }
});

test('a creator adds a product, publishes it, and chooses where somebody else was faster', async ({ page, request }) => {
  const { username } = await newcomer(page);
  const name = `Bowl of ${username}`;
  await visit(page, '/account/products');
  await page.getByRole('main').getByRole('link', { name: 'Add a product' }).click();
  await expect(page).toHaveURL('/account/products/new');

  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Price').fill('0');
  await page.getByLabel('In stock').fill('3');
  await page.getByLabel('Description').fill('Thrown by hand.\n\n- holds soup');
  await page.getByRole('button', { name: 'Save the product' }).click();
  await expect(page.getByText('Price must be positive')).toBeVisible();
  // Of two wrong fields the first one is a list to choose from.
  await expect(page.getByLabel('Category')).toBeFocused();
  await expect(page.getByText('Choose a category')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await expect(page.getByLabel('Status')).toHaveValue('draft');
  await page.getByLabel('Category').selectOption({ value: 'kettles' });
  await page.getByLabel('Price').fill('24,5');
  await page.getByRole('button', { name: 'Save the product' }).click();
  await expect(page).toHaveURL('/account/products');
  await expect(row(page, name)).toContainText('Draft');
  await expect(row(page, name)).toContainText('€24.50');

  // A draft is there for its owner alone.
  await row(page, name).getByRole('link', { name }).click();
  await expect(page).toHaveURL(/\/account\/products\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;
  const id = address.split('/').pop()!;
  const slug = await page.getByLabel('Address').inputValue();
  expect((await request.get(`/products/${slug}`)).status()).toBe(404);
  expect((await request.get(`/fn/own-product?id=${id}`)).status()).toBe(401);

  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page).toHaveURL('/account/products');
  await expect(row(page, name)).toContainText('Published');
  expect((await request.get(`/products/${slug}`)).status()).toBe(200);

  // The same form in another window is faster.
  await visit(page, address);
  const value = (label: string) => page.getByLabel(label).inputValue();
  const hidden = (field: string) => page.locator(`input[name=${field}]`).inputValue();
  const other = {
    id,
    'form[name]': name,
    'form[category]': 'kettles',
    'form[price]': '30.00',
    'form[stock]': await value('In stock'),
    'form[status]': 'published',
    'form[slug]': slug,
    'form[description]': await value('Description'),
    'form[version]': await hidden('version'),
    'form[seen_stock]': await hidden('seen_stock'),
  };
  const saved = await page.request.post('/fn/update-own-product', { form: other });
  expect(await saved.json()).toBe('Done');
  await page.getByLabel('Price').fill('26');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page.getByText('Somebody else saved this product since you opened it')).toBeVisible();
  const price = page.getByRole('main').getByRole('group', { name: 'Price' });
  await expect(page.getByRole('main').getByRole('group')).toHaveCount(1);
  await expect(price.getByRole('radio')).toHaveCount(2);
  await expect(price.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(price.getByRole('radio').first()).toBeFocused();
  await price.getByRole('radio', { name: /Yours.*26\.00/ }).check();
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  await expect(page).toHaveURL('/account/products');
  await expect(row(page, name)).toContainText('€26.00');
});

test('what somebody else sells cannot be changed', async ({ page, browser, baseURL }) => {
  await newcomer(page);
  const form = {
    'form[name]': `Jug ${Date.now()} ${scripted()}`, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1',
    'form[status]': 'draft', 'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const made = await page.request.post('/fn/create-own-product', { form });
  expect(made.status()).toBe(200);
  const id = await made.json();
  const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const other = await elsewhere.newPage();
  await newcomer(other);
  expect(await visit(other, `/account/products/${id}`)).toBe(404);
  const taken = await other.request.post('/fn/update-own-product', {
    form: { id, ...form, 'form[version]': '1', 'form[seen_stock]': '1' },
  });
  expect(taken.status()).toBe(404);
  await elsewhere.close();
});
