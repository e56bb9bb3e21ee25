import { products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('moving about reloads nothing, changes the title, and "back" returns to the place', async ({ page }) => {
  await visit(page, '/');
  await page.evaluate(() => Object.assign(window, { same: true }));
  let documents = 0;
  page.on('request', (request) => (documents += request.resourceType() === 'document' ? 1 : 0));
  const list = new Listing(page);

  await page.getByRole('link', { name: 'Browse everything' }).click();
  await expect(list.cards).toHaveCount(20);
  await expect(page).toHaveTitle('All products · Vitrine');
  expect(await page.evaluate(() => scrollY)).toBe(0);

  await list.cards.nth(16).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 120);
  await page.waitForTimeout(150);
  const place = await page.evaluate(() => scrollY);
  expect(place).toBeGreaterThan(400);
  await list.names.nth(16).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(products[16].name);
  await expect(page).toHaveTitle(`${products[16].name} · Vitrine`);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);

  await page.goBack();
  await expect(list.cards).toHaveCount(20);
  await expect(page).toHaveTitle('All products · Vitrine');
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(place);
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(products[16].name);
  await page.getByRole('banner').getByRole('link', { name: 'Vitrine, home' }).click();
  await expect(page).toHaveTitle('Vitrine');
  await expect(page.getByRole('region', { name: 'In the window' })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Good things, well lit');
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
  expect(documents).toBe(0);
});

test('the head of the document follows the page', async ({ page, baseURL }) => {
  await visit(page, '/products');
  await new Listing(page).names.first().getByRole('link').click();
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${baseURL}/products/${products[0].slug}`);
  await expect(page.locator('link[rel=canonical]')).toHaveCount(1);
  await expect(page.locator('meta[name=description]')).toHaveCount(1);
  await expect(page.locator('meta[property="og:type"]')).toHaveAttribute('content', 'product');
  await page.goBack();
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${baseURL}/products`);
  await expect(page.locator('meta[property="og:type"]')).toHaveAttribute('content', 'website');
});

test('a product under the pointer is loaded before it is clicked, and only once', async ({ page }) => {
  await visit(page, '/products');
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/fn/product?') && asked.push(request.url()));
  const card = new Listing(page).names.first().getByRole('link');
  const ahead = page.waitForResponse(/\/fn\/product\?/);
  await card.hover();
  await ahead;
  await card.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(products[0].name);
  expect(asked.filter((url) => url.includes(products[0].slug))).toHaveLength(1);
});

test('a choice in the list keeps the place on the page', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await page.mouse.wheel(0, 150);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
  const place = await page.evaluate(() => scrollY);
  await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
  await expect(list.chip('In stock')).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(place);
  await expect(list.filters.getByRole('checkbox', { name: 'In stock' })).toBeFocused();
});
