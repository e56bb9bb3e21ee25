import { PAGE, isWithin, names, products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

const priced = (low: number, high: number) => products.filter(({ price }) => Number(price) >= low && Number(price) <= high);

test('the list says how many there are, shows a page of them, and ends with its last page', async ({ page }) => {
  expect(await visit(page, '/products')).toBe(200);
  const list = new Listing(page);
  await expect(list.count).toHaveText(`${products.length} products`);
  await expect(list.names).toHaveText(names(products.slice(0, PAGE)));
  await expect(list.cards.first()).toContainText('€');
  const words = await list.cards.locator('.card__stock').allTextContents();
  expect(words).toHaveLength(PAGE);
  for (const word of words) expect(word).toMatch(/^(In stock|Only \d+ left|Sold out)$/);

  await list.pager.getByRole('link', { name: 'Next' }).click();
  await expect(list.names).toHaveText(names(products.slice(PAGE, 2 * PAGE)));
  const last = Math.ceil(products.length / PAGE);
  await list.pager.getByRole('link', { name: `Page ${last}` }).click();
  await expect(page).toHaveURL(`/products?page=${last}`);
  await expect(list.names).toHaveText(names(products.slice((last - 1) * PAGE)));
  await expect(list.pager.getByRole('link', { name: `Page ${last}` })).toHaveAttribute('aria-current', 'page');
  await expect(list.pager.getByRole('link', { name: 'Next' })).toHaveCount(0);
  await expect(list.count).toHaveText(`${products.length} products`);
  await expect(page).toHaveTitle(`All products, page ${last} · Vitrine`);
});

test('a page that the list does not have is not found', async ({ page }) => {
  for (const number of ['9', '0', '-1', 'abc', '1.5', '99999999999999999999']) {
    expect(await visit(page, `/products?page=${number}`), `page ${number}`).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There’s nothing at this address');
  }
});

test('the counts beside the choices say what each would show', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  const bath = products.filter((product) => isWithin(product, 'bath'));
  const inStock = products.filter((product) => product.stock > 0);
  await expect(list.filters.getByRole('link', { name: 'Bath' })).toHaveText(`Bath${bath.length}`);
  await expect(list.filters.locator('label', { hasText: 'In stock' })).toHaveText(`In stock${inStock.length}`);

  await list.filters.getByRole('link', { name: 'Bath' }).click();
  await expect(page).toHaveURL('/products?category=bath');
  await expect(list.count).toHaveText(`${bath.length} products`);
  const brushes = products.filter((product) => isWithin(product, 'brushes'));
  const there = bath.filter((product) => product.stock > 0);
  await expect(list.filters.locator('label', { hasText: 'In stock' })).toHaveText(`In stock${there.length}`);
  await list.filters.getByRole('link', { name: 'Washing & care' }).click();
  await list.filters.getByRole('link', { name: 'Brushes' }).click();
  await expect(list.names).toHaveText(names(brushes));

  await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
  await list.send();
  await expect(list.names).toHaveText(names(brushes.filter((product) => product.stock > 0)));
  await list.filters.getByRole('link', { name: /^All/ }).click();
  await expect(list.count).toHaveText(`${inStock.length} products`);
});

test('a price range narrows the list, and each choice can be taken off again', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.filters.getByLabel('From').fill('50');
  await list.filters.getByLabel('To', { exact: true }).fill('64,50');
  await list.send();
  await expect(list.names).toHaveText(names(priced(50, 64.5)));
  await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
  await list.send();
  const there = priced(50, 64.5).filter((product) => product.stock > 0);
  await expect(list.count).toHaveText(`${there.length} products`);

  await list.chip('From €50.00').click();
  await expect(list.filters.getByLabel('From')).toHaveValue('');
  await expect(list.count).toHaveText(`${priced(0, 64.5).filter((product) => product.stock > 0).length} products`);
  await list.chip('In stock').click();
  await expect(list.filters.getByRole('checkbox', { name: 'In stock' })).not.toBeChecked();
  await expect(list.count).toHaveText(`${priced(0, 64.5).length} products`);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(page).toHaveURL('/products');
  await expect(list.filters.getByLabel('To', { exact: true })).toHaveValue('');
  await expect(list.count).toHaveText(`${products.length} products`);
  await expect(page.getByRole('list', { name: 'Active filters' })).toHaveCount(0);
});

