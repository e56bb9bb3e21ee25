// What scripts add to the forms of accounts, and how all of their pages do for everybody.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newcomer, register, signIn, somebody, WRONG_CREDENTIALS } from './people';
import { alive, expect, test, visit } from './test';

test.use({ provoked: [/status of 4\d\d/] });

const field = (page: Page, label: string) => page.getByRole('main').getByLabel(label, { exact: true });

test('a field says what is wrong when it is left, and with each key from then on', async ({ page }) => {
  await visit(page, '/register');
  const email = field(page, 'E-mail address');
  await email.fill('ada');
  await expect(email).not.toHaveAttribute('aria-invalid');
  await email.press('Tab');
  await expect(email).toHaveAccessibleDescription(/such as ada@example\.org$/);
  await email.pressSequentially('@example.org');
  await expect(email).not.toHaveAttribute('aria-invalid');

  // An empty field is asked for when the form is sent, and a password knows whose it is.
  const password = field(page, 'Password');
  await password.focus();
  await password.press('Tab');
  await email.fill('lovelace.ada@example.org');
  await password.fill('lovelace1');
  await password.press('Tab');
  await expect(password).toHaveAccessibleDescription(/too much like your name or e-mail address$/);
});

test('a password can be shown', async ({ page }) => {
  await visit(page, '/sign-in');
  const password = field(page, 'Password');
  await password.fill('kettle');
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveValue('kettle');
});

test('a birthday that is no day is told of when it is left, and when the form is sent', async ({ page }) => {
  await newcomer(page);
  await visit(page, '/account');
  const birthday = field(page, 'Birthday (optional)');
  const send = () => page.getByRole('main').getByRole('button', { name: 'Save profile' }).click();
  await birthday.focus();
  await page.keyboard.type('02311990');
  // A browser that lets nobody type such a day has nothing to tell.
  test.skip(await birthday.evaluate((field: HTMLInputElement) => !field.validity.badInput), 'such a day cannot be typed');
  await send();
  await expect(birthday).toHaveAccessibleDescription(/There is no such day/);
  await expect(page.getByText('Your profile is saved.')).toHaveCount(0);
  await birthday.fill('1990-02-28');
  await send();
  await expect(page.getByText('Your profile is saved.').first()).toBeVisible();
});

