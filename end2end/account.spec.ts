// What people do with their account, with scripts and without (SPEC U1, U2).
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { mailedLink } from './mail';
import { newcomer, register, signIn, somebody, WRONG_CREDENTIALS } from './people';
import type { Person } from './people';
import { alive, expect, scripted, test, visit } from './test';

// Wrong entries are answered with a status that browsers log.
test.use({ provoked: [/status of 4\d\d/] });

const field = (page: Page, label: string) => page.getByRole('main').getByLabel(label, { exact: true });
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await field(page, 'E-mail address').fill(email);
  await field(page, 'Password').fill(password);
  await press(page, 'Sign in');
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Account' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await alive(page);
}

/** Whether the pages of this browser belong to somebody. */
async function isSignedIn(page: Page, person: Person): Promise<boolean> {
  const me = await (await page.request.get('/fn/me')).json();
  return me?.email === person.email;
}

test('a newcomer registers, confirms the address, signs in, out and in again', async ({ page }) => {
  const person = somebody();
  await visit(page, '/register');
  await field(page, 'E-mail address').fill(person.email);
  await field(page, 'Name in the shop').fill(person.username);
  await field(page, 'Password').fill(person.password);
  await press(page, 'Open an account');
  await expect(page.getByRole('heading', { name: 'Look at your mail' })).toBeVisible();
  const to = scripted() ? person.email : 'your address';
  await expect(page.getByRole('main')).toContainText(`We have sent a link to ${to}. Open it`);
  expect(await isSignedIn(page, person)).toBe(false);

  // The right password does not let in before that; it says the same as a wrong one.
  await visit(page, '/sign-in');
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByRole('alert')).toHaveText(WRONG_CREDENTIALS);
  expect(await isSignedIn(page, person)).toBe(false);

  const link = await mailedLink(page.request, person.email, '/verify-email');
  await visit(page, link);
  await press(page, 'Confirm address');
  await expect(page).toHaveURL('/sign-in?saved=verified');
  await alive(page);
  await expect(page.getByText('Your address is confirmed. Sign in.')).toBeVisible();
  if (scripted()) await expect(field(page, 'E-mail address')).toHaveValue(person.email);
  expect(await isSignedIn(page, person)).toBe(false);
  await fillSignIn(page, person.email, person.password);
  await expect(page).toHaveURL('/account');
  await alive(page);
  await expect(page.getByText(person.email)).toBeVisible();
  if (scripted()) await expect(page.locator('#account-corner')).toHaveAttribute('data-initial', 'A');

  await signOut(page);
  expect(await isSignedIn(page, person)).toBe(false);
  await visit(page, link);
  await press(page, 'Confirm address');
  await expect(page.getByRole('alert')).toHaveText('This link was used already or is too old: ask for a new one');

  // One is led to sign in, and back to where one wanted to go.
  await visit(page, '/account/password');
  await expect(page).toHaveURL(/\/sign-in\?next=(\/|%2F)account(\/|%2F)password$/);
  await alive(page);
  await fillSignIn(page, person.email.toUpperCase(), person.password);
  await expect(page).toHaveURL('/account/password');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Password');
});

test('a wrong password and an unknown address are told in the same words, and what was typed stays', async ({ page }) => {
  const person = somebody();
  await register(page, person);
  for (const email of [person.email, `un${person.email}`]) {
    await visit(page, '/sign-in?next=/wishlist');
    await fillSignIn(page, email, 'not the password');
    await expect(page.getByRole('alert')).toHaveText(WRONG_CREDENTIALS);
    await expect(field(page, 'E-mail address')).toHaveValue(email);
    if (!scripted()) await expect(field(page, 'Password')).toHaveValue('');
  }
  await fillSignIn(page, person.email, person.password);
  await expect(page).toHaveURL('/wishlist');
  expect(await isSignedIn(page, person)).toBe(true);
});

test('signing in leads nowhere but into the shop', async ({ page }) => {
  const person = somebody();
  await register(page, person);
  await visit(page, '/sign-in?next=https://evil.example/');
  await fillSignIn(page, person.email, person.password);
  await expect(page).toHaveURL('/account');
});

