import type { APIRequestContext, Page } from '@playwright/test';
import { products } from './catalogue';
import { newcomer, signIn } from './people';
import { expect, scripted, test, visit } from './test';

// A review that nobody may write any more is answered with a status that browsers log.
test.use({ provoked: [/status of 401/] });

interface Said {
  reviews: { title: string; author: string; rating: number }[];
  rating: { count: number; hundredths: number };
  distribution: { stars: number[] };
}

const said = async (request: APIRequestContext, slug: string): Promise<Said> =>
  (await request.get(`/fn/reviews?slug=${slug}`)).json();

/** A product that several people have written about: one to look at (0), or another for each project to write about. */
async function reviewed(request: APIRequestContext, toWrite = 0): Promise<string> {
  let skip = toWrite === 0 ? 0 : 2 * toWrite - (scripted() ? 1 : 0);
  for (const { slug } of products.toReversed()) {
    if ((await said(request, slug)).rating.count < 3) continue;
    if (skip === 0) return slug;
    skip -= 1;
  }
  throw new Error('nobody has written anything');
}

const section = (page: Page) => page.getByRole('region', { name: 'Reviews' });

test('a product page shows what shoppers say, to people and to machines', async ({ page, request }) => {
  const slug = await reviewed(request);
  await visit(page, `/products/${slug}`);
  const { reviews, rating, distribution } = await said(request, slug);
  const mean = (Math.floor((rating.hundredths + 5) / 10) / 10).toFixed(1);
  await expect(section(page).locator('.score__number')).toHaveText(mean);
  await expect(section(page).locator('.score__base')).toHaveText(`${rating.count} reviews`);
  await expect(section(page).locator('.distribution__count')).toHaveText(
    distribution.stars.toReversed().map((count) => new RegExp(`^${count}$`)));
  await expect(section(page).getByRole('article').getByRole('heading')).toHaveText(reviews.slice(0, 5).map(({ title }) => title));

  const scripts = await page.locator('script[type="application/ld+json"]').allTextContents();
  const product = scripts.flatMap((script) => JSON.parse(script)['@graph']).find((thing) => thing['@type'] === 'Product');
  expect(product.aggregateRating).toMatchObject({ ratingValue: mean, reviewCount: rating.count });
  expect(product.review[0]).toMatchObject({
    name: reviews[0].title,
    author: { '@type': 'Person', name: reviews[0].author },
    reviewRating: { ratingValue: reviews[0].rating },
  });

  await page.locator('.product__info').getByRole('link', { name: /reviews$/ }).click();
  await expect(page).toHaveURL(`/products/${slug}#reviews`);
  await expect(section(page).getByRole('heading', { name: 'Reviews' })).toBeInViewport();
});

test('all reviews of a product have a page, and a place that no page gave is not found', async ({ page, request }) => {
  const slug = await reviewed(request);
  expect(await visit(page, `/products/${slug}/reviews`)).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reviews');
  const { reviews } = await said(request, slug);
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(reviews.length);
  expect(await visit(page, `/products/${slug}/reviews?after=nonsense`)).toBe(404);
  expect(await visit(page, '/products/no-such-product/reviews')).toBe(404);
});

test('who is not signed in is led to do that first, and back', async ({ page }) => {
  await visit(page, '/products/kettle-arc/review');
  await expect(page).toHaveURL(/\/sign-in\?next=(\/|%2F)products(\/|%2F)kettle-arc(\/|%2F)review$/);
});

