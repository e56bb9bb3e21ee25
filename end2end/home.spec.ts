import { below, names, products, shown } from './catalogue';
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

  const rooms = page.getByRole('region', { name: 'Room by room' }).getByRole('listitem');
  await expect(rooms.getByRole('link')).toHaveText(below(null));
  await expect(rooms.first()).toContainText(/\d+ products/);

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

  await page.getByRole('region', { name: 'Room by room' }).getByRole('link', { name: 'Garden' }).click();
  await expect(page).toHaveURL('/categories/garden');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Garden');
  await page.goBack();

  await page.getByRole('link', { name: 'See what’s new' }).click();
  await expect(page.getByRole('article').first().getByRole('heading')).toHaveText(products[0].name);
});
