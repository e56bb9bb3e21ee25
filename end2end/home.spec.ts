import { below, categories, named, names, products, shown } from './catalogue';
import { expect, test, visit } from './test';

test('the first page shows what is featured, every room and the newest', async ({ page }) => {
  expect(await visit(page, '/')).toBe(200);
  await expect(page).toHaveTitle('Vitrine');

  const window = page.getByRole('region', { name: 'Good things, well lit' }).locator('.hero__link');
  const rail = page.getByRole('region', { name: 'In the window' }).getByRole('article').getByRole('heading');
  const featured = [...(await window.allTextContents()), ...(await rail.allTextContents())];
  const marked = products.filter((product) => product.featured);
  expect(featured.length).toBeLessThanOrEqual(10);
  expect(featured.toSorted()).toEqual(names(marked).toSorted());

  const label = page.locator('.hero__label').first();
  const first = named(featured[0]);
  await expect(label).toContainText(shown(first.price));
  await expect(label).toContainText(categories.find(({ slug }) => slug === first.category)!.name);
  await expect(label).toContainText(/In stock|Only \d+ left|Sold out/);

  const rooms = page.getByRole('region', { name: 'Room by room' });
  await expect(rooms.getByRole('heading', { level: 3 }).getByRole('link')).toHaveText(below(null));
  const room = rooms.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Kitchen' }) });
  await expect(room).toContainText(/\d+ products/);
  await expect(room.getByRole('list').getByRole('link')).toHaveText(below('kitchen'));

  const newest = page.getByRole('region', { name: 'New on the shelf' }).getByRole('article');
  const expected = products.slice(0, await newest.count());
  expect(expected.length).toBeGreaterThanOrEqual(4);
  await expect(newest.getByRole('heading')).toHaveText(names(expected));
  await expect(newest.first()).toContainText(shown(expected[0].price));
});

test('links of the first page lead to a product, a room and all that is new', async ({ page }) => {
  await visit(page, '/');
  const card = page.getByRole('region', { name: 'New on the shelf' }).getByRole('article').first();
  const name = await card.getByRole('heading').innerText();
  await card.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.goBack();

  await page.getByRole('region', { name: 'Room by room' }).getByRole('link', { name: 'Garden', exact: true }).click();
  await expect(page).toHaveURL('/categories/garden');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Garden');
  await page.goBack();

  await page.getByRole('link', { name: 'See what’s new' }).click();
  await expect(page.getByRole('article').first().getByRole('heading')).toHaveText(products[0].name);
});

test('what is below a room is one click away, and the shop says what it is', async ({ page }) => {
  await visit(page, '/');
  const lead = await page.locator('.hero__lead').innerText();
  await expect(page.locator('meta[name=description]')).toHaveAttribute('content', lead);
  await expect(page.getByRole('contentinfo')).toContainText(lead);
  await expect(page.getByRole('contentinfo')).toContainText('Prices include VAT');
  await page.getByRole('region', { name: 'Room by room' }).getByRole('link', { name: 'Lighting', exact: true }).click();
  await expect(page).toHaveURL('/categories/lighting');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lighting');
});
