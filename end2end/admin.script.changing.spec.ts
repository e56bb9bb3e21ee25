// What staff do with a script: fields in the rows of a list, the tree by keyboard and by hand, drafts (SPEC A2, A4).
import { asStaff, category, draft, field, picturesOf, rows, tag } from './staff';
import { expect, test, visit } from './test';

test('a price is changed in its row, and taken back from the message', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const id = await draft(page.request, `Pot ${word}`, await category(page.request, `Pots ${word}`));
  await visit(page, `/admin/products?q=${word}`);
  const cell = page.locator(`[data-row="${id}"] [data-edit=price]`);
  await cell.click();
  await page.getByLabel(`Price of Pot ${word}`).fill('0');
  await page.keyboard.press('Enter');
  const wrong = page.getByText('Price must be positive');
  await expect(wrong).toBeVisible();
  // What was typed stays, to be put right, and is told of what is wrong with it.
  await expect(page.getByLabel(`Price of Pot ${word}`)).toHaveValue('0');
  await expect(page.getByLabel(`Price of Pot ${word}`)).toHaveAccessibleDescription(/Price must be positive/);
  await page.getByLabel(`Price of Pot ${word}`).fill('12.50');
  await page.keyboard.press('Enter');
  await expect(cell).toContainText('€12.50');
  await expect(wrong).toHaveCount(0);
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('12.50');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => field(page.request, 'products', id, 'price')).toBe('10.00');
  await expect(cell).toContainText('€10.00');
});

test('what follows from a field is right after it was changed in its row', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const shelf = await category(page.request, `Pans ${word}`);
  const id = await draft(page.request, `Pan ${word}`, shelf, { status: 'published', stock: '3' });
  await visit(page, `/admin/products?q=${word}`);
  const available = page.locator(`[data-row="${id}"] [data-column=is_available]`);
  await expect(available).toHaveText('Yes');
  await page.locator(`[data-row="${id}"] [data-edit=stock]`).click();
  await page.getByLabel(`Stock of Pan ${word}`).fill('0');
  await page.keyboard.press('Enter');
  await expect(available).toHaveText('No');
});

test.describe('what is refused', () => {
  test.use({ provoked: [/status of 400/] });

  test('an action that cannot take its value says why, without the name of a field', async ({ page }) => {
    await asStaff(page);
    const word = tag();
    await draft(page.request, `Jar ${word}`, await category(page.request, `Jars ${word}`));
    await visit(page, `/admin/products?q=${word}`);
    await page.locator('[data-row]').getByRole('checkbox').check();
    await page.getByText('Change price…').click();
    await page.getByLabel('Change price').fill('a lot');
    await page.getByRole('button', { name: 'Change price', exact: true }).click();
    const told = page.locator('.toast--bad');
    await expect(told).toBeVisible();
    await expect(told).not.toContainText('value:');
  });
});