test('prices that exclude each other say so, and can be cleared', async ({ page }) => {
  await visit(page, '/products?min_price=100&max_price=1&in_stock=1');
  const list = new Listing(page);
  await expect(page.getByText('No price is at least €100.00 and at most €1.00.')).toBeVisible();
  await page.getByRole('link', { name: 'Clear the prices' }).click();
  await list.asks({ in_stock: '1' });
  await expect(list.filters.getByLabel('From')).toHaveValue('');
});

test('cards stand in two columns on a phone, three on a tablet, four on a desktop', async ({ page }) => {
  await visit(page, '/products');
  for (const [width, columns] of [[390, 2], [820, 3], [1440, 4]]) {
    await page.setViewportSize({ width, height: 900 });
    const tracks = await page.locator('.listing__results .goods').evaluate((goods) => getComputedStyle(goods).gridTemplateColumns);
    expect(tracks.split(' '), `${width} px`).toHaveLength(columns);
  }
});

test('a list can be put into every order', async ({ page }) => {
  await visit(page, '/products?category=kitchen');
  const list = new Listing(page);
  const kitchen = products.filter((product) => isWithin(product, 'kitchen'));
  const prices = kitchen.map(({ price }) => Number(price)).toSorted((one, other) => one - other);
  const seen = async () =>
    (await list.cards.locator('.card__price').allTextContents()).map((price) => Number(price.replace('€', '')));

  await expect(list.names).toHaveText(names(kitchen.slice(0, PAGE)));
  await list.sortBy('Price, low to high');
  await list.asks({ category: 'kitchen', sort: 'price' });
  await expect.poll(seen).toEqual(prices.slice(0, PAGE));
  await list.sortBy('Price, high to low');
  await expect.poll(seen).toEqual(prices.toReversed().slice(0, PAGE));
  await list.sortBy('Name');
  const byName = names(kitchen).toSorted((one, other) => one.localeCompare(other, 'en'));
  await expect(list.names).toHaveText(byName.slice(0, PAGE));
  await list.pager.getByRole('link', { name: 'Page 2' }).click();
  await expect(list.names).toHaveText(byName.slice(PAGE, 2 * PAGE));
  await expect(list.sort).toHaveValue('name');
  await list.sortBy('Best rated');
  await list.asks({ category: 'kitchen', sort: 'rating' });
  await expect(list.count).toHaveText(`${kitchen.length} products`);
});

test('back, forward, a reload and a shared link give the same list', async ({ page, browser, baseURL }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
  await list.send();
  await list.asks({ in_stock: '1' });
  await list.sortBy('Price, high to low');
  await list.asks({ in_stock: '1', sort: '-price' });
  await list.pager.getByRole('link', { name: 'Page 2' }).click();
  await list.asks({ in_stock: '1', sort: '-price', page: '2' });
  const dearest = products.filter(({ stock }) => stock > 0).toSorted((one, other) => Number(other.price) - Number(one.price));
  await expect(list.cards.locator('.card__price').first()).toHaveText(`€${dearest[PAGE].price}`);
  const shown = await list.names.allTextContents();

  await page.goBack();
  await expect(list.names.first()).toHaveText(dearest[0].name);
  await page.goBack();
  await expect(list.names.first()).toHaveText(products.find(({ stock }) => stock > 0)!.name);
  await expect(list.sort).toHaveValue('');
  await page.goBack();
  await expect(list.filters.getByRole('checkbox', { name: 'In stock' })).not.toBeChecked();
  await expect(list.count).toHaveText(`${products.length} products`);
  await page.goForward();
  await expect(list.filters.getByRole('checkbox', { name: 'In stock' })).toBeChecked();
  await page.goForward();
  await page.goForward();
  await expect(list.names).toHaveText(shown);
  await page.reload();
  await expect(list.names).toHaveText(shown);
  await expect(list.sort).toHaveValue('-price');
  await expect(list.filters.getByRole('checkbox', { name: 'In stock' })).toBeChecked();

  const other = await browser.newContext({ baseURL });
  const elsewhere = await other.newPage();
  await elsewhere.goto(page.url());
  await expect(new Listing(elsewhere).names).toHaveText(shown);
  await other.close();
});

test('a wish for stars shows only what has so many', async ({ page }) => {
  await visit(page, '/products?rating=4');
  const list = new Listing(page);
  await expect(list.filters.getByRole('radio', { name: '4 stars and up' })).toBeChecked();
  await expect(list.count).toHaveText(/^\d+ products$/);
  await expect(list.cards).toHaveCount(PAGE);
  await expect(list.cards.locator('.card__rating')).toHaveCount(PAGE);
});
