import { below, categories, isWithin, names, products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('a category shows its products and those below it, the way up and the ways down', async ({ page, baseURL }) => {
  expect(await visit(page, '/categories/kitchen')).toBe(200);
  const list = new Listing(page);
  const kitchen = products.filter((product) => isWithin(product, 'kitchen'));
  await expect(page).toHaveTitle('Kitchen · Vitrine');
  await expect(list.count).toHaveText(`${kitchen.length} products`);
  await expect(list.names).toHaveText(names(kitchen.slice(0, 20)));
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${baseURL}/categories/kitchen`);
  const ways = page.getByRole('navigation', { name: 'In Kitchen' }).getByRole('link');
  await expect(ways).toHaveText(['All', ...below('kitchen')]);

  await ways.getByText('Tea & coffee').click();
  await page.getByRole('navigation', { name: 'In Tea & coffee' }).getByRole('link', { name: 'Kettles' }).click();
  await expect(page).toHaveURL('/categories/kettles');
  const kettles = products.filter(({ category }) => category === 'kettles');
  await expect(list.names).toHaveText(names(kettles));
  const trail = page.getByRole('navigation', { name: 'Breadcrumb' });
  await expect(trail.getByRole('listitem')).toHaveText(['Home', 'Kitchen', 'Tea & coffee', 'Kettles']);
  await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
  await list.send();
  await list.asks({ in_stock: '1' }, '/categories/kettles');
  await expect(list.names).toHaveText(names(kettles.filter(({ stock }) => stock > 0)));
  await trail.getByRole('link', { name: 'Kitchen' }).click();
  await expect(page).toHaveURL('/categories/kitchen');
  await expect(page).toHaveTitle('Kitchen · Vitrine');
  await list.pager.getByRole('link', { name: 'Page 2' }).click();
  await expect(page).toHaveURL('/categories/kitchen?page=2');
  await expect(list.names).toHaveText(names(kitchen.slice(20, 40)));
});

test('all categories stand on one page, whatever their level', async ({ page }) => {
  expect(await visit(page, '/categories')).toBe(200);
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 2 })).toHaveText(below(null));
  for (const { name, slug } of categories) {
    const link = main.getByRole('link', { name, exact: true });
    await expect(link, name).toHaveAttribute('href', `/categories/${slug}`);
  }
  const kitchen = main.getByRole('region', { name: 'Kitchen' });
  await expect(kitchen.getByRole('heading', { level: 3 })).toHaveText(below('kitchen'));
  await main.getByRole('link', { name: 'Table lamps', exact: true }).click();
  await expect(page).toHaveURL('/categories/table-lamps');
});

test('a category that is not there is not found, in the path and in the query', async ({ page }) => {
  for (const path of ['/categories/no-such', '/products?category=no-such', '/categories/%00', '/products?category=%00', '/categories/kettles?page=2']) {
    expect(await visit(page, path), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There’s nothing at this address');
  }
});
