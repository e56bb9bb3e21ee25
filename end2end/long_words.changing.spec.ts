// Words that are longer than any line, in what people write and look for: no page gets wider by them.
import type { Page } from '@playwright/test';
import { Listing } from './listing';
import { newcomer } from './people';
import { expect, test, visit } from './test';

test.use({ viewport: { width: 390, height: 844 } });

/** By how much the page can be pushed sideways. */
const sideways = (page: Page) => page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth);

test('a product with a long word for a name, and another one in its review, fits on a phone', async ({ page }) => {
  const { username } = await newcomer(page);
  const name = username.padEnd(252, 'x');
  const form = {
    'form[name]': name, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1', 'form[status]': 'published',
    'form[slug]': '', 'form[description]': `- ${'y'.repeat(300)}`, 'form[version]': '', 'form[seen_stock]': '',
  };
  const id: string = await (await page.request.post('/fn/create-own-product', { form })).json();
  const slug: string = (await (await page.request.get('/fn/own-product', { params: { id } })).json()).form.slug;
  const review = { slug, rating: '4', title: 'z'.repeat(120), body: 'z'.repeat(600) };
  expect((await page.request.post('/fn/save-review', { form: review })).status()).toBe(200);

  try {
    await everyPageFits(page, id, slug, name, review.title);
  } finally {
    const archived = { id, ...form, 'form[slug]': slug, 'form[status]': 'archived', 'form[version]': '1', 'form[seen_stock]': '1' };
    expect(await (await page.request.post('/fn/update-own-product', { form: archived })).json()).toBe('Done');
  }
});

async function everyPageFits(page: Page, id: string, slug: string, name: string, title: string) {
  const own = `/account/products/${id}`;
  // Others add products meanwhile: searched for, it is on the first page.
  const list = `/products?q=${name.replace(/x+$/, '')}`;
  for (const path of [`/products/${slug}/reviews`, `/products/${slug}/review`, '/account/reviews', '/account/products', own, `${own}/pictures`, list, '/']) {
    expect(await visit(page, path), path).toBe(200);
    expect(await sideways(page), path).toBeLessThanOrEqual(0);
  }
  await visit(page, list);
  const card = new Listing(page).names.filter({ hasText: name });
  await expect(card).toHaveText(name);
  const lines = await card.evaluate((it) => it.clientHeight / parseFloat(getComputedStyle(it).lineHeight));
  expect(Math.round(lines)).toBe(3);

  await visit(page, `/products/${slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('article').getByRole('heading', { name: title })).toBeVisible();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  // It has no picture: the sign of the shop stands in its place, and nothing can be enlarged.
  await expect(page.locator('.gallery .no-picture')).toBeVisible();
  await expect(page.locator('.gallery').getByRole('link')).toHaveCount(0);
}

test('a long word that is looked for fits on a phone, and can be taken off', async ({ page }) => {
  const word = 'x'.repeat(190);
  await visit(page, `/products?q=${word}`);
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(`Results for “${'x'.repeat(60)}…”`);
  await expect(title).toHaveAttribute('title', `Results for “${word}”`);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const cross = new Listing(page).chip(`“${word}”`).locator('svg');
  await expect(cross).toBeInViewport({ ratio: 0.9 });
  await cross.click();
  await expect(page).toHaveURL('/products');
});
