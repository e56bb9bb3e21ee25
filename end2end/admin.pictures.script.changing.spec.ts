// The pictures of a product with a script: several dropped at once, put in order and pointed at by keys, described where
// they are asked about (SPEC A6, Q3).
import type { Locator, Page } from '@playwright/test';
import { asStaff, category, draft, hang, pictureFile, picturesOf, rows, tag } from './staff';
import { expect, test, visit } from './test';

const KETTLES = [1, 2, 3].map((number) => `copper-kettle-no-3-${number}`);

/** A new draft with so many pictures, and its form; answers the ids of both. */
async function open(page: Page, word: string, count: number): Promise<{ id: string; hung: string[]; pictures: Locator }> {
  await asStaff(page);
  const id = await draft(page.request, `Kettle ${word}`, await category(page.request, `Kettles ${word}`));
  const hung = await hang(page.request, id, KETTLES.slice(0, count));
  await visit(page, `/admin/products/${id}`);
  const pictures = page.getByRole('region', { name: 'Pictures' });
  await expect(pictures.locator('img')).toHaveCount(count);
  return { id, hung, pictures };
}

/** Lets files fall onto something, as a hand does that brings them from another window. */
async function drop(page: Page, onto: Locator, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const carried = await page.evaluateHandle(
    (sent) => {
      const carried = new DataTransfer();
      for (const { name, type, base64 } of sent) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type }));
      }
      return carried;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString('base64') })),
  );
  await onto.dispatchEvent('drop', { dataTransfer: carried });
}

test.describe('files that are dropped', () => {
  // One of them is no picture.
  test.use({ provoked: [/status of 400/] });

  test('each tells how far it is; those that are pictures are added, of the other it is said why not', async ({ page }) => {
    test.slow();
    const { id, pictures } = await open(page, tag(), 0);
    let letGo = () => {};
    const held = new Promise<void>((done) => (letGo = done));
    let asked = 0;
    await page.route(/\/admin\/products\/[0-9a-f-]{36}\/images$/, async (route) => {
      asked += 1;
      await held;
      await route.continue();
    });
    const notes = { name: 'notes.webp', mimeType: 'image/webp', buffer: Buffer.from('These are words.') };
    const files = [notes, ...KETTLES.map(pictureFile)];
    await drop(page, pictures.getByText('Add pictures', { exact: true }), files);
    const items = pictures.locator('.asending').getByRole('listitem');
    await expect(items).toHaveCount(4);
    for (const { name } of files) {
      await expect(pictures.getByRole('progressbar', { name: `Sending ${name}`, exact: true })).toBeVisible();
      await expect(items.filter({ hasText: name })).toContainText(/\d %/);
    }
    // One is sent after another, and the first, which is refused, keeps none back.
    await expect.poll(() => asked).toBe(1);
    letGo();
    await expect(pictures.locator('img')).toHaveCount(3, { timeout: 20_000 });
    await expect(items).toHaveCount(1);
    await expect(items).toContainText('notes.webp: This file is not a JPEG, PNG or WebP picture');
    await expect(pictures.getByRole('progressbar')).toHaveCount(0);
    expect(await picturesOf(page.request, id)).toHaveLength(3);
    expect(asked).toBe(4);

    // What is dropped next begins anew, and comes behind the others.
    const before = await picturesOf(page.request, id);
    await drop(page, pictures.getByText('Add pictures', { exact: true }), [pictureFile('copper-cezve-1')]);
    await expect(pictures.locator('img')).toHaveCount(4, { timeout: 20_000 });
    await expect(items).toHaveCount(0);
    expect((await picturesOf(page.request, id)).slice(0, 3)).toEqual(before);
  });
});

test('pictures are put in order by keys alone, and stay so', async ({ page }) => {
  test.slow();
  const { id, hung, pictures } = await open(page, tag(), 3);
  const [first, second, third] = hung;
  const order = async () => (await picturesOf(page.request, id)).map((picture) => picture.id);
  const sources = () => pictures.locator('img').evaluateAll((all) => all.map((image) => image.getAttribute('src')));
  const [one, two, three] = await sources();
  const button = (words: string) => pictures.getByRole('button', { name: words, exact: true });
  await expect(button('Move picture 1 forward')).toBeDisabled();
  await expect(button('Move picture 3 back')).toBeDisabled();

  await button('Move picture 3 forward').press('Enter');
  await expect(pictures.getByRole('status')).toHaveText('Picture 3 is now number 2.');
  await expect.poll(order).toEqual([first, third, second]);
  await button('Move picture 2 forward').press('Space');
  await expect(pictures.getByRole('status')).toHaveText('Picture 2 is now number 1.');
  await expect.poll(order).toEqual([third, first, second]);
  await expect.poll(sources).toEqual([three, one, two]);
  await button('Move picture 2 back').press('Enter');
  await expect(pictures.getByRole('status')).toHaveText('Picture 2 is now number 3.');
  await expect.poll(order).toEqual([third, second, first]);

  await visit(page, `/admin/products/${id}`);
  expect(await sources()).toEqual([three, two, one]);
});

