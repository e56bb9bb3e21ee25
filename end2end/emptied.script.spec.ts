// A list whose products have just gone, while the count of them is some seconds old.
import { PAGE } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('a list without rows shows none of the list before it, whatever its count says', async ({ page }) => {
  await page.route(/\/fn\/products\?.*kitchen/, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    expect(json.page.total).toBeGreaterThan(0);
    json.page.items = [];
    await route.fulfill({ response, json });
  });
  await visit(page, '/products');
  const list = new Listing(page);
  await expect(list.cards).toHaveCount(PAGE);
  // In the same list, and on a page of its own.
  await list.filters.getByRole('link', { name: /^Kitchen/ }).click();
  await expect(page).toHaveURL('/products?category=kitchen');
  await expect(list.cards).toHaveCount(0);

  await page.goBack();
  await expect(list.cards).toHaveCount(PAGE);
  await page.getByRole('banner').getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Kitchen', exact: true }).click();
  await expect(page).toHaveURL('/categories/kitchen');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kitchen');
  await expect(list.cards).toHaveCount(0);
});