test('the heads of the permissions tick a row and a column', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/groups/new');
  const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await box('All of product').check();
  for (const action of ['View', 'Add', 'Change', 'Delete']) await expect(box(`${action} product`)).toBeChecked();
  await box('View all of them').check();
  await expect(box('View job')).toBeChecked();
  await box('Add product').uncheck();
  await expect(box('All of product')).not.toBeChecked();
  const name = `Viewers ${tag()}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page).toHaveURL(/\/admin\/groups\/[0-9a-f-]{36}/);
  const id = page.url().split('/').pop()!;
  expect((await field(page.request, 'groups', id, 'permissions')).split('\n')).toHaveLength(12);
});

test('a category is moved by its button and a press', async ({ page }) => {
  await asStaff(page);
  const word = `Zy ${tag()}`;
  const one = await category(page.request, `${word} a`);
  const two = await category(page.request, `${word} b`);
  await visit(page, '/admin/categories');
  const item = (id: string) => page.locator(`[role=treeitem][data-row="${id}"]`);
  await item(two).getByText('Move').click();
  await expect(page.getByText(`${word} b is taken.`, { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Leave it there' }).click();
  await expect(item(two)).toBeFocused();
  await item(two).getByText('Move').click();
  await item(one).click();
  await expect.poll(() => field(page.request, 'categories', two, 'parent')).toBe(one);
});

test('categories are put below another by the keyboard and by dragging, and the place is taken back', async ({ page }) => {
  await asStaff(page);
  // The last ones of the tree, one after the other.
  const word = `Zz ${tag()}`;
  const one = await category(page.request, `${word} a`);
  const two = await category(page.request, `${word} b`);
  const three = await category(page.request, `${word} c`);
  await visit(page, '/admin/categories');
  const item = (id: string) => page.locator(`[role=treeitem][data-row="${id}"]`);
  await item(two).focus();
  await page.keyboard.press('m');
  await expect(page.getByText(`${word} b is taken.`, { exact: false })).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(item(two)).toHaveAttribute('aria-level', '2');
  await item(two).focus();
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => field(page.request, 'categories', two, 'parent')).toBe(one);
  await expect(item(two)).toHaveAttribute('aria-level', '3');
  await item(three).dragTo(item(one));
  await expect.poll(() => field(page.request, 'categories', three, 'parent')).toBe(one);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => field(page.request, 'categories', three, 'parent')).toBe('');
});

test('what was typed and not saved is there again after the page was lost', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const id = await draft(page.request, `Lid ${word}`, await category(page.request, `Lids ${word}`));
  await visit(page, `/admin/products/${id}`);
  await page.getByLabel('Name', { exact: true }).fill(`Lid ${word} typed`);
  await expect.poll(() => page.evaluate((name) => localStorage.getItem(name) ?? '', `draft:product:${id}`)).toContain('typed');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: /^Bring back/ }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`Lid ${word} typed`);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect.poll(() => field(page.request, 'products', id, 'name')).toBe(`Lid ${word} typed`);
  expect(await page.evaluate((name) => localStorage.getItem(name), `draft:product:${id}`)).toBeNull();
});

test('a description is seen as the shop will show it', async ({ page }) => {
  await asStaff(page);
  const id = await draft(page.request, `Tray ${tag()}`, await category(page.request, `Trays ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  await page.getByLabel('Description').fill('Made of **oak**.');
  await expect(page.getByRole('main').locator('strong', { hasText: 'oak' })).toBeVisible();
});

test('pictures are put in order, described and removed', async ({ page }) => {
  await asStaff(page);
  const id = await draft(page.request, `Mug ${tag()}`, await category(page.request, `Mugs ${tag()}`));
  await visit(page, `/admin/products/${id}`);
  const pictures = page.locator('#pictures');
  const file = (number: number) => `${__dirname}/../demo/pictures/copper-kettle-no-3-${number}.webp`;
  await pictures.locator('input[type=file][name=picture]').setInputFiles([file(1), file(2)]);
  await expect(pictures.locator('img')).toHaveCount(2, { timeout: 20_000 });
  const images = () => picturesOf(page.request, id);
  const [first, second] = await images();
  const step = await page.request.post(`/admin/products/${id}/images/${second.id}`, { form: { task: 'up' } });
  expect(step.status()).toBe(200);
  expect((await images()).map((image) => image.id)).toEqual([second.id, first.id]);
  await page.request.post(`/admin/products/${id}/images/${second.id}`, { form: { task: 'save', alt: 'A kettle', focus_x: '20', focus_y: '80' } });
  expect((await images())[0].alt).toBe('A kettle');
  await page.request.post(`/admin/products/${id}/images/${first.id}`, { form: { task: 'remove' } });
  expect(await images()).toHaveLength(1);
});

