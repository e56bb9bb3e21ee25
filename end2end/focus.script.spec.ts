// Where the focus is when something opens over the page, and when what had it is gone.
import type { Locator, Page } from '@playwright/test';
import { Listing } from './listing';
import { asStaff } from './staff';
import { expect, test, visit } from './test';

const hasFocus = (within: Locator) => within.evaluate((it) => it.contains(document.activeElement));

// Each with its last button.
const drawers = [
  { what: 'menu', path: '/products', opens: 'Menu', closes: 'Close menu', drawer: '#menu', last: /theme$/ },
  { what: 'drawer of filters', path: '/products', opens: 'Filters', closes: 'Close filters', drawer: '#filters', last: /^Show / },
  { what: 'menu of staff', path: '/admin', opens: 'Menu', closes: 'Close menu', drawer: '#menu', last: 'Sign out' },
];

/** Opens the page of a drawer, still closed; answers what opens it, what closes it, and its last button. */
async function beside(page: Page, { path, opens, closes, drawer, last }: (typeof drawers)[number]) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (path === '/admin') await asStaff(page);
  await visit(page, path);
  return {
    opener: page.getByRole('button', { name: opens, exact: true }),
    closer: page.getByRole('button', { name: closes }),
    last: page.locator(drawer).getByRole('button', { name: last }),
  };
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  for (const one of drawers) {
    const { what, drawer } = one;

    test(`the ${what} takes the focus, holds it, and gives it back`, async ({ page }) => {
      const { opener, closer, last } = await beside(page, one);
      await opener.focus();
      await page.keyboard.press('Enter');
      await expect(closer).toBeFocused();

      // Once around, and on.
      let rounds = 0;
      for (let presses = 0; presses < 150 && rounds < 2; presses += 1) {
        await page.keyboard.press('Tab');
        expect(await hasFocus(page.locator(drawer)), `after ${presses + 1} times Tab`).toBe(true);
        rounds += (await closer.evaluate((it) => it === document.activeElement)) ? 1 : 0;
      }
      expect(rounds).toBe(2);
      // Before the first control stands the last one.
      await page.keyboard.press('Shift+Tab');
      await expect(last).toBeFocused();
      await page.keyboard.press('Tab');
      await expect(closer).toBeFocused();

      await page.keyboard.press('Escape');
      await expect(closer).toBeHidden();
      await expect(opener).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(closer).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(closer).toBeHidden();
      await expect(opener).toBeFocused();
    });

    test(`a press beside the ${what} closes it, and the focus is on what opened it`, async ({ page }) => {
      const { opener, closer } = await beside(page, one);
      await opener.click();
      await expect(closer).toBeFocused();
      // In the margin of the page there is nothing to press.
      await page.mouse.click(386, 600);
      await expect(closer).toBeHidden();
      await expect(opener).toBeFocused();
      // What is closed holds nothing.
      await page.keyboard.press('Tab');
      await expect(opener).not.toBeFocused();
      expect(await hasFocus(page.locator(drawer))).toBe(false);
    });
  }
});

test('the menu of wide pages closes when the focus leaves it', async ({ page }) => {
  await visit(page, '/');
  const panel = page.locator('#menu');
  await page.getByRole('button', { name: 'Shop' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  // It opens beside what one reads: the focus stays until one goes on.
  await expect(page.getByRole('button', { name: 'Shop' })).toBeFocused();
  await panel.getByRole('link').last().focus();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(panel).toBeHidden();
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
});

test('a press beside the menu of wide pages closes it, and the focus is on what opened it or on what is pressed', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit(page, '/products');
  const panel = page.locator('#menu');
  const shop = page.getByRole('button', { name: 'Shop' });
  await shop.click();
  await expect(panel).toBeVisible();
  const { y, height } = (await panel.boundingBox())!;
  expect(y + height).toBeLessThan(page.viewportSize()!.height - 10);
  await panel.getByRole('link').last().focus();
  await page.mouse.click(4, y + height + 5);
  await expect(panel).toBeHidden();
  await expect(shop).toBeFocused();

  await shop.click();
  await expect(panel).toBeVisible();
  const field = page.getByRole('combobox', { name: 'Search products' });
  await field.click();
  await expect(panel).toBeHidden();
  await expect(field).toBeFocused();
});

test('another page of a list has the focus where the number that was pressed is gone', async ({ page }) => {
  await visit(page, '/products');
  const list = new Listing(page);
  await list.pager.getByRole('link', { name: 'Page 2', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/products?page=2');
  await expect(page.locator('#results')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await hasFocus(page.locator('#results'))).toBe(true);
});

test('the list has the focus when a filter is taken off, and not while one types', async ({ page }) => {
  await visit(page, '/products?in_stock=1');
  const list = new Listing(page);
  await list.chip('In stock').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/products');
  await expect(page.locator('#results')).toBeFocused();

  await list.field.focus();
  await list.field.pressSequentially('copper', { delay: 60 });
  await expect(page).toHaveURL('/products?q=copper');
  await expect(list.names.first()).toContainText(/copper/i);
  await page.waitForTimeout(100);
  await expect(list.field).toBeFocused();
});

for (const [how, delay] of [['at once', 0], ['after a while', 1000]] as const) {
  test(`another category that comes ${how} has the focus where the link that led there is gone`, async ({ page }) => {
    await visit(page, '/categories/kitchen');
    await page.route(/\/fn\/products\?/, async (route) => {
      await new Promise((done) => setTimeout(done, delay));
      await route.continue().catch(() => {});
    });
    await page.getByRole('navigation', { name: 'In Kitchen' }).getByRole('link', { name: 'Tea & coffee' }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveTitle('Tea & coffee · Vitrine');
    await expect(page.locator('#content')).toBeFocused();
  });
}

test('on the way to another category the focus stays on a link that stays', async ({ page }) => {
  await visit(page, '/categories/kitchen');
  const link = page.getByRole('navigation', { name: 'Main' }).locator('a[href^="/categories/"]:not([aria-current=page])').first();
  const [name, address] = [await link.innerText(), (await link.getAttribute('href'))!];
  const same = page.getByRole('navigation', { name: 'Main' }).locator(`a[href="${address}"]`);
  await same.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address);
  await expect(page).toHaveTitle(`${name} · Vitrine`);
  await page.waitForTimeout(500);
  await expect(same).toBeFocused();
});

test('the list has the focus when its category is another one', async ({ page }) => {
  await visit(page, '/products?category=kitchen');
  const list = new Listing(page);
  await list.filters.getByRole('link', { name: /^Tea & coffee/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Tea & coffee · Vitrine');
  await expect(page.locator('#results')).toBeFocused();
});