test('the first wrong field has the focus and says what is wrong, the others too', async ({ page }) => {
  await visit(page, '/register');
  await press(page, 'Open an account');
  const email = field(page, 'E-mail address');
  await expect(email).toBeFocused();
  for (const label of ['E-mail address', 'Name in the shop', 'Password']) {
    await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, label)).toHaveAccessibleDescription(/This field is required$/);
  }
  const person = somebody();
  await email.fill(person.email);
  await field(page, 'Name in the shop').fill(person.username);
  await field(page, 'Password').fill('password123');
  await press(page, 'Open an account');
  await expect(field(page, 'Password')).toBeFocused();
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveValue(person.email);
  await expect(field(page, 'Name in the shop')).toHaveValue(person.username);
  await expect(email).not.toHaveAttribute('aria-invalid');
});

test('a forgotten password is replaced by a mailed link, which works once', async ({ page }) => {
  const person = await newcomer(page);
  const password = 'a new word for every door';
  await visit(page, '/account');
  await signOut(page);
  await visit(page, '/sign-in');
  await field(page, 'E-mail address').fill(person.email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page).toHaveURL('/forgot-password');
  // A script brings along what was typed, to this page and back.
  if (scripted()) {
    await expect(field(page, 'E-mail address')).toHaveValue(person.email);
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await expect(field(page, 'E-mail address')).toHaveValue(person.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page).toHaveURL('/forgot-password');
  }
  await field(page, 'E-mail address').fill(person.email);
  await press(page, 'Mail a link');
  await expect(page.getByRole('heading', { name: 'Look at your mail' })).toBeVisible();

  const link = await mailedLink(page.request, person.email, '/reset-password');
  await visit(page, link);
  await expect(page.getByText(`For ${person.email}`)).toBeVisible();
  await expect(page.locator('input[autocomplete=username]')).toHaveValue(person.email);
  await expect(field(page, 'New password')).toHaveAttribute('autocomplete', 'new-password');
  await field(page, 'New password').fill('short');
  await press(page, 'Change password');
  await expect(field(page, 'New password')).toHaveAccessibleDescription(/At least 8 characters$/);
  await field(page, 'New password').fill(password);
  await press(page, 'Change password');
  await expect(page).toHaveURL('/sign-in?saved=password');
  await alive(page);
  await expect(page.getByText('Your password is changed. Sign in with the new one.')).toBeVisible();
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByRole('alert')).toHaveText(WRONG_CREDENTIALS);
  await fillSignIn(page, person.email, password);
  await expect(page).toHaveURL('/account');

  // A link that was used says so at once, and not whose it was.
  await visit(page, link);
  await expect(page.getByRole('alert')).toContainText('This link has been used or is too old.');
  await expect(field(page, 'New password')).toHaveCount(0);
  await expect(page.getByRole('main')).not.toContainText(person.email);
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await expect(page).toHaveURL('/forgot-password');
});

/** Another device on which somebody is signed in. */
async function elsewhere(browser: Browser, baseURL: string | undefined, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: scripted() });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

test('one changes the password, which ends the other sessions', async ({ page, browser, baseURL }) => {
  const person = await newcomer(page);
  const other = await elsewhere(browser, baseURL, person);
  await visit(page, '/account/password');
  await field(page, 'Present password').fill('not the password');
  await field(page, 'New password').fill(person.email);
  await press(page, 'Change password');
  await expect(page.locator('[aria-invalid=true]').first()).toBeFocused();

  const password = 'the second one is better';
  await field(page, 'Present password').fill('not the password');
  await field(page, 'New password').fill(password);
  await press(page, 'Change password');
  await expect(field(page, 'Present password')).toHaveAccessibleDescription('This is not your password');
  await expect(field(page, 'Present password')).toBeFocused();
  await field(page, 'Present password').fill(person.password);
  await field(page, 'New password').fill(password);
  await press(page, 'Change password');
  await expect(page.getByText('Your password is changed, and your other devices are signed out.')).toBeVisible();
  expect(await isSignedIn(page, person)).toBe(true);
  expect(await isSignedIn(other, person)).toBe(false);
  await other.context().close();

  await visit(page, '/account');
  await signOut(page);
  await visit(page, '/sign-in');
  await fillSignIn(page, person.email, password);
  await expect(page).toHaveURL('/account');
});