test('one product after the other is made from the same page', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const shelf = await category(page.request, `Bells ${word}`);
  await visit(page, '/admin/products/new');
  const name = page.getByLabel('Name', { exact: true });
  for (const made of [`Bell ${word} one`, `Bell ${word} two`]) {
    await name.fill(made);
    await page.getByLabel('Price', { exact: true }).fill('10.00');
    await page.getByLabel('Category', { exact: true }).selectOption(shelf);
    await page.getByRole('button', { name: 'Save and add another' }).click();
    await expect(page.getByText(`${made} is saved.`)).toBeVisible();
    await expect(name).toBeFocused();
    await expect(name).toBeInViewport();
    await expect(name).toHaveValue('');
  }
  expect(await rows(page.request, 'products', `q=${word}`)).toHaveLength(2);
});

test('Enter in the field of an action on several presses that action', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const id = await draft(page.request, `Mug ${word}`, await category(page.request, `Mugs ${word}`));
  await visit(page, `/admin/products?q=${word}`);
  await page.getByRole('checkbox', { name: `Select Mug ${word}`, exact: true }).check();
  await page.getByText('Change price…').click();
  await page.getByLabel('Change price').fill('+5');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 product given a new price.')).toBeVisible();
  expect(await field(page.request, 'products', id, 'price')).toBe('15.00');
});

test('several products move nowhere until a category is chosen', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const shelf = await category(page.request, `Jugs ${word}`);
  const id = await draft(page.request, `Jug ${word}`, shelf);
  await visit(page, `/admin/products?q=${word}`);
  await page.getByRole('checkbox', { name: `Select Jug ${word}`, exact: true }).check();
  await page.getByText('Move to category…').click();
  await expect(page.getByLabel('Move to category')).toHaveValue('');
  await page.getByRole('button', { name: 'Move to category', exact: true }).click();
  await expect(page.getByText('Choose a category.')).toBeVisible();
  expect(await field(page.request, 'products', id, 'category')).toBe(shelf);
});

test('categories of one name are told apart by what they lie below, and found by their names alone', async ({ page }) => {
  await asStaff(page);
  const word = tag();
  const [one, other] = [`Above ${word}`, `Beyond ${word}`];
  for (const name of [one, other]) {
    const shelf = await category(page.request, `Same ${word}`, await category(page.request, name));
    await draft(page.request, `Cup ${word}`, shelf);
  }
  await visit(page, '/admin/products');
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters.locator('summary', { hasText: 'Category' }).click();
  const same = filters.getByRole('link', { name: `Same ${word}` });
  await expect(same).toHaveCount(2);
  const path = same.first().locator('.amenu__path');
  const width = async () => (await path.boundingBox())!.width;
  expect(await width()).toBeLessThanOrEqual(1);
  const field = filters.getByRole('searchbox', { name: 'Find: Category' });
  await field.fill(`same ${word}`);
  await expect.poll(width).toBeGreaterThan(20);
  await expect(filters.getByRole('link').locator('.amenu__label')).toHaveText([`${one} / Same ${word}`, `${other} / Same ${word}`]);
  // How many there are is no part of a name.
  await expect(same.first().locator('.amenu__count')).toHaveText('1');
  await field.fill(`same ${word}1`);
  await expect(filters.getByRole('status')).toHaveText('Nothing matches');
  await expect(filters.getByRole('link')).toHaveCount(0);
});

test('the arrows that choose a place for a category pass over what lies below it', async ({ page }) => {
  await asStaff(page);
  // The last ones of the tree, one after the other.
  const word = `Zzz ${tag()}`;
  const one = await category(page.request, `${word} a`);
  const within = await category(page.request, `${word} within`, one);
  const two = await category(page.request, `${word} b`);
  await visit(page, '/admin/categories');
  const item = (id: string) => page.locator(`[role=treeitem][data-row="${id}"]`);
  await item(one).focus();
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowDown');
  await expect(item(two)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await expect(item(within)).toBeFocused();
});

test('of the fields that are wrong the one that stands highest has the focus', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products/new');
  await page.getByLabel('Name', { exact: true }).fill(`Gong ${tag()}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('Price', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  // It stands in the column on the right, above the price.
  await expect(page.getByLabel('Category', { exact: true })).toBeFocused();
});