test('the focus goes along with the picture: Enter twice moves it two places', async ({ page }) => {
  test.slow();
  const { id, hung, pictures } = await open(page, tag(), 3);
  const [first, second, third] = hung;
  const order = async () => (await picturesOf(page.request, id)).map((picture) => picture.id);
  const button = (words: string) => pictures.getByRole('button', { name: words, exact: true });
  await button('Move picture 3 forward').press('Enter');
  await expect.poll(order).toEqual([first, third, second]);
  await expect(button('Move picture 2 forward')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(pictures.getByRole('status')).toHaveText('Picture 2 is now number 1.');
  await expect.poll(order).toEqual([third, first, second]);
  // It goes no further: the way back has the focus.
  await expect(button('Move picture 1 forward')).toBeDisabled();
  await expect(button('Move picture 1 back')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(order).toEqual([first, third, second]);
  await expect(button('Move picture 2 back')).toBeFocused();
});

test.describe('what the server refuses', () => {
  test.use({ provoked: [/status of 500/] });

  test('is taken back: the order without the words that were written since, and the words', async ({ page }) => {
    test.slow();
    const { id, pictures } = await open(page, tag(), 2);
    const fields = pictures.getByLabel('What it shows', { exact: true });
    const sources = () => pictures.locator('img').evaluateAll((all) => all.map((image) => image.getAttribute('src')));
    const values = () => fields.evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value));
    const [one, two] = await sources();
    let answer = () => {};
    const held = new Promise<void>((done) => (answer = done));
    await page.route('**/fn/admin-image-order', async (route) => {
      await held;
      await route.fulfill({ status: 500, body: '' });
    });
    await pictures.getByRole('button', { name: 'Move picture 2 forward', exact: true }).click();
    await expect.poll(sources).toEqual([two, one]);
    await fields.nth(0).fill('Two');
    await page.keyboard.press('Tab');
    await expect.poll(async () => (await picturesOf(page.request, id)).map(({ alt }) => alt)).toEqual(['', 'Two']);
    answer();
    await expect.poll(sources).toEqual([one, two]);
    expect(await values()).toEqual(['', 'Two']);

    await page.route('**/fn/admin-image', (route) => route.fulfill({ status: 500, body: '' }));
    await fields.nth(1).fill('Three');
    await page.keyboard.press('Tab');
    await expect.poll(values).toEqual(['', 'Two']);
  });
});

test('each picture asks what it shows, and says it from then on', async ({ page }) => {
  test.slow();
  const word = tag();
  const { id, pictures } = await open(page, word, 2);
  const alts = async () => (await picturesOf(page.request, id)).map(({ alt }) => alt);
  const fields = pictures.getByLabel('What it shows', { exact: true });
  await expect(fields).toHaveCount(2);
  for (const at of [0, 1]) await expect(fields.nth(at)).toHaveValue('');
  expect(await rows(page.request, 'images', `described=no&q=${word}`)).toHaveLength(2);

  const words = `A kettle from above ${word}`;
  await fields.nth(1).fill(words);
  await page.keyboard.press('Tab');
  await expect(page.getByText('The picture is saved.')).toBeVisible();
  await expect.poll(alts).toEqual(['', words]);
  expect(await rows(page.request, 'images', `described=no&q=${word}`)).toHaveLength(1);
  expect(await rows(page.request, 'images', `described=yes&q=${word}`)).toEqual([words]);

  await visit(page, `/admin/products/${id}`);
  await expect(fields.nth(1)).toHaveValue(words);
  await expect(pictures.getByRole('img', { name: words, exact: true })).toBeVisible();
  await expect(pictures.getByRole('img')).toHaveCount(1);
});

test('what a picture shows goes along when it is put elsewhere or another one goes', async ({ page }) => {
  test.slow();
  const { id, hung, pictures } = await open(page, tag(), 3);
  const [first, second, third] = hung;
  const told = async () => (await picturesOf(page.request, id)).map((picture) => [picture.id, picture.alt]);
  const fields = pictures.getByLabel('What it shows', { exact: true });
  const values = () => fields.evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value));
  for (const [at, words] of ['One', 'Two'].entries()) {
    await fields.nth(at).fill(words);
    await page.keyboard.press('Tab');
  }
  await expect.poll(told).toEqual([[first, 'One'], [second, 'Two'], [third, '']]);
  await pictures.getByRole('button', { name: 'Move picture 3 forward', exact: true }).press('Enter');
  await expect.poll(values).toEqual(['One', '', 'Two']);
  // Its point is moved, and nothing else of it is changed.
  await pictures.getByRole('button', { name: /^The point of picture 2 / }).press('ArrowUp');
  await expect.poll(async () => (await picturesOf(page.request, id))[1].focus).toEqual([50, 45]);
  expect(await told()).toEqual([[first, 'One'], [third, ''], [second, 'Two']]);
  await pictures.getByRole('button', { name: 'Remove picture 1', exact: true }).click();
  await page.getByRole('dialog', { name: 'Remove the picture' }).getByRole('button', { name: 'Remove the picture' }).click();
  await expect.poll(values).toEqual(['', 'Two']);
  expect(await told()).toEqual([[third, ''], [second, 'Two']]);
});

test('the point that stays in sight is moved by the arrow keys, as far as the edge', async ({ page }) => {
  test.slow();
  const { id, pictures } = await open(page, tag(), 1);
  const point = async () => (await picturesOf(page.request, id))[0].focus;
  expect(await point()).toEqual([50, 50]);
  const control = pictures.getByRole('button', { name: /^The point of picture 1 that stays in sight: / });
  const stands = (x: number, y: number) => expect(control).toHaveAccessibleName(new RegExp(`: ${x} percent from the left, ${y} from the top`));
  await stands(50, 50);
  await control.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
  await stands(60, 45);
  await expect(control).toBeFocused();
  await expect(page.getByText('The picture is saved.')).toBeVisible();
  await expect.poll(point).toEqual([60, 45]);
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('ArrowDown');
  await stands(60, 100);
  await expect.poll(point).toEqual([60, 100]);
  await visit(page, `/admin/products/${id}`);
  await stands(60, 100);
});
