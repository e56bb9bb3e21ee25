// People whom a test needs: each has an account of its own, so that tests do not meet in one.
import type { Page } from '@playwright/test';
import { mailedToken } from './mail';
import { expect } from './test';

export interface Person {
  email: string;
  username: string;
  password: string;
}

/** What is said of a wrong password, of an unknown address, and of one that is not confirmed. */
export const WRONG_CREDENTIALS =
  'The e-mail address or the password is wrong. If you have just opened the account, ' +
  'confirm your address first: the link is in your mail.';

let made = 0;

/** Somebody who has no account yet. */
export function somebody(): Person {
  made += 1;
  const tag = `${process.pid.toString(36)}-${Date.now().toString(36)}-${made}`;
  return { email: `ada-${tag}@example.org`, username: `ada-${tag}`, password: 'grosser Fuchs im Schnee' };
}

/** Gives somebody an account, past the forms, and confirms its address. The shop lets one address make 20 in an hour. */
export async function register(page: Page, person: Person): Promise<void> {
  const form = { 'form[email]': person.email, 'form[username]': person.username, 'form[password]': person.password };
  const answer = await page.request.post('/fn/register', { form });
  expect(answer.status(), await answer.text()).toBe(200);
  const token = await mailedToken(page.request, person.email, '/verify-email');
  const confirmed = await page.request.post('/fn/verify-email', { form: { token } });
  expect(confirmed.status(), await confirmed.text()).toBe(200);
}

/** Signs somebody in, past the form; the pages of this browser know it from then on. */
export async function signIn(page: Page, person: Person): Promise<void> {
  const form = { 'form[email]': person.email, 'form[password]': person.password, 'form[next]': '' };
  const answer = await page.request.post('/fn/sign-in', { form });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Somebody with a new account, who is signed in. */
export async function newcomer(page: Page): Promise<Person> {
  const person = somebody();
  await register(page, person);
  await signIn(page, person);
  return person;
}
