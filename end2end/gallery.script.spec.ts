import { named } from './catalogue';
import { alive, expect, test, visit } from './test';

test('a picture is enlarged in a dialog that Escape closes, and the focus returns', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  const first = page.getByRole('link', { name: 'Enlarge picture 1 of 3' });
  const dialog = page.getByRole('dialog', { name: 'Enlarged picture' });
  await first.click();
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('img')).toHaveJSProperty('complete', true);
  await expect.poll(() => dialog.getByRole('img').evaluate((it: HTMLImageElement) => it.naturalWidth)).toBeGreaterThan(800);
  await expect(dialog.getByRole('img')).toHaveAttribute('alt', /pine-green enamel kettle/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(first).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(first).toBeFocused();
  await expect(page).toHaveURL('/products/kettle-arc');
});

test('an enlarged picture is closed by "back" and by a press beside it, and leaves no trace in the history', async ({ page }) => {
  await visit(page, '/products');
  await visit(page, '/products/kettle-arc');
  const first = page.getByRole('link', { name: 'Enlarge picture 1 of 3' });
  const dialog = page.getByRole('dialog', { name: 'Enlarged picture' });
  await first.click();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(first).toBeFocused();
  await expect(page).toHaveURL('/products/kettle-arc');

  await first.click();
  await expect(dialog.getByRole('img')).toBeVisible();
  await dialog.getByRole('img').click();
  await expect(dialog).toBeVisible();
  await dialog.click({ position: { x: 5, y: 5 } });
  await expect(dialog).toBeHidden();
  await expect.poll(() => page.evaluate(() => history.state)).not.toBe('lightbox');
  await page.goBack();
  await expect(page).toHaveURL('/products');
});

test('opened again at once, after "forward" and after a reload, it is still closed by "back"', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  const first = page.getByRole('link', { name: 'Enlarge picture 1 of 3' });
  const dialog = page.getByRole('dialog', { name: 'Enlarged picture' });
  const closes = async () => {
    await expect(dialog).toBeVisible();
    await expect(dialog).not.toHaveAttribute('data-waits');
    await page.goBack();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL('/products/kettle-arc');
  };
  // Before the page hears that the first one is closed, and while its entry is on its way out of the history.
  for (const pause of [null, 0]) {
    await page.evaluate(async (pause) => {
      const item = document.querySelector<HTMLElement>('#picture-1')!;
      item.click();
      document.querySelector<HTMLDialogElement>('#lightbox')!.close();
      if (pause !== null) await new Promise((done) => setTimeout(done, pause));
      item.click();
    }, pause);
    await closes();
  }
  await page.goForward();
  await expect(dialog).toBeHidden();
  await first.click();
  await closes();
  await first.click();
  await expect(dialog).toBeVisible();
  await page.reload();
  await alive(page);
  await first.click();
  await closes();
});

test('one turns from picture to picture by buttons and by keys, and the focus stays within', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  const dialog = page.getByRole('dialog', { name: 'Enlarged picture' });
  const count = dialog.getByRole('status');
  await page.getByRole('link', { name: 'Enlarge picture 1 of 3' }).click();
  await expect(count).toHaveText('1 of 3');
  await dialog.getByRole('button', { name: 'Next picture' }).click();
  await expect(count).toHaveText('2 of 3');
  await page.keyboard.press('ArrowRight');
  await expect(count).toHaveText('3 of 3');
  await expect(dialog.getByRole('img')).toHaveAttribute('alt', /three colours/);
  await page.keyboard.press('ArrowRight');
  await expect(count).toHaveText('1 of 3');
  await page.keyboard.press('ArrowLeft');
  await expect(count).toHaveText('3 of 3');
  await dialog.getByRole('button', { name: 'Previous picture' }).click();
  await expect(count).toHaveText('2 of 3');
  for (let presses = 0; presses < 5; presses += 1) {
    await page.keyboard.press('Tab');
    const isOutside = await page.evaluate(() => !!document.activeElement?.closest('main :not(dialog) a'));
    expect(isOutside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('link', { name: 'Enlarge picture 2 of 3' })).toBeFocused();
});

test('on a phone each picture has a dot', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await visit(page, '/products/kettle-arc');
  const dots = page.getByRole('list', { name: 'Pictures' }).getByRole('link');
  await expect(dots).toHaveCount(3);
  await dots.nth(1).click();
  await expect(dots.nth(1)).toHaveAttribute('aria-current', 'true');
});

test('small pictures bring the large ones into view', async ({ page }) => {
  await visit(page, '/products/kettle-arc');
  const thumb = page.getByRole('list', { name: 'Pictures' }).getByRole('link', { name: 'Picture 3' });
  await thumb.click();
  await expect(thumb).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('link', { name: 'Enlarge picture 3 of 3' })).toBeInViewport({ ratio: 0.6 });
  await page.getByRole('link', { name: 'Enlarge picture 3 of 3' }).click();
  await expect(page.getByRole('dialog').getByRole('img')).toHaveAttribute('alt', /three colours/);
});

test('products that were looked at are offered again', async ({ page }) => {
  const recent = page.getByRole('region', { name: 'Recently viewed' }).getByRole('article').getByRole('heading');
  await visit(page, '/products/kettle-arc');
  await expect(recent).toHaveCount(0);
  await page.getByRole('region', { name: 'Goes well with it' }).getByRole('link').nth(1).click();
  await expect(recent).toHaveText(['Arc kettle']);
  const second = await page.getByRole('heading', { level: 1 }).innerText();
  await visit(page, `/products/${named('Everyday mug').slug}`);
  await expect(recent).toHaveText([second, 'Arc kettle']);
  await page.reload();
  await expect(recent).toHaveText([second, 'Arc kettle']);
  await recent.last().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Arc kettle');
  await expect(recent).toHaveText(['Everyday mug', second]);
});
