import type { Page } from '@playwright/test';
import { named, products } from './catalogue';
import { newcomer, signIn } from './people';
import { alive, expect, scripted, test, visit } from './test';

// What is refused is answered with a status that browsers log.
test.use({ provoked: [/status of 4(09|29)/] });

const cards = (page: Page) => page.getByRole('main').getByRole('article').getByRole('heading');
const keep = (page: Page) => page.getByRole('button', { name: 'Keep for later' });
const takeOff = (page: Page) => page.getByRole('button', { name: 'Take it off' });

test('to look around puts nothing into the browser', async ({ page, context }) => {
  await visit(page, '/products/kettle-arc');
  await expect(keep(page)).toBeVisible();
  await expect(takeOff(page)).toBeHidden();
  expect(await context.cookies()).toEqual([]);
});

test('a visitor keeps a product and takes it off again', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  await keep(page).click();
  await expect(takeOff(page)).toBeVisible();
  await expect(keep(page)).toBeHidden();
  if (scripted()) {
    await expect(takeOff(page)).toBeFocused();
    await page.reload();
    await alive(page);
    await expect(takeOff(page)).toBeVisible();
  }
  await page.getByRole('main').getByRole('link', { name: 'wish list' }).click();
  await expect(page).toHaveURL('/wishlist');
  await expect(cards(page)).toHaveText(['Arc kettle']);

  await visit(page, '/products/kettle-arc');
  // Without a script the page is the same for everybody: keeping once more says that it is kept.
  if (!scripted()) await keep(page).click();
  await takeOff(page).click();
  await expect(keep(page)).toBeVisible();
  await expect(takeOff(page)).toBeHidden();
  await visit(page, '/wishlist');
  await expect(cards(page)).toHaveCount(0);
});

test.describe('where the shop cannot be reached', () => {
  test.use({ provoked: [/Failed to load resource/] });

  test('the page stays, says so, and the product can be kept later', async ({ page }) => {
    test.skip(!scripted(), 'without scripts the browser shows a page of its own');
    await visit(page, '/products/kettle-arc');
    await page.route('**/fn/keep', (route) => route.abort());
    await keep(page).click();
    await expect(page.locator('.toast')).toContainText('The shop cannot be reached.');
    await expect(page).toHaveURL('/products/kettle-arc');
    await expect(takeOff(page)).toBeHidden();
    await page.unroute('**/fn/keep');
    await keep(page).click();
    await expect(takeOff(page)).toBeVisible();
  });
});

test('what a visitor kept is there after signing in, with what was kept before', async ({ page }) => {
  const person = await newcomer(page);
  const cup = named('Yunomi cup, ash glaze');
  await visit(page, `/products/${cup.slug}`);
  await keep(page).click();
  await expect(takeOff(page)).toBeVisible();
  expect((await page.request.post('/fn/sign-out', { form: {} })).status()).toBe(200);
  await visit(page, '/wishlist');
  await expect(cards(page)).toHaveCount(0);

  await visit(page, '/products/kettle-arc');
  await keep(page).click();
  await expect(takeOff(page)).toBeVisible();
  await signIn(page, person);
  await visit(page, '/wishlist');
  await expect(cards(page)).toHaveText(['Arc kettle', cup.name]);
});

test('a wish list is one’s own', async ({ page, browser, baseURL }) => {
  await visit(page, '/products/kettle-arc');
  await keep(page).click();
  await expect(takeOff(page)).toBeVisible();
  const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const other = await elsewhere.newPage();
  await visit(other, '/wishlist');
  await expect(cards(other)).toHaveCount(0);
  await expect(other.getByText('Press “Keep for later” on a product’s page')).toBeVisible();
  await elsewhere.close();
});

test('a form from elsewhere keeps nothing, and what is no product is not found', async ({ request, baseURL }) => {
  for (const path of ['/products/kettle-arc', '/wishlist', '/fn/keep', '/fn/drop']) {
    const foreign = await request.post(path, {
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      form: { slug: 'kettle-arc', wish: 'keep' },
    });
    expect(foreign.status(), path).toBe(403);
  }
  const own = { headers: { origin: baseURL!, accept: 'text/html' }, maxRedirects: 0 };
  const missing = await request.post('/products/no-such-product', { ...own, form: { wish: 'keep' } });
  expect(missing.status()).toBe(404);
  expect(missing.headers()['content-type']).toContain('text/html');
  expect(await missing.text()).toContain('There’s nothing at this address');
  const odd = await request.post('/wishlist', { ...own, form: { slug: 'No Slug' } });
  expect(odd.status()).toBe(404);
  expect(await odd.text()).toMatch(/role="alert"[^]*Product not found/);
  expect((await request.post('/products/kettle-arc', { ...own, form: { wish: 'steal' } })).status()).toBe(400);
  const led = await request.post('/products/kettle-arc', { ...own, form: { wish: 'keep', next: '//evil.example' } });
  expect([led.status(), led.headers()['location']]).toEqual([303, '/products/kettle-arc#kept']);
});

test('a full wish list is told of on the product’s own page', async ({ page }) => {
  const [kept, more] = [products.slice(0, 100), products[100]];
  for (const { slug } of kept) {
    expect((await page.request.post('/fn/keep', { form: { slug } })).status(), slug).toBe(200);
  }
  await visit(page, `/products/${more.slug}`);
  await keep(page).click();
  const told = page.getByRole('main').getByRole('alert');
  await expect(told).toContainText('100');
  await expect(page).toHaveURL(`/products/${more.slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(more.name);
  await expect(told).toBeFocused();
  await alive(page);
  await expect(told).toBeVisible();
  await expect(takeOff(page)).toBeHidden();

  // With room again, the same page keeps it.
  expect((await page.request.post('/fn/drop', { form: { slug: kept[0].slug } })).status()).toBe(200);
  await keep(page).click();
  await expect(takeOff(page)).toBeVisible();
  await expect(told).toBeHidden();
});

test('a wish list that cannot be begun says when to come back', async ({ playwright, baseURL, extraHTTPHeaders }) => {
  // Each is a visitor without a cookie, and all of them come from one address.
  const begin = async () => {
    const visitor = await playwright.request.newContext({ baseURL, extraHTTPHeaders });
    const headers = { origin: baseURL!, accept: 'text/html' };
    const answer = await visitor.post('/products/kettle-arc', { headers, form: { wish: 'keep' }, maxRedirects: 0 });
    const said = { status: answer.status(), wait: answer.headers()['retry-after'], text: await answer.text() };
    await visitor.dispose();
    return said;
  };
  let answer = await begin();
  for (let tries = 0; answer.status === 303 && tries < 100; tries += 1) answer = await begin();
  expect(answer.status).toBe(429);
  expect(Number(answer.wait)).toBeGreaterThan(0);
  expect(answer.text).toMatch(/role="alert"[^]*Wait \d+ minutes, then try again\./);
});
