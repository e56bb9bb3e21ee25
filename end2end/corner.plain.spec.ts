// Who is signed in, in the header of a browser without scripts: the page is the same for everybody, the picture is not.
import { newcomer } from './people';
import { expect, test } from './test';

test('the header shows the first letter of whoever is signed in, and the figure to everybody else', async ({ page }) => {
  const drawn = page.locator('#account-corner img');
  const picture = async () => {
    const answer = page.waitForResponse('**/account/corner.svg');
    await page.goto('/products');
    await expect(drawn).toBeVisible();
    expect((await answer).headers()['cache-control']).toBe('private, no-store');
    return (await answer).text();
  };
  expect(await picture()).not.toContain('<text');
  await newcomer(page);
  expect(await picture()).toContain('>A</text>');
});