test('a shopper reviews a product, changes the review and deletes it', async ({ page, request }) => {
  const { username } = await newcomer(page);
  const slug = await reviewed(request, 1);
  const before = (await said(request, slug)).rating.count;
  await visit(page, `/products/${slug}`);
  await expect(section(page).getByRole('status')).toHaveCount(0);
  await section(page).getByRole('link', { name: 'Write a review' }).click();
  await expect(page).toHaveURL(`/products/${slug}/review`);

  const { name } = products.find((product) => product.slug === slug)!;
  const trail = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('listitem');
  await expect(trail).toHaveText(['Home', name, 'Write a review']);
  await expect(trail.getByRole('link', { name, exact: true })).toHaveAttribute('href', `/products/${slug}`);

  // What is missing is said beside its field, and what was typed stays.
  await page.getByLabel('Review (optional)').fill('Pours <b>well</b>.\nNo drops.\n\nStays warm.');
  await page.getByRole('button', { name: 'Send the review' }).click();
  await expect(page.getByText('Choose 1 to 5 stars')).toBeVisible();
  await expect(page.getByText('This field is required')).toBeVisible();
  await expect(page.getByLabel('Review (optional)')).toHaveValue(/Pours <b>well<\/b>\./);
  await expect(page.getByRole('radio', { name: '1 star' })).toBeFocused();

  // The stars are chosen by keys alone.
  await page.getByRole('radio', { name: '1 star' }).focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '4 stars' })).toBeChecked();
  await page.getByLabel('Title').fill('No <drops>');
  await page.getByRole('button', { name: 'Send the review' }).click();
  await expect(page).toHaveURL(`/products/${slug}#review-saved`);
  await expect(section(page).getByRole('status')).toHaveText('Thank you. Your review is saved.');
  await expect(section(page).getByRole('status')).toBeInViewport();
  const mine = section(page).getByRole('article').filter({ hasText: username });
  await expect(mine.getByRole('heading')).toHaveText('No <drops>');
  await expect(mine.getByRole('img', { name: '4 out of 5' })).toBeVisible();
  // The page is the same for everybody; a script marks what is one's own.
  if (scripted()) {
    await expect(mine).toContainText('Your review');
    await expect(mine.getByRole('link', { name: 'Edit your review' })).toHaveAttribute('href', `/products/${slug}/review`);
    await expect(section(page).getByText('Your review', { exact: true })).toHaveCount(1);
    await expect(section(page).locator('.reviews__write')).toHaveText('Edit your review');
  }
  await expect(mine.locator('.review__face')).toHaveText(username.charAt(0).toUpperCase());
  await expect(mine.locator('.review__body')).toHaveText(['Pours <b>well</b>.No drops.', 'Stays warm.']);
  await expect(section(page).locator('.score__base')).toHaveText(`${before + 1} reviews`);

  await visit(page, `/products/${slug}/review`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your review');
  await expect(page.getByLabel('Title')).toHaveValue('No <drops>');
  await page.locator('.star-input label').nth(1).click();
  await page.getByLabel('Title').fill('Drops after all');
  await page.getByRole('button', { name: 'Save the review' }).click();
  await expect(page).toHaveURL(`/products/${slug}#review-saved`);
  await expect(mine.getByRole('heading')).toHaveText('Drops after all');
  await expect(mine).toContainText('edited since');
  await expect(mine.getByRole('img', { name: '2 out of 5' })).toBeVisible();

  await visit(page, `/products/${slug}/review`);
  await page.getByText('Delete this review').click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL(`/products/${slug}#review-deleted`);
  await expect(section(page).getByRole('status')).toHaveText('Your review is deleted.');
  await expect(section(page).getByRole('link', { name: 'Write a review' })).toBeVisible();
  await expect(section(page).locator('.score__base')).toHaveText(`${before} reviews`);
  await expect(mine).toHaveCount(0);
});

test('whoever is signed out while they type loses nothing of it', async ({ page, request }) => {
  const person = await newcomer(page);
  const slug = await reviewed(request, 2);
  await visit(page, `/products/${slug}/review`);
  await page.locator('.star-input label').nth(2).click();
  await page.getByLabel('Title').fill('Typed "for" nothing?');
  await page.getByLabel('Review (optional)').fill('One line.\nAnother one.');
  expect((await page.request.post('/fn/sign-out', { form: {} })).status()).toBe(200);
  await page.getByRole('button', { name: 'Send the review' }).click();

  const told = page.getByRole('main').getByRole('alert');
  await expect(told).toHaveText('You are no longer signed in. Sign in (opens a new tab), then send this again.');
  await expect(page.locator('.form__whole')).toBeFocused();
  await expect(page).toHaveURL(`/products/${slug}/review`);
  const link = told.getByRole('link', { name: 'Sign in (opens a new tab)' });
  await expect(link).toHaveAttribute('href', '/sign-in');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noopener');
  await expect(page.locator('[name=title]')).toHaveValue('Typed "for" nothing?');
  await expect(page.locator('[name=body]')).toHaveValue('One line.\nAnother one.');

  // As another tab would do it.
  await signIn(page, person);
  await page.getByRole('button', { name: scripted() ? 'Send the review' : 'Send it again' }).click();
  await expect(page).toHaveURL(`/products/${slug}#review-saved`);
  const mine = section(page).getByRole('article').filter({ hasText: person.username });
  await expect(mine.getByRole('heading')).toHaveText('Typed "for" nothing?');
  await expect(mine.getByRole('img', { name: '3 out of 5' })).toBeVisible();
  await expect(mine.locator('.review__body')).toHaveText('One line.Another one.');

  await visit(page, `/products/${slug}/review`);
  await page.getByText('Delete this review').click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL(`/products/${slug}#review-deleted`);
});
