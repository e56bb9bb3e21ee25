// What somebody sells: made, published, changed by two at once (SPEC W12, S1, S2).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newcomer } from './people';
import { alive, expect, scripted, test, visit } from './test';

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

test('whoever is not signed in is led to do that first, and back to the very page', async ({ page }) => {
  const product = '/account/products/0199f7c2-0000-7000-8000-000000000000';
  for (const path of ['/account/products', '/account/products/new', product, `${product}/pictures`]) {
    await visit(page, path);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    expect(new URL(page.url()).searchParams.get('next')).toBe(path);
  }
});

test('what was typed is not left by mistake', async ({ page }) => {
  test.skip(!scripted(), 'without scripts the browser asks nothing');
  await newcomer(page);
  await visit(page, '/account/products/new');
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const name = page.getByLabel('Name', { exact: true });
  const leave = () => page.getByRole('banner').getByRole('link', { name: 'Vitrine, home' }).click();
  await name.fill('Half a bowl');
  await leave();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page).toHaveURL('/account/products/new');
  await expect(name).toHaveValue('Half a bowl');

  // What is as it was asks for nothing.
  await name.fill('');
  await leave();
  await expect(page).toHaveURL('/');
  expect(asked).toEqual(['beforeunload']);
});

test('what the server refused is not left by mistake either', async ({ page }) => {
  test.skip(!scripted(), 'without scripts the browser asks nothing');
  const { username } = await newcomer(page);
  const form = {
    'form[name]': `Dish of ${username}`, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1',
    'form[status]': 'draft', 'form[slug]': '', 'form[description]': 'One.\nTwo.', 'form[version]': '', 'form[seen_stock]': '',
  };
  const id = await (await page.request.post('/fn/create-own-product', { form })).json();
  await visit(page, `/account/products/${id}`);
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const price = page.getByLabel('Price');
  const held = await price.inputValue();
  // As it is sent before the page has come to life.
  await price.evaluate((field: HTMLInputElement) => {
    field.value = '0';
    field.form!.submit();
  });
  await expect(page.getByText('Price must be positive')).toBeVisible();
  await alive(page);
  await expect(price).toHaveValue('0');
  expect(asked).toEqual([]);
  const leave = () => page.getByRole('banner').getByRole('link', { name: 'Vitrine, home' }).click();
  await leave();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page).toHaveURL(`/account/products/${id}`);
  await expect(price).toHaveValue('0');

  await price.fill(held);
  await leave();
  await expect(page).toHaveURL('/');
  expect(asked).toEqual(['beforeunload']);
});

