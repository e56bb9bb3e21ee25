// What shows in a list of staff once rows are selected, and what opens over it, can be used by everybody (SPEC A2, Q3).
// Nothing is changed.
import { accessible, asStaff } from './staff';
import { expect, test, visit } from './test';

test.beforeEach(async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await asStaff(page);
});

// What is asked about before it is done to rows that are selected.
const questions = { images: 'Delete', reviews: 'Delete', users: 'Deactivate' };

for (const [kind, action] of Object.entries(questions)) {
  test(`${kind} that are selected, and the question before something is done to them, can be used by everybody`, async ({ page }) => {
    await visit(page, `/admin/${kind}?size=25`);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    const bar = page.getByRole('form', { name: 'Selected' });
    await expect(bar.getByRole('status')).toHaveText(/^\d+ selected$/);
    await accessible(page, `${kind} that are selected`);
    await bar.getByRole('button', { name: action, exact: true }).click();
    const question = page.getByRole('dialog', { name: new RegExp(`^${action} [\\d,]+ ${kind}\\?$`) });
    await expect(question).toBeVisible();
    await accessible(page, `the question before “${action}”`);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    await expect(bar.getByRole('status')).toHaveText(/^\d+ selected$/);
  });
}

test('products that are selected, and what an action of theirs has to be told, can be used by everybody', async ({ page }) => {
  await visit(page, '/admin/products?size=25');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  const bar = page.getByRole('form', { name: 'Selected' });
  await expect(bar.getByRole('status')).toHaveText('25 selected');
  await accessible(page, 'products that are selected');
  for (const action of ['Move to category', 'Change price']) {
    await bar.getByText(`${action}…`).click();
    await expect(bar.getByLabel(action)).toBeVisible();
    await accessible(page, `the menu “${action}”`);
  }
  await page.keyboard.press('Escape');
  await expect(bar.getByLabel('Change price')).toBeHidden();
});

test('the list of keys and the palette can be used by everybody', async ({ page }) => {
  await visit(page, '/admin/products?size=25');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys', exact: true });
  await expect(keys).toBeVisible();
  await accessible(page, 'the list of keys');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find or go to' });
  await expect(palette.getByRole('option').first()).toBeVisible();
  await accessible(page, 'the palette');
  await page.keyboard.type('moka');
  await expect(palette.getByRole('option').filter({ hasText: 'Café moka pot' })).toBeVisible();
  await accessible(page, 'what the palette finds');
});

test('a category that is being moved can be used by everybody', async ({ page }) => {
  await visit(page, '/admin/categories');
  await page.locator('[role=treeitem]').nth(1).getByText('Move').click();
  const stays = page.getByRole('button', { name: 'Leave it there' });
  await expect(stays).toBeVisible();
  await accessible(page, 'a category that is taken');
  await stays.click();
  await expect(page.getByText('It stays where it was.')).toBeAttached();
});
