import AxeBuilder from '@axe-core/playwright';
import { products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

const pages = {
  'first page': '/',
  list: '/products?in_stock=1',
  'empty list': '/products?q=zzzzqqqq',
  'list with a wrong price': '/products?min_price=abc',
  product: '/products/kettle-arc',
  category: '/categories/kitchen',
  categories: '/categories',
  'page that is not there': '/no-such-page',
};

/** What reaches over the right edge of the page and is not within a box that scrolls or hides it. */
function sticksOut(): string[] {
  const root = document.documentElement;
  const isCut = (element: Element): boolean => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')].filter(
    (element) => element.checkVisibility() && element.getBoundingClientRect().right > root.clientWidth + 1 && !isCut(element));
  if (root.scrollWidth > root.clientWidth) wide.push(root);
  return wide.map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`);
}

for (const [name, path] of Object.entries(pages)) {
  test(`the ${name} has no accessibility violation, light and dark, and no sideways scroll`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await visit(page, path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), colorScheme).toEqual([]);
    }
    for (const width of [320, 390, 820]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(sticksOut), `${width} px`).toEqual([]);
    }
  });
}

test('what opens over a page has no accessibility violation', async ({ page }) => {
  const check = async (what: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), what).toEqual([]);
  };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit(page, '/products/kettle-arc');
  await page.getByRole('link', { name: 'Enlarge picture 1 of 3' }).click();
  await check('enlarged picture');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Shop' }).click();
  await check('menu');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Search products' }).fill('kett');
  await expect(page.getByRole('option').first()).toBeVisible();
  await check('suggestions');
  await page.setViewportSize({ width: 390, height: 800 });
  await visit(page, '/products');
  await page.getByRole('button', { name: 'Filters' }).click();
  await check('filters on a phone');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('combobox', { name: 'Search products' }).fill('kett');
  await expect(page.getByRole('option').first()).toBeVisible();
  await check('search on a phone');
});

test('the keyboard alone skips to the content, searches, and opens a product', async ({ page }) => {
  await visit(page, '/products');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Home' })).toBeFocused();

  await visit(page, '/');
  const field = page.getByRole('banner').getByRole('combobox', { name: 'Search products' });
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    if (await field.evaluate((it) => it === document.activeElement)) break;
  }
  await expect(field).toBeFocused();
  await page.keyboard.type('moka');
  await page.keyboard.press('Enter');
  const list = new Listing(page);
  await expect(list.names.first()).toHaveText('Café moka pot');
  const card = list.names.first().getByRole('link');
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await card.evaluate((it) => it === document.activeElement)) break;
  }
  await expect(card).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Café moka pot');
  // The focus is in the new page: the next Tab goes to its first link.
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Home' })).toBeFocused();
});

/** Adds up how far things jump on the page by themselves, in `window.shift`. */
function observeShifts(): void {
  Object.assign(window, { shift: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

test('pictures keep their place before they are loaded', async ({ page }) => {
  await page.addInitScript(observeShifts);
  for (const path of ['/', '/products', `/products/${products[0].slug}`]) {
    await visit(page, path);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift), path).toBeLessThan(0.02);
  }
});

// What is pressed, where from, and what of the page to come has its place from the start.
const moves = [
  { name: 'list', from: '/', link: 'Browse everything', parts: ['.page-head', '.listing__bar', '.listing__results .card__picture'] },
  { name: 'category', from: '/', link: 'Kitchen', parts: ['.page-head', '.listing__bar', '.listing__results .card__picture'] },
  { name: 'first page', from: '/products', link: 'Vitrine, home', parts: ['.hero__window', '.hero__picture'] },
  { name: 'page of all categories', from: '/', link: 'All categories', parts: ['.page-head', '.room', '.room__arch'] },
];

for (const { name, from, link, parts } of moves) {
  test(`the ${name} stands where its shapes stood while it was on its way`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(observeShifts);
    await visit(page, from);
    let letGo = () => {};
    const held = new Promise<void>((done) => (letGo = done));
    await page.route(/\/fn\/(written|products)\?/, async (route) => {
      await held;
      await route.continue();
    });
    const places = () =>
      page.evaluate(
        (selectors) =>
          selectors.map((selector) => {
            const box = document.querySelector(`main ${selector}`)!.getBoundingClientRect();
            return [box.left, box.top, box.width].map(Math.round);
          }),
        parts,
      );

    await page.getByRole(link === 'Vitrine, home' ? 'banner' : 'main').getByRole('link', { name: link, exact: true }).click();
    await expect(page.locator('main .loading')).toBeVisible();
    // A jump within half a second of a click counts as its answer, so the data comes later than that.
    await page.waitForTimeout(700);
    const before = await places();
    await page.evaluate(() => Object.assign(window, { shift: 0 }));
    letGo();
    await expect(page.locator('main .loading')).toHaveCount(0);
    await expect(page.locator('main .wrap').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await places()).toEqual(before);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.02);
  });
}