test('one edits the profile; what cannot be taken is said, and what was typed stays', async ({ page }) => {
  const person = await newcomer(page);
  await visit(page, '/account');
  await field(page, 'First name (optional)').fill('Grace');
  await field(page, 'About you (optional)').fill('</textarea><b>Likes</b>\ngood tea');
  await field(page, 'Telephone (optional)').fill('call me');
  await press(page, 'Save profile');
  const phone = field(page, 'Telephone (optional)');
  await expect(phone).toHaveAccessibleDescription('Use digits, spaces and + - ( ) . / alone');
  await expect(phone).toBeFocused();
  await expect(phone).toHaveValue('call me');
  await expect(field(page, 'First name (optional)')).toHaveValue('Grace');

  await phone.fill('+49 30 123');
  await field(page, 'Birthday (optional)').fill('1990-12-31');
  await press(page, 'Save profile');
  await expect(page.getByText('Your profile is saved.').first()).toBeVisible();
  await expect(page.locator('.who__name')).toHaveText('Grace');
  await visit(page, '/account');
  await expect(page.locator('.who__name')).toHaveText('Grace');
  await expect(field(page, 'Name in the shop')).toHaveValue(person.username);
  await expect(field(page, 'About you (optional)')).toHaveValue('</textarea><b>Likes</b>\ngood tea');
  await expect(phone).toHaveValue('+49 30 123');
  await expect(field(page, 'Birthday (optional)')).toHaveValue('1990-12-31');
});

test('one uploads a picture and removes it; what is no picture is refused', async ({ page }) => {
  const file = (name: string) => join(test.info().config.rootDir, '../public', name);
  const picture = page.getByRole('main').getByRole('img', { name: 'Your picture' });
  await newcomer(page);
  await visit(page, '/account');
  await expect(picture).toHaveCount(0);
  await field(page, 'New picture').setInputFiles(file('icons.svg'));
  await press(page, 'Upload picture');
  await expect(page).toHaveURL(/\/account\?avatar=/);
  await alive(page);
  await expect(field(page, 'New picture')).toHaveAccessibleDescription(/picture/);
  await expect(field(page, 'New picture')).toHaveAttribute('aria-invalid', 'true');
  await expect(picture).toHaveCount(0);

  await field(page, 'New picture').setInputFiles(file('icon-512.png'));
  await press(page, 'Upload picture');
  await expect(page).toHaveURL(/\/account\?saved=/);
  await alive(page);
  await expect(picture).toBeVisible();
  const [width, height] = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(width).toBe(height);
  const served = await page.request.get((await picture.getAttribute('src'))!);
  expect(served.headers()['content-type']).toBe('image/webp');
  expect(served.headers()['cache-control']).toContain('immutable');
  if (scripted()) await expect(page.locator('#account-corner img')).toHaveAttribute('src', /\/media\/avatars\/.*-64\.webp$/);

  await press(page, 'Remove picture');
  await alive(page);
  await expect(picture).toHaveCount(0);
  expect((await page.request.get(served.url())).status(), 'nobody has it any more').toBe(404);
});

test('one changes the address, which counts from its confirmation on', async ({ page }) => {
  const person = await newcomer(page);
  const email = `new-${person.email}`;
  await visit(page, '/account/email');
  await field(page, 'New e-mail address').fill(email);
  await field(page, 'Your password').fill('not the password');
  await press(page, 'Change address');
  await expect(field(page, 'Your password')).toHaveAccessibleDescription('This is not your password');
  await expect(field(page, 'New e-mail address')).toHaveValue(email);
  await field(page, 'Your password').fill(person.password);
  await press(page, 'Change address');
  await expect(page.getByText('We have mailed a link to the new address.').first()).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  expect(await isSignedIn(page, person)).toBe(true);

  // One can think better of it: then the link is void.
  const cancelled = await mailedLink(page.request, email, '/confirm-email');
  await alive(page);
  await press(page, 'Cancel the change');
  await expect(page.getByText('The change is off: your address stays as it is.').first()).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
  await visit(page, cancelled);
  await press(page, 'Confirm address');
  await expect(page.getByRole('alert')).toHaveText('This link was used already or is too old: ask for a new one');

  await visit(page, '/account/email');
  await field(page, 'New e-mail address').fill(email);
  await field(page, 'Your password').fill(person.password);
  await press(page, 'Change address');
  await expect(page.getByText(email)).toBeVisible();
  const link = async () => mailedLink(page.request, email, '/confirm-email');
  await expect.poll(link, { timeout: 15_000, message: 'a mail with another link' }).not.toBe(cancelled);
  await visit(page, await link());
  await press(page, 'Confirm address');
  await expect(page.getByRole('heading', { name: 'Your new address is confirmed' })).toBeVisible();
  await visit(page, '/account/email');
  await expect(page.getByText(email, { exact: true })).toBeVisible();
});