test('a creator adds a product, publishes it, and chooses where somebody else was faster', async ({ page, request }) => {
  const { username } = await newcomer(page);
  const name = `Bowl of ${username}`;
  await visit(page, '/account/products');
  await page.getByRole('main').getByRole('link', { name: 'Add a product' }).click();
  await expect(page).toHaveURL('/account/products/new');

  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Price').fill('0');
  await page.getByLabel('How many in stock').fill('3');
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
  await expect(page).toHaveURL('/account/products?saved=draft');
  await expect(page.getByText('Your product is saved as a draft.')).toBeVisible();
  await expect(row(page, name)).toContainText('Draft');
  await expect(row(page, name)).toContainText('€24.50');

  // A draft is there for its owner alone.
  const edit = row(page, name).getByRole('link', { name: new RegExp(`^Edit ${name}$`) });
  const address = (await edit.getAttribute('href'))!;
  expect(address).toMatch(/^\/account\/products\/[0-9a-f-]{36}$/);
  await expect(row(page, name).getByRole('link', { name, exact: true })).toHaveAttribute('href', address);
  await edit.click();
  await expect(page).toHaveURL(address);
  const id = address.split('/').pop()!;
  const slug = await page.getByLabel('Web address').inputValue();
  expect((await request.get(`/products/${slug}`)).status()).toBe(404);
  expect((await request.get(`/fn/own-product?id=${id}`)).status()).toBe(401);

  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page).toHaveURL('/account/products?saved=published');
  await expect(page.getByText('Your product is saved, and in the shop.')).toBeVisible();
  await expect(row(page, name)).toContainText('Published');
  expect((await request.get(`/products/${slug}`)).status()).toBe(200);

  // The same form in another window is faster.
  await visit(page, address);
  const value = (label: string) => page.getByLabel(label).inputValue();
  const hidden = (field: string) => page.locator(`#product input[name=${field}]`).inputValue();
  const other = {
    id,
    'form[name]': name,
    'form[category]': 'kettles',
    'form[price]': '30.00',
    'form[stock]': await value('How many in stock'),
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
  await expect(page.getByText('This product was saved elsewhere since you opened it')).toBeVisible();
  const price = page.getByRole('main').getByRole('group', { name: 'Price' });
  await expect(page.getByRole('main').getByRole('group')).toHaveCount(1);
  await expect(price.getByRole('radio')).toHaveCount(2);
  await expect(price.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(price.getByRole('radio').first()).toBeFocused();
  await price.getByRole('radio', { name: /Yours.*€26\.00/ }).check();
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  await expect(page).toHaveURL('/account/products?saved=published');
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

test('a creator adds pictures, says what they show, puts them in order, removes one, and deletes a draft', async ({ page }) => {
  const { username } = await newcomer(page);
  const name = `Vase of ${username}`;
  const form = {
    'form[name]': name, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1', 'form[status]': 'draft',
    'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const made = await page.request.post('/fn/create-own-product', { form });
  const id = await made.json();
  const address = `/account/products/${id}`;
  await visit(page, '/account/products');
  await row(page, name).getByRole('link', { name: /^Pictures/ }).click();
  await expect(page).toHaveURL(`${address}/pictures`);
  await alive(page);
  const file = (known: string) => join(test.info().config.rootDir, '../public', known);
  const pictures = page.locator('.own-pictures__item');
  await expect(pictures).toHaveCount(0);

  // What is no picture is refused, and said beside the field.
  await page.getByLabel('New picture').setInputFiles(file('icons.svg'));
  await page.getByRole('button', { name: 'Add picture' }).click();
  await expect(page).toHaveURL(`${address}/pictures?picture=not-a-picture`);
  await alive(page);
  await expect(page.getByLabel('New picture')).toHaveAccessibleDescription(/We cannot read this file as a picture/);

  for (const [known, count] of [['icon-512.png', 1], ['og.png', 2]] as const) {
    await page.getByLabel('New picture').setInputFiles(file(known));
    await page.getByRole('button', { name: 'Add picture' }).click();
    await expect(page).toHaveURL(`${address}/pictures?saved=picture`);
    await alive(page);
    await expect(pictures).toHaveCount(count);
  }
  await page.getByLabel('What picture 2 shows').fill('A vase, "from above"');
  await page.getByRole('button', { name: 'Save description of picture 2' }).click();
  await expect(page).toHaveURL(`${address}/pictures?saved=described`);
  await expect(page.getByText('The description is saved.')).toBeVisible();
  await expect(page.getByRole('img', { name: 'A vase, "from above"' })).toBeVisible();
  await alive(page);

  // By keyboard: the focus stays with the picture that moves, on the one button that is left to it at an end.
  await page.getByRole('button', { name: 'Move up picture 2' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pictures\?saved=moved-up&moved=/);
  await expect(page.getByText('The picture is moved up.')).toBeVisible();
  await alive(page);
  await expect(page.getByLabel('What picture 1 shows')).toHaveValue('A vase, "from above"');
  await expect(page.getByRole('button', { name: 'Move down picture 1' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pictures\?saved=moved-down&moved=/);
  await alive(page);
  await expect(page.getByLabel('What picture 2 shows')).toHaveValue('A vase, "from above"');
  await expect(page.getByRole('button', { name: 'Move up picture 2' })).toBeFocused();

  await pictures.first().getByText('Remove', { exact: false }).first().click();
  await pictures.first().getByRole('button', { name: 'Remove it' }).click();
  await expect(page).toHaveURL(`${address}/pictures?saved=removed`);
  await expect(pictures).toHaveCount(1);
  await expect(page.getByLabel('What picture 1 shows')).toHaveValue('A vase, "from above"');

  // Another window is faster: what nobody has looked at is not deleted.
  await visit(page, address);
  const faster = { id, ...form, 'form[price]': '6', 'form[version]': '1', 'form[seen_stock]': '1' };
  expect(await (await page.request.post('/fn/update-own-product', { form: faster })).json()).toBe('Done');
  await page.getByText('Delete this product').click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('alert')).toContainText('so it is not deleted');
  await alive(page);
  await expect(page.getByLabel('Price')).toHaveValue('6.00');
  await page.getByText('Delete this product').click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL('/account/products?saved=deleted');
  await expect(page.getByText('Your product is deleted.')).toBeVisible();
  await expect(row(page, name)).toHaveCount(0);
});

test('no page of a creator has an accessibility violation, light and dark', async ({ page, baseURL }) => {
  test.skip(!scripted(), 'the same pages are looked through with scripts');
  test.setTimeout(60_000);
  const { username } = await newcomer(page);
  const form = {
    'form[name]': `Cup of ${username}`, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1',
    'form[status]': 'draft', 'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const address = `/account/products/${await (await page.request.post('/fn/create-own-product', { form })).json()}`;
  for (const name of ['icon-512.png', 'og.png']) {
    const buffer = readFileSync(join(test.info().config.rootDir, '../public', name));
    const multipart = { picture: { name, mimeType: 'image/png', buffer } };
    const sent = await page.request.post(`${address}/pictures/add`, { headers: { origin: baseURL! }, multipart });
    expect(sent.url()).toContain('saved=picture');
  }
  for (const path of ['/account/products', '/account/products/new', address, `${address}/pictures`]) {
    await visit(page, path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), `${path} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test('pictures of somebody else’s product are neither seen nor added', async ({ page, browser, baseURL }) => {
  await newcomer(page);
  const form = {
    'form[name]': `Pot ${Date.now()} ${scripted()}`, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1',
    'form[status]': 'draft', 'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const id = await (await page.request.post('/fn/create-own-product', { form })).json();
  const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const other = await elsewhere.newPage();
  await newcomer(other);
  expect(await visit(other, `/account/products/${id}/pictures`)).toBe(404);
  const picture = { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('x') };
  const headers = { origin: baseURL! };
  const sent = await other.request.post(`/account/products/${id}/pictures/add`, { headers, multipart: { picture } });
  expect(sent.status()).toBe(404);
  await elsewhere.close();
});
