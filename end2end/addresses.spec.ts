import { PAGE, products } from './catalogue';
import { Listing } from './listing';
import { expect, test, visit } from './test';

test('odd words in an address neither break the list nor run', async ({ page }) => {
  const list = new Listing(page);
  for (const query of ['q=%00', 'q=%E0%A4%A', 'q=%', 'q', 'q=%20%20', '&&=&', 'sort=colour', 'rating=9', 'in_stock=', 'page=', 'unknown=1']) {
    expect(await visit(page, `/products?${query}`), query).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  for (const words of ['🫖', 'x'.repeat(10_000), 'word '.repeat(500), '\u202e\u0007', '日本語']) {
    expect(await visit(page, `/products?q=${encodeURIComponent(words)}`), words.slice(0, 20)).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  const words = '<script>document.title="run"</script>';
  expect(await visit(page, `/products?q=${encodeURIComponent(words)}`)).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Results for “${words}”`);
  await expect(list.field).toHaveValue(words);
  await expect(page).toHaveTitle(`Results for “${words}” · Vitrine`);
});

test('a price that cannot be read is named beside its field, and what was typed is kept', async ({ page }) => {
  const list = new Listing(page);
  expect(await visit(page, '/products?min_price=abc&max_price=60')).toBe(200);
  const from = list.filters.getByLabel('From');
  await expect(from).toHaveValue('abc');
  await expect(from).toHaveAttribute('aria-invalid', 'true');
  await expect(from).toHaveAccessibleDescription('Enter a price such as 19.99');
  await expect(list.filters.getByText('Enter a price such as 19.99')).toBeVisible();
  await expect(list.count).toHaveText(`${products.filter(({ price }) => Number(price) <= 60).length} products`);
  await list.sortBy('Name');
  await list.asks({ min_price: 'abc', max_price: '60', sort: 'name' });
  await expect(from).toHaveValue('abc');

  await visit(page, '/products?min_price=9&max_price=3');
  const to = list.filters.getByLabel('To', { exact: true });
  await expect(to).toHaveAccessibleDescription('The highest price is below the lowest');
  await expect(to).toHaveValue('3');
  await expect(from).toHaveValue('9');
  for (const wrong of ['-5', '1e3', '99999999999', '1.999', '€5']) {
    expect(await visit(page, `/products?min_price=${encodeURIComponent(wrong)}`), wrong).toBe(200);
    await expect(from, wrong).toHaveAttribute('aria-invalid', 'true');
    await expect(from, wrong).toHaveValue(wrong);
    await expect(list.cards).toHaveCount(PAGE);
  }
});
