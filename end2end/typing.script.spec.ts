import type { Page } from '@playwright/test';
import { products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('results follow typing, and the way back leads past all of it', async ({ page }) => {
  await visit(page, '/');
  await page.getByRole('link', { name: 'Browse everything' }).click();
  const list = new Listing(page);
  await expect(list.cards).toHaveCount(20);
  await list.field.pressSequentially('copper', { delay: 60 });
  await expect(page).toHaveURL('/products?q=copper');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Results for “copper”');
  await expect(list.names.first()).toContainText(/copper/i);
  await expect(list.field).toBeFocused();
  await list.field.pressSequentially(' cezve', { delay: 330 });
  await expect(list.field).toHaveValue('copper cezve');
  await expect(list.count).toHaveText('1 product');
  await expect(list.names).toHaveText(['Copper cezve']);
  await page.goBack();
  await expect(page).toHaveURL('/products');
  await expect(list.count).toHaveText(`${products.length} products`);
  await expect(list.field).toHaveValue('');
  await page.goForward();
  await expect(page).toHaveURL('/products?q=copper%20cezve');
  await expect(list.names).toHaveText(['Copper cezve']);
  await expect(list.field).toHaveValue('copper cezve');
  await page.goBack();
  await expect(page).toHaveURL('/products');
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test('what is typed and taken back at once leaves nothing in the history', async ({ page }) => {
  await visit(page, '/');
  await page.getByRole('link', { name: 'Browse everything' }).click();
  const list = new Listing(page);
  await expect(list.cards).toHaveCount(20);
  await list.field.fill('x');
  await list.field.fill('');
  await page.waitForTimeout(400);
  await list.field.fill('kettle');
  await expect(page).toHaveURL('/products?q=kettle');
  await page.goBack();
  await expect(page).toHaveURL('/products');
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test('what is typed and taken back after a pause leaves nothing in the history either', async ({ page }) => {
  await visit(page, '/');
  await page.getByRole('link', { name: 'Browse everything' }).click();
  const list = new Listing(page);
  await expect(list.cards).toHaveCount(20);
  for (const words of ['copper', 'kettle']) {
    await list.field.fill(words);
    await expect(page).toHaveURL(`/products?q=${words}`);
    await expect(list.names.first()).toContainText(new RegExp(words, 'i'));
    await list.field.fill('');
    await expect(page).toHaveURL('/products');
    await expect(list.count).toHaveText(`${products.length} products`);
    await expect(list.field).toBeFocused();
  }
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test('what is typed while the browser is on the way back from what was taken away is not lost', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.field.fill('copper');
  await expect(page).toHaveURL('/products?q=copper');
  // The browser goes back as soon as it is told to, and no sooner than the letter stands there.
  await list.field.evaluate((field: HTMLInputElement) => {
    const type = (text: string) => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const back = history.back.bind(history);
    history.back = () => {
      type('kettle');
      back();
    };
    field.focus();
    type('');
  });
  await expect(page).toHaveURL('/products?q=kettle');
  await expect(list.field).toHaveValue('kettle');
  await expect(list.names.first()).toContainText(/kettle/i);
});

for (const [what, leave] of [
  ['the way back', () => history.back()],
  ['a filter that is taken off', () => document.querySelector<HTMLElement>('a[aria-label="Remove filter: In stock"]')!.click()],
] as const) {
  test(`${what} is not overtaken by what was typed just before`, async ({ page }) => {
    await visit(page, '/products');
    const list = new Listing(page);
    await list.filters.getByRole('checkbox', { name: 'In stock' }).check();
    await expect(page).toHaveURL('/products?in_stock=1');
    await expect(list.chip('In stock')).toBeVisible();
    // In one breath: no pause of typing is shorter.
    await list.field.evaluate((field: HTMLInputElement) => {
      field.focus();
      field.value = 'copper';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.evaluate(leave);
    await expect(page).toHaveURL('/products');
    // Longer than the pause after which a list follows what is typed.
    await page.waitForTimeout(1000);
    await expect(page).toHaveURL('/products');
    await expect(list.field).toHaveValue('');
    await expect(list.count).toHaveText(`${products.length} products`);

    await list.field.fill('kettle');
    await expect(page).toHaveURL('/products?q=kettle');
  });
}

test('an answer that comes too late is dropped', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route(/\/fn\/products\?.*lamp/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const slow = page.waitForRequest(/\/fn\/products\?.*lamp/);
  await list.field.fill('lamp');
  await slow;
  await expect(page.locator('.listing__results')).toHaveAttribute('aria-busy', 'true');
  await list.field.fill('kettle');
  await expect(list.names.first()).toContainText(/kettle/i);
  const seen = await list.names.allTextContents();
  const late = page.waitForEvent('requestfinished', { predicate: (it) => it.url().includes('lamp'), timeout: 2000 });
  release();
  await late.catch(() => {});
  await page.waitForTimeout(200);
  await expect(list.names).toHaveText(seen);
  await expect(list.field).toHaveValue('kettle');
  await expect(page).toHaveURL('/products?q=kettle');
  await expect(page.locator('.listing__results')).not.toHaveAttribute('aria-busy', 'true');
});

test('what is typed while an answer is on its way is not lost', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await page.route(/\/fn\/products/, async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest(/\/fn\/products/);
  await list.field.pressSequentially('cop', { delay: 20 });
  await asked;
  await list.field.pressSequentially('per cez', { delay: 150 });
  await expect(list.field).toHaveValue('copper cez');
  await expect(list.names).toHaveText(['Copper cezve']);
  await expect(list.field).toHaveValue('copper cez');
});

test('a price is not complained about while it is typed, and a wrong one keeps what was typed', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.filters.getByLabel('From').fill('abc');
  const from = list.filters.getByLabel('From');
  await expect(from).toHaveAttribute('aria-invalid', 'true');
  await expect(from).toHaveValue('abc');
  await expect(from).toHaveAccessibleDescription('Enter a price such as 19.99');
  await from.fill('300');
  await expect(from).not.toHaveAttribute('aria-invalid', 'true');
  await expect(list.count).toHaveText(`${products.filter(({ price }) => Number(price) >= 300).length} products`);
});

test.describe('when the server fails', () => {
  test.use({ provoked: [/Failed to load resource/] });

  for (const [what, fail] of [
    ['cannot be reached', undefined],
    ['answers with an error', 500],
  ] as const) {
    test(`a list that ${what} says so, keeps the choice, and comes when tried again`, async ({ page }) => {
      await visit(page, '/products?category=kitchen');
      const list = new Listing(page);
      const broken = /\/fn\/products/;
      await page.route(broken, (route) =>
        fail ? route.fulfill({ status: fail, body: 'upstream is gone', contentType: 'text/plain' }) : route.abort());
      await list.sortBy('Price, high to low');
      await expect(page.getByRole('alert').getByRole('heading')).toHaveText('The products didn’t load');
      await expect(page).toHaveURL('/products?category=kitchen&sort=-price');
      // The first failure is still on the page: only the end of the second request says that it failed too.
      const failedAgain = fail
        ? page.waitForResponse(broken)
        : page.waitForEvent('requestfailed', (request) => broken.test(request.url()));
      await page.getByRole('link', { name: 'Try again' }).click();
      await failedAgain;
      await expect(page.getByRole('alert').getByRole('heading')).toHaveText('The products didn’t load');
      await page.unroute(broken);
      await page.getByRole('link', { name: 'Try again' }).click();
      await expect(list.names.first()).toHaveText('Copper sauté pan');
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(page).toHaveURL('/products?category=kitchen&sort=-price');
    });
  }

  test('a product that cannot be loaded says so, and comes when tried again', async ({ page }) => {
    await visit(page, '/products');
    await page.route(/\/fn\/product\?/, (route) => route.abort());
    await new Listing(page).names.first().getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The shop can’t be reached');
    await page.unroute(/\/fn\/product\?/);
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(products[0].name);
  });

  test('a product that is gone says so without a reload', async ({ page }) => {
    await visit(page, '/products');
    await page.route(/\/fn\/product\?/, (route) =>
      route.continue({ url: route.request().url().replace(/slug=[^&]*/, 'slug=gone') }));
    await new Listing(page).names.first().getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There’s nothing at this address');
    await expect(page).toHaveTitle(/nothing at this address/);
  });
});
