import type { Page } from '@playwright/test';
import { named } from './catalogue';
import { newcomer, signIn } from './people';
import { alive, expect, scripted, test, visit } from './test';

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
  await elsewhere.close();
});

test('a form from elsewhere keeps nothing, and what is no product is not found', async ({ request, baseURL }) => {
  for (const path of ['/wishlist/keep', '/wishlist/drop', '/fn/keep', '/fn/drop']) {
    const foreign = await request.post(path, {
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      form: { slug: 'kettle-arc' },
    });
    expect(foreign.status(), path).toBe(403);
  }
  const own = { headers: { origin: baseURL! }, maxRedirects: 0 };
  expect((await request.post('/wishlist/keep', { ...own, form: { slug: 'no-such-product' } })).status()).toBe(404);
  const led = await request.post('/wishlist/keep', { ...own, form: { slug: 'kettle-arc', next: '//evil.example' } });
  expect([led.status(), led.headers()['location']]).toEqual([303, '/products/kettle-arc#kept']);
});