test('the present page of the account is in view on a phone, in one row', async ({ page }) => {
  await newcomer(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await visit(page, '/account/delete');
  const links = page.getByRole('navigation', { name: 'Account' }).getByRole('link');
  await expect(links.filter({ hasText: 'Delete account' })).toBeInViewport({ ratio: 1 });
  const tops = await links.evaluateAll((all) => all.map((link) => Math.round(link.getBoundingClientRect().top)));
  expect(new Set(tops).size).toBe(1);
});

test('the shop and the account are programs of their own, and moving within one loads nothing anew', async ({ page }) => {
  const programs: string[] = [];
  page.on('request', (request) => {
    const name = /\/pkg\/(\w+)\.[^/]*wasm$/.exec(request.url())?.[1];
    if (name) programs.push(name);
  });
  await visit(page, '/products');
  expect([...new Set(programs)]).toEqual(['vitrine']);
  await page.locator('#account-corner').click();
  await expect(page).toHaveURL(/\/sign-in\?next=(\/|%2F)account$/);
  await alive(page);
  expect(programs.at(-1)).toBe('account');
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.getByRole('link', { name: 'Open an account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open an account');
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
  await page.getByRole('link', { name: 'All products' }).first().click();
  await expect(page).toHaveURL(/\/products$/);
  await alive(page);
  expect(await page.evaluate(() => 'same' in window)).toBe(false);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open an account');
});

test('a form is sent before the page has come to life, and the answer comes to life with all that it says', async ({ page }) => {
  const { email } = somebody();
  const alert = page.getByRole('alert');
  const send = () => page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  // The program is on its way for ever: the browser sends the form by itself.
  await page.route(/\/pkg\/.*\.js$/, () => {});
  await page.goto('/sign-in', { waitUntil: 'domcontentloaded' });
  await field(page, 'E-mail address').fill(email);
  await field(page, 'Password').fill('not the password');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await send();
  await expect(alert).toHaveText(WRONG_CREDENTIALS);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await expect(alert).toHaveText(WRONG_CREDENTIALS);
  await expect(field(page, 'E-mail address')).toHaveValue(email);
  await field(page, 'E-mail address').fill('');
  await send();
  await expect(field(page, 'E-mail address')).toBeFocused();
  await expect(field(page, 'E-mail address')).toHaveAccessibleDescription('This field is required');
});

test('the address that was typed goes along until somebody has signed in, and is forgotten then', async ({ page }) => {
  const person = somebody();
  await register(page, person);
  const kept = () => page.evaluate(() => sessionStorage.getItem('address'));
  await visit(page, '/register');
  await field(page, 'E-mail address').fill(person.email);
  await visit(page, '/sign-in');
  await expect(field(page, 'E-mail address')).toHaveValue(person.email);
  await field(page, 'Password').fill(person.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/account');
  await alive(page);
  await expect.poll(kept).toBeNull();

  // Whoever comes next to the same window does not learn it either.
  await page.evaluate((email) => sessionStorage.setItem('address', email), person.email);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL('/');
  expect(await kept()).toBeNull();
  await visit(page, '/sign-in');
  await expect(field(page, 'E-mail address')).toHaveValue('');
});

test('no page of an account has an accessibility violation, light and dark', async ({ page }) => {
  // Fourteen pages, each looked through twice.
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const check = async (path: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), `${path} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  for (const path of ['/sign-in', '/register', '/register?saved=sent', '/forgot-password', '/reset-password?token=x',
    '/verify-email?token=x', '/confirm-email?token=x', '/wishlist']) {
    await visit(page, path);
    await check(path);
  }
  await visit(page, '/register');
  await page.getByRole('main').getByRole('button', { name: 'Open an account' }).click();
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
  await check('registration with errors');
  await newcomer(page);
  for (const path of ['/account', '/account/email', '/account/password', '/account/sessions', '/account/reviews',
    '/account/delete']) {
    await visit(page, path);
    await check(path);
  }
});

test('the corner of the header follows the name, and whoever signs in and out', async ({ page }) => {
  const person = await newcomer(page);
  const corner = page.locator('#account-corner');
  // Of somebody who was never seen in this browser it knows no letter: the server draws it.
  await visit(page, '/products/kettle-arc');
  await expect(corner.locator('img')).toHaveAttribute('src', '/account/corner.svg');
  await expect(corner).not.toHaveAttribute('data-initial');
  await visit(page, '/account');
  await expect(corner).toHaveAttribute('data-initial', 'A');
  await expect(corner.locator('img')).toHaveCount(0);
  const save = () => page.getByRole('main').getByRole('button', { name: 'Save profile' }).click();
  await field(page, 'First name (optional)').fill('\u202eZoe');
  await save();
  await expect(field(page, 'First name (optional)')).toHaveAccessibleDescription(/Invisible characters cannot be used/);
  await field(page, 'First name (optional)').fill('Zoe');
  await save();
  await expect(corner).toHaveAttribute('data-initial', 'Z');
  await expect(page.locator('.avatar--letter')).toHaveText('Z');

  // As another tab would do it.
  await visit(page, '/products/kettle-arc');
  await expect(corner).toHaveAttribute('data-initial', 'Z');
  expect((await page.request.post('/fn/sign-out', { form: {} })).status()).toBe(200);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(corner).not.toHaveAttribute('data-initial');
  await signIn(page, person);
  await page.evaluate(() => {
    localStorage.setItem('initial', 'Z');
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await expect(corner).toHaveAttribute('data-initial', 'Z');
  // What is kept by whoever is signed out belongs to nobody, and the header says so at once.
  expect((await page.request.post('/fn/sign-out', { form: {} })).status()).toBe(200);
  await page.getByRole('button', { name: 'Keep for later' }).click();
  await expect(page.getByRole('button', { name: 'Take it off' })).toBeVisible();
  await expect(corner).not.toHaveAttribute('data-initial');
});
