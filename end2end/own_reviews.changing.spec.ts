// The list of what somebody wrote about products (SPEC W6).
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newcomer } from './people';
import { alive, expect, scripted, test, visit } from './test';

const rows = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) });

/** Where a deletion leads. Without scripts the browser carries the part of the page that it came from along. */
const LIST_AFTER = /\/account\/reviews\?saved=deleted(#review-deletion)?$/;

test('whoever is not signed in is led to do that first, and back to the very page', async ({ page }) => {
  await visit(page, '/account/reviews');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  expect(new URL(page.url()).searchParams.get('next')).toBe('/account/reviews');
});

test('who has written nothing yet is led to the products', async ({ page }) => {
  await newcomer(page);
  await visit(page, '/account');
  const link = page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Your reviews' });
  await link.click();
  await expect(page).toHaveURL('/account/reviews');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your reviews');
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('heading', { name: 'No reviews yet' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Look around' }).click();
  await expect(page).toHaveURL('/products');
});

test('one’s own reviews are found, changed and deleted, also when the product is no longer sold', async ({ page, browser, baseURL }) => {
  test.setTimeout(60_000);
  const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const creator = await elsewhere.newPage();
  const { username } = await newcomer(creator);
  const form = {
    'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1', 'form[status]': 'published',
    'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const make = async (name: string): Promise<{ id: string; name: string; slug: string }> => {
    const id: string = await (await creator.request.post('/fn/create-own-product', { form: { ...form, 'form[name]': name } })).json();
    const { form: made } = await (await creator.request.get('/fn/own-product', { params: { id } })).json();
    return { id, name, slug: made.slug };
  };
  const archive = async ({ id, name, slug }: { id: string; name: string; slug: string }): Promise<void> => {
    const archived = {
      id, ...form, 'form[name]': name, 'form[slug]': slug, 'form[status]': 'archived', 'form[version]': '1', 'form[seen_stock]': '1',
    };
    expect(await (await creator.request.post('/fn/update-own-product', { form: archived })).json()).toBe('Done');
  };
  const lid = await make(`Lid of ${username}`);
  const jug = await make(`Jug of ${username}`);

  await newcomer(page);
  for (const review of [
    { slug: lid.slug, rating: '4', title: 'Closes <well>', body: 'Keeps steam in.\n\nAnd "noise" out.' },
    { slug: jug.slug, rating: '2', title: 'Drips', body: '' },
  ]) {
    expect((await page.request.post('/fn/save-review', { form: review })).status()).toBe(200);
  }
  await visit(page, '/account/reviews');
  await expect(rows(page).getByRole('heading', { level: 2 })).toHaveText([jug.name, lid.name]);
  await expect(rows(page).getByRole('heading', { level: 3 })).toHaveText(['Drips', 'Closes <well>']);
  const [newer, older] = [rows(page).first(), rows(page).last()];
  await expect(newer.getByRole('img', { name: '2 out of 5' })).toBeVisible();
  await expect(older.locator('.review__body')).toHaveText(['Keeps steam in.', 'And "noise" out.']);
  await expect(older.getByRole('link', { name: lid.name, exact: true })).toHaveAttribute('href', `/products/${lid.slug}`);
  await looksRight(page);

  await older.getByRole('link', { name: /^Edit/ }).click();
  await expect(page).toHaveURL(`/products/${lid.slug}/review`);
  await alive(page);
  await page.getByLabel('Title').fill('Closes tight');
  await page.getByRole('button', { name: 'Save the review' }).click();
  await expect(page).toHaveURL(`/products/${lid.slug}#review-saved`);
  await visit(page, '/account/reviews');
  await expect(rows(page).getByRole('heading', { level: 3 })).toHaveText(['Drips', 'Closes tight']);
  await expect(older).toContainText('edited since');

  // What is no longer sold is not named, and what was said of it can go.
  await archive(jug);
  await visit(page, '/account/reviews');
  await expect(newer.getByRole('heading', { level: 2 })).toHaveText('A product that is no longer sold');
  await expect(newer.getByRole('link')).toHaveCount(1);
  await expect(page.getByText(jug.name)).toHaveCount(0);
  await looksRight(page);
  await newer.getByRole('link', { name: /^Delete/ }).click();
  await expect(page).toHaveURL(`/products/${jug.slug}/review?delete=1#review-deletion`);
  await alive(page);
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL(LIST_AFTER);
  await expect(page.getByText('Your review is deleted.')).toBeVisible();
  await expect(rows(page).getByRole('heading', { level: 3 })).toHaveText(['Closes tight']);

  await alive(page);
  await older.getByRole('link', { name: /^Delete/ }).click();
  await expect(page).toHaveURL(`/products/${lid.slug}/review?delete=1#review-deletion`);
  await alive(page);
  if (scripted()) await expect(page.getByText('Delete this review')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Delete it' })).toBeInViewport();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL(LIST_AFTER);
  await expect(page.getByText('Your review is deleted.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No reviews yet' })).toBeVisible();
  await archive(lid);
  await elsewhere.close();
});

/** Nothing is wider than a small phone, and nothing that axe knows of is in anybody's way. */
async function looksRight(page: Page): Promise<void> {
  if (!scripted()) return;
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 800 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.setViewportSize(size);
}
