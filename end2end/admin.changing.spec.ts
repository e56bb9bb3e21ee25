// What staff do: change, take back, lay together with what somebody else changed, import (SPEC A4, A5, A7, A8).
import type { Page } from '@playwright/test';
import { register, signIn, somebody } from './people';
import { asStaff, category, draft, field, idsOf, rows, save, tag } from './staff';
import { alive, expect, scripted, test, visit } from './test';

test('a change is taken back from the history, and so is that', async ({ page }) => {
  await asStaff(page);
  const name = `Jug ${tag()}`;
  const id = await draft(page.request, name, await category(page.request, `Jugs ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  await page.getByLabel('Name', { exact: true }).fill(`${name} renamed`);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} renamed`);
  await save(page.request, 'products', { price: '12.50', is_featured: 'yes', description: `${'long '.repeat(60)}end` }, id);
  await visit(page, `/admin/products/${id}/history`);
  const change = page.getByRole('main').getByRole('listitem').first();
  await expect(change.getByRole('row', { name: /^Price/ })).toContainText('€12.50');
  await expect(change.getByRole('row', { name: /^Featured/ })).toContainText('Yes');
  await expect(change.locator('details')).toContainText('long end');
  const made = page.getByRole('main').getByRole('listitem').last();
  await expect(made.getByRole('row', { name: /^Category/ }).getByRole('link')).toHaveAttribute('href', /^\/admin\/categories\//);
  await expect(made.getByRole('row', { name: /^Created by/ }).getByRole('link')).toHaveAttribute('href', /^\/admin\/users\//);
  await expect(made.getByRole('row', { name: /^Status/ })).toContainText('Draft');
  await page.getByRole('main').getByRole('button', { name: /^(Undo|Take back)/ }).first().click();
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('10.00');
  await save(page.request, 'products', { name: `${name} twice` }, id);
  for (const expected of [`${name} renamed`, `${name} twice`]) {
    await visit(page, `/admin/products/${id}/history`);
    await page.getByRole('main').getByRole('button', { name: /^(Undo|Take back)/ }).first().click();
    await expect.poll(() => field(page.request, 'products', id, 'name')).toBe(expected);
  }
});

test('fifty products are published at once, and all of it is taken back', async ({ page }) => {
  test.slow();
  await asStaff(page);
  const word = tag();
  const shelf = await category(page.request, `Fifty ${word}`);
  for (let number = 0; number < 50; number += 1) await draft(page.request, `Cup ${word} ${number}`, shelf);
  const published = async () => (await rows(page.request, 'products', `q=${word}&status=published&size=100`)).length;
  await visit(page, `/admin/products?q=${word}&size=100`);
  await expect(page.locator('[data-row]')).toHaveCount(50);
  if (scripted()) {
    await page.locator('[data-every]').click();
    await expect(page.getByText('50 selected')).toBeVisible();
  } else {
    await page.getByLabel('All that match').check();
  }
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('50 products published.')).toBeVisible();
  await expect.poll(published).toBe(50);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(published).toBe(0);
});

test('what was done to several users is taken back without who left, and that is said', async ({ page, browser, baseURL, extraHTTPHeaders }) => {
  await asStaff(page);
  const context = await browser.newContext({ baseURL, extraHTTPHeaders });
  const other = await context.newPage();
  const [stays, leaves] = [somebody(), somebody()];
  const ids: string[] = [];
  for (const person of [stays, leaves]) {
    await register(other, person);
    ids.push((await idsOf(page.request, 'users', `q=${person.username}`))[0]);
  }
  for (const action of ['deactivate', 'activate']) {
    const sent = { action, value: '', ids, all: null, request: null };
    const answer = await page.request.post('/fn/admin-act', { data: { kind: 'users', sent } });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  await signIn(other, leaves);
  const gone = await other.request.post('/fn/delete-account', { form: { 'form[password]': leaves.password } });
  expect(gone.status(), await gone.text()).toBe(200);
  await context.close();

  await visit(page, `/admin/users/${ids[0]}/history`);
  await page.getByRole('main').getByRole('button', { name: /^Undo/ }).first().click();
  await expect(page.getByText('1 user is not there any more: the account was deleted')).toBeVisible();
  expect(await field(page.request, 'users', ids[0], 'is_active')).toBe('');
});

test('two who change one product: other fields are merged, the same field is chosen', async ({ page }) => {
  await asStaff(page);
  const name = `Vase ${tag()}`;
  const id = await draft(page.request, name, await category(page.request, `Vases ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  await save(page.request, 'products', { price: '12.00', description: 'Theirs' }, id);
  await page.getByLabel('Price', { exact: true }).fill('14');
  await page.getByLabel('Stock').fill('5');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByText('Somebody else saved this product while you were typing.')).toBeVisible();
  const price = page.getByRole('main').getByRole('group', { name: 'Price' });
  await expect(price.getByRole('radio')).toHaveCount(2);
  await expect(price.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(price).toContainText('Before both of you');
  for (const amount of ['€10.00', '€12.00', '€14.00']) await expect(price).toContainText(amount);
  await price.getByRole('radio', { name: /Yours/ }).check();
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('14.00');
  expect(await field(page.request, 'products', id, 'description')).toBe('Theirs');
  expect(await field(page.request, 'products', id, 'stock')).toBe('5');
});

test('a page whose answer was lost changes what it made, and asks about an address that a colleague gave', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const name = `Tray ${word}`;
  const shelf = await category(page.request, `Trays ${word}`);
  await visit(page, '/admin/products/new');
  // It arrives, and its answer does not.
  const request = await page.locator('#thing input[name=request]').inputValue();
  const form = { name, price: '9', stock: '', category: shelf, status: 'draft', slug: '', description: '', request };
  expect((await page.request.post('/admin/products/new', { form })).status()).toBe(200);
  const [id] = await idsOf(page.request, 'products', `q=${word}`);
  await save(page.request, 'products', { slug: `theirs-${word}` }, id);

  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Price', { exact: true }).fill('9');
  await page.getByLabel('Category', { exact: true }).selectOption(shelf);
  await page.getByLabel('Address').fill(`mine-${word}`);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  const address = page.getByRole('main').getByRole('group', { name: 'Address' });
  await expect(address).toContainText(`theirs-${word}`);
  expect(await field(page.request, 'products', id, 'slug'), 'nothing is saved before the choice').toBe(`theirs-${word}`);
  await address.getByRole('radio', { name: /Yours/ }).check();
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'slug')).toBe(`mine-${word}`);
  await expect(page).toHaveURL(new RegExp(`/admin/products/${id}`));
  expect(await rows(page.request, 'products', `q=${word}`)).toEqual([name]);
});

test('what was sold meanwhile is taken off what was typed', async ({ page }) => {
  await asStaff(page);
  const id = await draft(page.request, `Bowl ${tag()}`, await category(page.request, `Bowls ${tag()}`), { stock: '10' });
  await visit(page, `/admin/products/${id}`);
  await save(page.request, 'products', { stock: '8' }, id);
  await page.getByLabel('Stock').fill('15');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'stock')).toBe('13');
});

/** Sends a file to be checked: two products, of which the second has this price. */
async function checkFile(page: Page, word: string, price: string): Promise<void> {
  const lines = ['name,slug,description,price,category_slug,stock', `Good ${word},,,5.00,shelf-${word},1`, `Other ${word},,,${price},shelf-${word},2`, ''];
  await visit(page, '/admin/import');
  const form = page.getByRole('main').locator('form[enctype="multipart/form-data"]');
  await form.locator('input[type=file]').setInputFiles({ name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  await form.getByRole('button').last().click();
  await expect(page).toHaveURL(/\/admin\/import\/[0-9a-f-]{36}/);
  await alive(page);
}

test('a file with mistakes is reported by row and changes nothing, and without them it is imported', async ({ page }) => {
  test.slow();
  await asStaff(page);
  const word = tag();
  await save(page.request, 'categories', { name: `Shelf ${word}`, slug: `shelf-${word}`, parent: '' });
  await checkFile(page, word, '-1');
  await expect(page.getByRole('main')).toContainText('Price must be positive');
  await expect(page.getByRole('main')).toContainText('1 row cannot be taken. Nothing was written');
  await expect(page.getByRole('row', { name: /^3 3 price -1 / })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  expect(await rows(page.request, 'products', `q=${word}`)).toEqual([]);
  await checkFile(page, word, '6.00');
  await page.getByRole('main').getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/admin\/bulk\/[0-9a-f-]{36}/);
  await expect.poll(async () => (await rows(page.request, 'products', `q=${word}`)).length, { timeout: 20_000 }).toBe(2);
});

test('the report of a file is a table of five columns beside each other, on a phone too', async ({ page }) => {
  await asStaff(page);
  await checkFile(page, tag(), '-1');
  const heads = page.getByRole('columnheader');
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(heads, `${width} px`).toHaveText(['Row', 'Line', 'Column', 'Value', 'What is wrong']);
    const boxes = await Promise.all((await heads.all()).map(async (head) => (await head.boundingBox())!));
    for (const [at, { x, y }] of boxes.entries()) {
      expect(y, `${width} px: in one line`).toBe(boxes[0].y);
      if (at > 0) expect(x, `${width} px: beside each other`).toBeGreaterThan(boxes[at - 1].x);
    }
    const [row, wrong] = [boxes[0], boxes[4]];
    expect(wrong.x + wrong.width, `${width} px: within the page`).toBeLessThanOrEqual(width);
    expect(wrong.width, `${width} px: each as wide as what it holds`).toBeGreaterThan(2 * row.width);
  }
});

test('a list is kept as a view under a name', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  await visit(page, '/admin/products?status=draft&sort=price');
  await page.getByText('Save view').click();
  await page.getByLabel('Name', { exact: true }).fill(word);
  await page.getByRole('main').locator('form:has(input[name=task][value=view]) button').click();
  await expect(page).toHaveURL(/[?&]view=/);
  await visit(page, '/admin/products');
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: word }).click();
  await expect(page).toHaveURL(/status=draft.*sort=price/);
});

test('a category is put below another in its form', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const above = await category(page.request, `Above ${word}`);
  const below = await category(page.request, `Below ${word}`);
  await visit(page, `/admin/categories/${below}`);
  await page.locator('#field-parent').selectOption(above);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect.poll(() => field(page.request, 'categories', below, 'parent')).toBe(above);
});
