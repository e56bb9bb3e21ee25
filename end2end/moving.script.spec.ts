import type { Page } from '@playwright/test';
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

test('a page that stands twice in the history is returned to where it was left each time', async ({ page }) => {
  const height = () => page.evaluate(() => scrollY);
  const scrollTo = async (place: number) => {
    await page.evaluate((place) => window.scrollTo({ top: place, behavior: 'instant' }), place);
    await page.waitForTimeout(150);
  };
  const go = async (link: string, title: string) => {
    // A real click would first bring the link into view.
    const found = page.getByRole('contentinfo').getByRole('link', { name: link, exact: true });
    await found.evaluate((link: HTMLElement) => link.click());
    await expect(page).toHaveTitle(title);
    await expect.poll(height).toBe(0);
  };
  await visit(page, '/products');
  await scrollTo(300);
  await go('All categories', 'All categories · Vitrine');
  await go('All products', 'All products · Vitrine');
  await scrollTo(600);
  await go('All categories', 'All categories · Vitrine');
  await page.goBack();
  await expect.poll(height).toBe(600);
  await page.goBack();
  await expect(page).toHaveTitle('All categories · Vitrine');
  await page.goBack();
  await expect(page).toHaveTitle('All products · Vitrine');
  await expect.poll(height).toBe(300);
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

const LISTS = /\/fn\/products\?/;

/** How often the page asks for a list from now on, by the list's query. */
function countLists(page: Page): (query: string) => number {
  const asked: (string | null)[] = [];
  page.on('request', (request) => {
    if (LISTS.test(request.url())) asked.push(new URL(request.url()).searchParams.get('query'));
  });
  return (query) => asked.filter((known) => known === query).length;
}

const toKitchen = (page: Page) => new Listing(page).filters.getByRole('link', { name: /^Kitchen\s*\d*$/ });

// Where each link stands, what its list is asked for by, and what its page is called.
const linksToLists = [
  {
    what: 'category',
    from: '/',
    link: (page: Page) => page.getByRole('main').getByRole('link', { name: 'Kitchen', exact: true }),
    query: 'category=kitchen',
    title: 'Kitchen · Vitrine',
  },
  { what: 'filter', from: '/products', link: toKitchen, query: 'category=kitchen', title: 'Kitchen · Vitrine' },
  {
    what: 'page',
    from: '/products',
    link: (page: Page) => new Listing(page).pager.getByRole('link', { name: 'Next' }),
    query: 'page=2',
    title: 'All products, page 2 · Vitrine',
  },
];

for (const { what, from, link, query, title } of linksToLists) {
  test(`the list behind the link to a ${what} is loaded before it is clicked, and only once`, async ({ page }) => {
    await visit(page, from);
    const times = countLists(page);
    const ahead = page.waitForResponse(LISTS);
    await link(page).hover();
    await (await ahead).finished();
    await link(page).click();
    await expect(page).toHaveTitle(title);
    expect(times(query)).toBe(1);
  });
}

test('a list is loaded ahead for the focus too', async ({ page }) => {
  await visit(page, '/products');
  const ahead = page.waitForRequest(LISTS);
  await toKitchen(page).focus();
  expect(new URL((await ahead).url()).searchParams.get('query')).toBe('category=kitchen');
});

test('a click while the list is on its way asks for it no second time', async ({ page }) => {
  await visit(page, '/products');
  const times = countLists(page);
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route(LISTS, async (route) => {
    await held;
    await route.continue();
  });
  const ahead = page.waitForRequest(LISTS);
  await toKitchen(page).hover();
  await ahead;
  await toKitchen(page).click();
  await expect(page.locator('.listing__results')).toHaveAttribute('aria-busy', 'true');
  await page.waitForTimeout(200);
  letGo();
  await expect(page).toHaveTitle('Kitchen · Vitrine');
  expect(times('category=kitchen')).toBe(1);
});

test('nothing is loaded ahead that would not open here, or that is here already', async ({ page }) => {
  await visit(page, '/products');
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/fn/') && asked.push(request.url()));
  const other = toKitchen(page);
  const address = await other.getAttribute('href');
  const rest = async () => {
    await other.hover();
    await page.waitForTimeout(250);
    await page.mouse.move(0, 0);
  };

  await page.keyboard.down('Control');
  await rest();
  await page.keyboard.up('Control');
  const changes = [
    ['href', '/products'],
    ['href', '//elsewhere.example/products'],
    ['target', '_blank'],
    ['download', ''],
  ];
  for (const [name, value] of changes) {
    await other.evaluate((link, [name, value]) => link.setAttribute(name, value), [name, value]);
    await rest();
    await other.evaluate((link, [name, address]) => {
      link.removeAttribute(name!);
      link.setAttribute('href', address!);
    }, [name, address]);
  }
  expect(asked).toEqual([]);

  const ahead = page.waitForRequest(LISTS);
  await other.hover();
  await ahead;
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
