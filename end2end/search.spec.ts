import { products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('the search in the header leads to a list of what matches', async ({ page }) => {
  await visit(page, '/');
  const field = page.getByRole('banner').getByRole('combobox', { name: 'Search products' });
  await field.fill('  Kettle ');
  await field.press('Enter');
  await expect(page).toHaveURL(/\/products\?q=\+*Kettle\+*$/);
  const list = new Listing(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Results for “Kettle”');
  await expect(page).toHaveTitle('Results for “Kettle” · Vitrine');
  await expect(field).toHaveValue(/Kettle/);
  // Names come before descriptions.
  const found = await list.names.allTextContents();
  const inName = products.filter(({ name }) => /kettle/i.test(name)).length;
  const inText = products.filter(({ name, description }) => /kettle/i.test(name + description)).length;
  expect(found).toHaveLength(inText);
  expect(found.slice(0, inName).every((name) => /kettle/i.test(name))).toBe(true);
});

test('a search forgives typing errors, case and accents, and finds parts of words', async ({ page }) => {
  const first = async (words: string, name: string | RegExp) => {
    expect(await visit(page, `/products?q=${encodeURIComponent(words)}`)).toBe(200);
    await expect(new Listing(page).names.first(), words).toHaveText(name);
  };
  await first('hedphones', 'Listening headphones');
  await expect(page.getByText('Nothing matches “hedphones” exactly. These come nearest.')).toBeVisible();
  for (const words of ['CAFE', 'café', 'CAFÉ moka', 'moka cafe']) await first(words, 'Café moka pot');
  await first('eadpho', 'Listening headphones');
  await first('moller', 'Hand grinder Møller');
  await first('HAKAN', 'Ramen bowl Häkan');
  await first('chefs knife', 'Chef’s knife');
  await first("chef's knife", 'Chef’s knife');
  await first('umbrela', /umbrella/);
});

test('percent signs, underscores and backslashes stand for themselves', async ({ page }) => {
  const list = new Listing(page);
  await visit(page, '/products?q=%25');
  const percent = products.filter(({ name, description }) => (name + description).includes('%'));
  await expect(list.count).toHaveText(`${percent.length} products`);
  for (const words of ['_', '\\', '100%', 'k_ttle', '%%%', "'; drop table products; --"]) {
    expect(await visit(page, `/products?q=${encodeURIComponent(words)}`), words).toBe(200);
    const nothing = page.getByText(`Nothing matches “${words}”`);
    await expect(nothing, words).toBeVisible();
    await expect(list.field).toHaveValue(words);
  }
});

test('a search within the list keeps what narrows it down, and says so when nothing is left', async ({ page }) => {
  await visit(page, '/products?category=living&in_stock=1&sort=price');
  const list = new Listing(page);
  await list.search('lamp');
  await list.asks({ q: 'lamp', category: 'living', in_stock: '1', sort: 'price' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('“lamp” in Living');
  const count = await list.cards.count();
  expect(count).toBeGreaterThan(5);

  await list.search('zzzzqqqq');
  await expect(page.getByRole('heading', { name: 'Nothing matches “zzzzqqqq”', exact: true })).toBeVisible();
  await expect(list.count).toHaveText('No products');
  // What helps is offered once, and only what is on can be taken off.
  const ways = page.locator('.empty').getByRole('link');
  await expect(ways).toHaveText(['Clear filters']);
  await expect(page.getByText('Check the spelling, use fewer words, or take off a filter.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Clear all' })).toHaveCount(0);
  await list.chip('“zzzzqqqq”').click();
  await list.asks({ category: 'living', in_stock: '1', sort: 'price' });
  await expect(list.field).toHaveValue('');

  await visit(page, '/products?q=zzzzqqqq');
  await expect(page.getByText('Check the spelling, or use fewer words.')).toBeVisible();
  await expect(ways).toHaveText(['See all products']);
  await ways.click();
  await expect(page).toHaveURL('/products');
});
