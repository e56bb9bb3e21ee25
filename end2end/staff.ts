// The staff side: who works there, and the way past its forms. with-shop.sh makes the superuser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';
import { signIn } from './people';
import { expect } from './test';

export type Values = Record<string, string>;

export interface Done {
  id: string;
  entry: string | null;
  title: string;
}

let made = 0;

/** A part of names that nobody else has; search finds it as one word. */
export function tag(): string {
  made += 1;
  return `tag${process.pid.toString(36)}${Date.now().toString(36)}${made}`;
}

/** Signs the superuser in, past the form. */
export async function asStaff(page: Page): Promise<void> {
  const { VITRINE_SUPERUSER_EMAIL: email, VITRINE_SUPERUSER_PASSWORD: password } = process.env;
  if (!email || !password) throw new Error('VITRINE_SUPERUSER_EMAIL and VITRINE_SUPERUSER_PASSWORD are not set: run make test');
  await signIn(page, { email, username: 'chief', password });
}

/** Saves a thing past its form: a new one, or fields of one that is there. */
export async function save(request: APIRequestContext, kind: string, values: Values, id: string | null = null): Promise<Done> {
  const answer = await request.post('/fn/admin-save', { data: { kind, sent: { id, base: {}, values, request: null } } });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).Done;
}

/** A new category; answers its id. */
export async function category(request: APIRequestContext, name: string, parent = ''): Promise<string> {
  return (await save(request, 'categories', { name, parent })).id;
}

/** A new draft; answers its id. */
export async function draft(request: APIRequestContext, name: string, category: string, more: Values = {}): Promise<string> {
  return (await save(request, 'products', { name, category, price: '10.00', stock: '3', status: 'draft', ...more })).id;
}

async function listed(request: APIRequestContext, kind: string, query: string): Promise<{ id: string; name: string }[]> {
  const answer = await request.get('/fn/admin-list', { params: { kind, query } });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).rows;
}

/** The names of the rows of a list, as its address asks for them. */
export async function rows(request: APIRequestContext, kind: string, query: string): Promise<string[]> {
  return (await listed(request, kind, query)).map(({ name }) => name);
}

/** The ids of the same. */
export async function idsOf(request: APIRequestContext, kind: string, query: string): Promise<string[]> {
  return (await listed(request, kind, query)).map(({ id }) => id);
}

/** What a field of a thing holds. */
export async function field(request: APIRequestContext, kind: string, id: string, name: string): Promise<string> {
  const answer = await request.get('/fn/admin-form', { params: { kind, id } });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).values[name] ?? '';
}

/** A file with a picture of the demo shop: `copper-kettle-no-3-1`. */
export function pictureFile(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const buffer = readFileSync(join(__dirname, `../demo/pictures/${name}.webp`));
  return { name: `${name}.webp`, mimeType: 'image/webp', buffer };
}

/** Hangs pictures of the demo shop on a product, one behind the other; answers their ids. */
export async function hang(request: APIRequestContext, product: string, names: string[]): Promise<string[]> {
  const hung: string[] = [];
  for (const name of names) {
    const sent = { headers: { accept: 'application/json' }, multipart: { picture: pictureFile(name) } };
    const answer = await request.post(`/admin/products/${product}/images`, sent);
    expect(answer.status(), await answer.text()).toBe(201);
    hung.push((await answer.json()).id);
  }
  return hung;
}

/** The pictures of a product, in their order; the point of each is percent from the left and from the top. */
export async function picturesOf(request: APIRequestContext, product: string): Promise<{ id: string; alt: string; focus: [number, number] }[]> {
  const answer = await request.get('/fn/admin-form', { params: { kind: 'products', id: product } });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).images;
}

/** Fails where the page cannot be used by everybody, light or dark. */
export async function accessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), `${what}, ${colorScheme}`).toEqual([]);
  }
}
