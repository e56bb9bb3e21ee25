// Rows of a list that are selected with the shift key, and a list that is worked on by keys alone (SPEC A2). Nothing is
// changed.
import { asStaff } from './staff';
import { expect, test, visit } from './test';

test('a press with the shift key does to all rows up to it what it does to its own', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products?sort=name&size=25');
  const boxes = page.locator('[data-row]').getByRole('checkbox');
  const bar = page.getByRole('form', { name: 'Selected' });
  const selected = async (places: number[]) => {
    const ticked = () => boxes.evaluateAll((all) => all.flatMap((box, at) => ((box as HTMLInputElement).checked ? [at] : [])));
    await expect.poll(ticked).toEqual(places);
    await expect(bar.getByRole('status')).toHaveText(`${places.length} selected`);
  };
  await expect(boxes).toHaveCount(25);
  await expect(bar).toBeHidden();
  await boxes.nth(1).click();
  await selected([1]);
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  await selected([1, 2, 3, 4]);
  // Upwards, and what is taken away goes likewise.
  await boxes.nth(2).click({ modifiers: ['Shift'] });
  await selected([1]);
  await boxes.nth(0).click({ modifiers: ['Shift'] });
  await selected([0, 1, 2]);
  // Without the key it is one row, and the next press with it begins there.
  await boxes.nth(6).click();
  await boxes.nth(8).click({ modifiers: ['Shift'] });
  await selected([0, 1, 2, 6, 7, 8]);

  const every = page.getByRole('checkbox', { name: 'Select all on this page' });
  await every.check();
  await selected(Array.from({ length: 25 }, (_, at) => at));
  await expect(bar.getByLabel('All that match, on every page')).toBeVisible();
  await boxes.nth(7).click();
  await expect(every).not.toBeChecked();
  await expect(bar.getByLabel('All that match, on every page')).toBeHidden();
  await bar.getByRole('button', { name: 'Clear' }).click();
  await expect(bar).toBeHidden();
  await expect(page.locator('[data-row]').getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('keys walk the rows, select one, open its field, search, tell of themselves and begin something new', async ({ page }) => {
  await asStaff(page);
  await visit(page, '/admin/products?sort=name&size=25');
  const names = page.locator('[data-row] [data-name]');
  const row = page.locator('[data-row]').nth(1);
  const name = await names.nth(1).innerText();
  for (const [key, place] of [['k', 0], ['j', 1], ['j', 2], ['k', 1]] as const) {
    await page.keyboard.press(key);
    await expect(names.nth(place), `${key} leads to row ${place}`).toBeFocused();
  }
  await page.keyboard.press('x');
  await expect(row.getByRole('checkbox')).toBeChecked();
  await expect(page.getByRole('form', { name: 'Selected' }).getByRole('status')).toHaveText('1 selected');
  await page.keyboard.press('x');
  await expect(row.getByRole('checkbox')).not.toBeChecked();

  const cell = row.locator('[data-edit=price]');
  const price = (await cell.textContent())!;
  await page.keyboard.press('e');
  const field = page.getByLabel(`Price of ${name}`, { exact: true });
  await expect(field).toBeFocused();
  await expect(field, 'the key itself is not typed').toHaveValue(/^\d+\.\d\d$/);
  // A letter that is typed is no command.
  await page.keyboard.press('j');
  await expect(field).toHaveValue('j');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(cell).toBeFocused();
  await expect(cell).toHaveText(price);
  await page.keyboard.press('k');
  await expect(names.nth(0)).toBeFocused();

  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search name and description' });
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('');
  await page.locator('h1').click();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys', exact: true });
  await expect(keys).toBeVisible();
  for (const words of ['Next row, row before', 'Select the row', 'Edit in the row']) await expect(keys).toContainText(words);
  await page.keyboard.press('n');
  await expect(page, 'keys are for what lies on top').toHaveURL(/\/admin\/products\?/);
  await keys.getByRole('button', { name: 'Close' }).click();
  await expect(keys).toBeHidden();
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/admin/products/new');
});
