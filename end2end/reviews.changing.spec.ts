// Reviews of a product that gets another address, and then leaves the shop (SPEC D6, W6).
import { newcomer } from './people';
import { expect, scripted, test, visit } from './test';

test('one’s own review moves along with its product, and is there to be deleted when that is no longer sold', async ({ page, browser, baseURL, request }) => {
  const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const creator = await elsewhere.newPage();
  const { username } = await newcomer(creator);
  const form = {
    'form[name]': `Lid of ${username}`, 'form[category]': 'kettles', 'form[price]': '5', 'form[stock]': '1',
    'form[status]': 'published', 'form[slug]': '', 'form[description]': '', 'form[version]': '', 'form[seen_stock]': '',
  };
  const id: string = await (await creator.request.post('/fn/create-own-product', { form })).json();
  const slug: string = (await (await creator.request.get('/fn/own-product', { params: { id } })).json()).form.slug;
  const change = async (version: number, values: Record<string, string>): Promise<void> => {
    const changed = { id, ...form, 'form[version]': `${version}`, 'form[seen_stock]': '1', ...values };
    expect(await (await creator.request.post('/fn/update-own-product', { form: changed })).json()).toBe('Done');
  };

  await newcomer(page);
  const review = { slug, rating: '4', title: 'Closes <well>', body: 'Keeps steam in.' };
  expect((await page.request.post('/fn/save-review', { form: review })).status()).toBe(200);
  const present = `present-${slug}`;
  await change(1, { 'form[slug]': present });
  expect(await visit(page, `/products/${slug}/review?from=mail`)).toBe(200);
  await expect(page).toHaveURL(`/products/${present}/review?from=mail`);
  await expect(page.getByLabel('Title')).toHaveValue('Closes <well>');
  expect(await visit(page, `/products/${slug}/reviews`)).toBe(200);
  await expect(page).toHaveURL(`/products/${present}/reviews`);
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(1);

  await change(2, { 'form[slug]': present, 'form[status]': 'archived' });
  const address = `/products/${present}/review`;
  expect((await request.get(address)).status()).toBe(404);
  expect(await visit(creator, address)).toBe(404);
  expect(await visit(page, address)).toBe(200);
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Your review');
  await expect(main.getByRole('heading', { level: 2 })).toHaveText('Closes <well>');
  await expect(main.getByText('no longer sold')).toBeVisible();
  await expect(main.getByRole('img', { name: '4 out of 5' })).toBeVisible();
  await expect(main.getByRole('radio')).toHaveCount(0);
  await main.getByText('Delete this review').click();
  await main.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL('/account/reviews?saved=deleted');
  await expect(page.getByText('Your review is deleted.')).toBeVisible();
  expect(await visit(page, address)).toBe(404);
  await elsewhere.close();
});
