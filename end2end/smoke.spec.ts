import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test';

for (const path of ['/', '/products']) {
  test(`${path} answers with a title, one main heading and no accessibility violation`, async ({ page, javaScriptEnabled }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page).toHaveTitle(/\S/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    if (javaScriptEnabled !== false) {
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  });
}

test('what is not there is answered with 404', async ({ page }) => {
  const answer = await page.goto('/products/no-such-product');
  expect(answer?.status()).toBe(404);
});