test('one sees where one is signed in, ends another session, and then all of them', async ({ page, browser, baseURL }) => {
  const person = await newcomer(page);
  const [second, third] = [await elsewhere(browser, baseURL, person), await elsewhere(browser, baseURL, person)];
  await visit(page, '/account/sessions');
  const rows = page.locator('.devices__item');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'This device' })).toHaveCount(1);
  await expect(rows.getByRole('button', { name: /^Sign out / })).toHaveCount(2);
  await rows.getByRole('button', { name: /^Sign out / }).first().click();
  await expect(page.getByText('That device is signed out.').first()).toBeVisible();
  await expect(rows).toHaveCount(2);
  const left = [await isSignedIn(second, person), await isSignedIn(third, person)].filter(Boolean);
  expect(left).toHaveLength(1);
  expect(await isSignedIn(page, person)).toBe(true);

  await alive(page);
  await press(page, 'Sign out everywhere');
  await expect(page).toHaveURL('/sign-in?saved=everywhere');
  await expect(page.getByText('You are signed out on every device.')).toBeVisible();
  for (const device of [page, second, third]) expect(await isSignedIn(device, person)).toBe(false);
  await second.context().close();
  await third.context().close();
});

test('one deletes the account, which takes the password', async ({ page }) => {
  const person = await newcomer(page);
  await visit(page, '/account');
  await page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Delete account' }).click();
  await expect(page).toHaveURL('/account/delete');
  await field(page, 'Your password').fill('not the password');
  await press(page, 'Delete account for ever');
  await expect(field(page, 'Your password')).toHaveAccessibleDescription('This is not your password');
  await field(page, 'Your password').fill(person.password);
  await press(page, 'Delete account for ever');
  await expect(page).toHaveURL('/sign-in?saved=deleted');
  await alive(page);
  await expect(page.getByText('Your account is deleted.')).toBeVisible();
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByRole('alert')).toHaveText(WRONG_CREDENTIALS);
});

test('password managers and browsers know every field', async ({ page }) => {
  const person = await newcomer(page);
  const known = {
    '/sign-in': { 'E-mail address': 'username', Password: 'current-password' },
    '/register': { 'E-mail address': 'username', 'Name in the shop': 'nickname', Password: 'new-password' },
    '/forgot-password': { 'E-mail address': 'username' },
    '/account': {
      'First name (optional)': 'given-name',
      'Last name (optional)': 'family-name',
      'Telephone (optional)': 'tel',
      'Postal address (optional)': 'street-address',
      'Birthday (optional)': 'bday',
    },
    '/account/email': { 'New e-mail address': 'email', 'Your password': 'current-password' },
    '/account/password': { 'Present password': 'current-password', 'New password': 'new-password' },
    '/account/delete': { 'Your password': 'current-password' },
  };
  for (const [path, fields] of Object.entries(known)) {
    expect(await visit(page, path), path).toBe(200);
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
    for (const [label, token] of Object.entries(fields)) {
      await expect(field(page, label), `${path} ${label}`).toHaveAttribute('autocomplete', token);
    }
  }
  // A password alone does not say whose it is.
  for (const path of ['/account/email', '/account/password', '/account/delete']) {
    await visit(page, path);
    await expect(page.locator('input[autocomplete=username]'), path).toHaveValue(person.email);
  }
});

test('pages of an account are kept nowhere on their way', async ({ page }) => {
  await newcomer(page);
  for (const path of ['/account', '/account/sessions', '/account/reviews', '/wishlist']) {
    expect((await page.request.get(path)).headers()['cache-control'], path).toContain('no-store');
  }
});
