import { named, shown } from './catalogue';
import { expect, test, visit } from './test';

test('a product page says all that there is to know, to people and to machines', async ({ page, baseURL, request }) => {
  const kettle = named('Arc kettle');
  expect(await visit(page, '/products/kettle-arc')).toBe(200);
  await expect(page).toHaveTitle('Arc kettle · Vitrine');
  const info = page.locator('.product__info');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(['Arc kettle']);
  await expect(info).toContainText(shown(kettle.price));
  await expect(info.locator('.stock')).toHaveText('In stock');
  await expect(info, 'its address is no word for people').not.toContainText('kettle-arc');
  await expect(info.getByRole('listitem').first()).toHaveText('Enamelled steel, oiled oak grip');
  const trail = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('listitem');
  await expect(trail).toHaveText(['Home', 'Kitchen', 'Tea & coffee', 'Kettles', 'Arc kettle']);
  await expect(page.locator('.gallery__track').getByRole('link')).toHaveCount(3);
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('link')).toHaveCount(3);

  const address = `${baseURL}/products/kettle-arc`;
  const head = page.locator('head');
  await expect(head.locator('link[rel=canonical]')).toHaveAttribute('href', address);
  await expect(head.locator('meta[name=description]')).toHaveAttribute('content', /handle swings/);
  await expect(head.locator('meta[property="og:title"]')).toHaveAttribute('content', 'Arc kettle · Vitrine');
  await expect(head.locator('meta[property="og:url"]')).toHaveAttribute('content', address);
  const picture = await head.locator('meta[property="og:image"]').getAttribute('content');
  expect(picture).toContain(`${baseURL}/media/`);
  const file = await request.get(picture!);
  expect([file.status(), file.headers()['content-type']]).toEqual([200, 'image/webp']);

  const scripts = await page.locator('script[type="application/ld+json"]').allTextContents();
  const graph = scripts.flatMap((script) => JSON.parse(script)['@graph']);
  const product = graph.find((thing) => thing['@type'] === 'Product');
  expect(product).toMatchObject({
    name: 'Arc kettle',
    url: address,
    offers: { price: '89.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  });
  expect(product.image).toHaveLength(3);
  const steps = graph.find((thing) => thing['@type'] === 'BreadcrumbList').itemListElement;
  expect(steps.map((step: { name: string }) => step.name)).toEqual(['Home', 'Kitchen', 'Tea & coffee', 'Kettles', 'Arc kettle']);
});

test('related products are others than the one that is looked at, and lead on', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  const related = page.getByRole('region', { name: 'Goes well with it' }).getByRole('article').getByRole('heading');
  const found = await related.allTextContents();
  expect(found.length).toBeGreaterThanOrEqual(3);
  expect(found).not.toContain('Arc kettle');
  await related.first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(found[0]);
  await expect(page).toHaveTitle(`${found[0]} · Vitrine`);
});

test('a product that is sold out or nearly so says it, and what to look at instead', async ({ page }) => {
  await visit(page, `/products/${named('Copper kettle No. 3').slug}`);
  await expect(page.locator('.product__info .stock')).toHaveText('Sold out');
  await page.getByRole('link', { name: 'See what is in stock: Kettles' }).click();
  await expect(page).toHaveURL('/categories/kettles?in_stock=1');
  await visit(page, `/products/${named('Yunomi cup, ash glaze').slug}`);
  await expect(page.locator('.product__info .stock')).toHaveText('Only 3 left');
});

test('a product that is not there is answered with 404 and ways on', async ({ page }) => {
  for (const slug of ['no-such-product', '%00', '%F0%9F%AB%96', 'a%2Fb', '..%2F..', 'x'.repeat(3000)]) {
    expect.soft(await visit(page, `/products/${slug}`), slug.slice(0, 20)).toBe(404);
    await expect.soft(page.getByRole('heading', { level: 1 })).toHaveText('There’s nothing at this address');
  }
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expect.soft(page.locator('link[rel=canonical]'), 'no other page stands for it').toHaveCount(0);
  await page.getByRole('link', { name: 'See all products' }).click();
  await expect(page).toHaveURL('/products');
});
