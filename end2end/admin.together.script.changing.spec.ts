// What staff do together and by hand, with a script: two browsers at one product, pictures dragged by the pointer, and
// the pages on which a lot is told at once (SPEC A5, A6, A8, Q3).
import type { Locator, Page } from '@playwright/test';
import { accessible, asStaff, category, draft, field, picturesOf, save, tag } from './staff';
import { alive, expect, test, visit } from './test';

/** Drags something by the pointer, as a hand does. */
async function drag(page: Page, what: Locator, to: Locator): Promise<void> {
  await what.scrollIntoViewIfNeeded();
  const middle = async (of: Locator) => {
    const box = (await of.boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  await page.mouse.move(...(await middle(what)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(to)), { steps: 12 });
  // Where it is let go has to have seen it come.
  const [x, y] = await middle(to);
  await page.mouse.move(x + 3, y + 3);
  await page.mouse.up();
}

/** Puts a price into the form and sends it. */
async function price(page: Page, amount: string): Promise<void> {
  await page.getByLabel('Price', { exact: true }).fill(amount);
  await page.getByRole('button', { name: 'Save and continue' }).click();
}

test('two browsers at one product: different fields both stay, of the same field the second chooses', async ({ page, browser, baseURL, extraHTTPHeaders }) => {
  test.slow();
  await asStaff(page);
  const name = `Carafe ${tag()}`;
  const id = await draft(page.request, name, await category(page.request, `Carafes ${tag()}`));
  const context = await browser.newContext({ baseURL, extraHTTPHeaders });
  const other = await context.newPage();
  await asStaff(other);
  const both = [page, other];

  for (const one of both) await visit(one, `/admin/products/${id}`);
  await page.getByLabel('Name', { exact: true }).fill(`${name} of glass`);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'name')).toBe(`${name} of glass`);
  await price(other, '14');
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('14.00');
  expect(await field(page.request, 'products', id, 'name')).toBe(`${name} of glass`);
  await expect(other.getByLabel('Name', { exact: true })).toHaveValue(`${name} of glass`);

  for (const one of both) await visit(one, `/admin/products/${id}`);
  await price(page, '20');
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('20.00');
  await price(other, '30');
  const choice = other.getByRole('main').getByRole('group', { name: 'Price' });
  await expect(choice).toContainText('Before both of you');
  for (const amount of ['€14.00', '€20.00', '€30.00']) await expect(choice).toContainText(amount);
  expect(await field(page.request, 'products', id, 'price'), 'nothing is saved before the choice').toBe('20.00');
  await choice.getByRole('radio', { name: /Yours/ }).check();
  await other.getByRole('button', { name: 'Save what I chose' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('30.00');
  await context.close();
});

test('what is typed otherwise than it is kept is no conflict with oneself', async ({ page }) => {
  await asStaff(page);
  const id = await draft(page.request, `Ewer ${tag()}`, await category(page.request, `Ewers ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  for (const [typed, kept] of [['19,9', '19.90'], ['25', '25.00']]) {
    await price(page, typed);
    await expect.poll(() => field(page.request, 'products', id, 'price')).toBe(kept);
  }
  await expect(page.getByText('Somebody else saved this product')).toHaveCount(0);
});

test('a picture is dragged by the pointer to the first place, and stays there', async ({ page }) => {
  test.slow();
  await asStaff(page);
  const id = await draft(page.request, `Cup ${tag()}`, await category(page.request, `Cups ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  const pictures = page.locator('#pictures');
  const files = [1, 2, 3].map((number) => `${__dirname}/../demo/pictures/copper-kettle-no-3-${number}.webp`);
  await pictures.locator('input[type=file][name=picture]').setInputFiles(files);
  await expect(pictures.locator('img')).toHaveCount(3, { timeout: 20_000 });
  const images = async () => (await picturesOf(page.request, id)).map((image) => image.id);
  const [first, second, third] = await images();
  const frames = pictures.locator('[data-frame]');
  await drag(page, frames.nth(2), frames.first());
  await expect.poll(images).toEqual([third, first, second]);
  const sources = () => pictures.locator('[data-frame] img').evaluateAll((all) => all.map((image) => image.getAttribute('src')));
  const before = await sources();
  await visit(page, `/admin/products/${id}`);
  expect(await sources()).toEqual(before);
  expect(await images()).toEqual([third, first, second]);
});

test('a conflict can be used by everybody', async ({ page }) => {
  await asStaff(page);
  const id = await draft(page.request, `Bin ${tag()}`, await category(page.request, `Bins ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  await save(page.request, 'products', { price: '12.00', description: 'Theirs' }, id);
  await page.getByLabel('Description').fill('Mine');
  await price(page, '14');
  await expect(page.getByRole('main').getByRole('group', { name: 'Price' })).toBeVisible();
  await accessible(page, 'a conflict');
});

test('the report of an import and the page of a run can be used by everybody', async ({ page }) => {
  test.slow();
  await asStaff(page);
  const word = tag();
  await save(page.request, 'categories', { name: `Shelf ${word}`, slug: `shelf-${word}`, parent: '' });
  const send = async (amount: string) => {
    await visit(page, '/admin/import');
    const lines = ['name,slug,description,price,category_slug,stock', `Good ${word},,,${amount},shelf-${word},1`, ''];
    const file = { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
    const form = page.getByRole('main').locator('form[enctype="multipart/form-data"]');
    await form.locator('input[type=file]').setInputFiles(file);
    await form.getByRole('button').last().click();
    await expect(page).toHaveURL(/\/admin\/import\/[0-9a-f-]{36}/);
    await alive(page);
  };
  await send('-1');
  await expect(page.getByRole('main')).toContainText('Price must be positive');
  await accessible(page, 'a report of mistakes');
  await send('6.00');
  await accessible(page, 'a report of what would be made');
  await page.getByRole('main').getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/admin\/bulk\/[0-9a-f-]{36}/);
  await expect(page.getByRole('button', { name: 'Undo all of it' })).toBeVisible({ timeout: 20_000 });
  await accessible(page, 'a run');
});
