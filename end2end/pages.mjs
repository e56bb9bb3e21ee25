// The pages that the gallery and Lighthouse look at, in a shop with the demo catalogue.
const shop = process.env.VITRINE_URL;
if (!shop) throw new Error('VITRINE_URL is not set: use scripts/with-shop.sh');

async function firstLink(page, pattern) {
  const html = await (await fetch(new URL(page, shop))).text();
  const found = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]).find((href) => pattern.test(href));
  if (!found) throw new Error(`${page} has no link like ${pattern}`);
  return found;
}

export const url = (path) => new URL(path, shop).href;

export async function pages() {
  return {
    home: '/',
    list: '/products',
    search: '/products?q=lamp',
    'search-empty': '/products?q=zzzzqqqq',
    categories: '/categories',
    category: await firstLink('/', /^\/categories\/[^/?#]+$/),
    product: await firstLink('/products', /^\/products\/[^/?#]+$/),
    'not-found': '/no-such-page',
    'sign-in': '/sign-in',
    register: '/register',
    'forgot-password': '/forgot-password',
    'reset-password': '/reset-password?token=spent',
    'verify-email': '/verify-email?token=spent',
    'confirm-email': '/confirm-email?token=spent',
    'wishlist-empty': '/wishlist',
  };
}

/** The pages of somebody who is signed in and sells a product with this id. */
export async function ownPages(sold) {
  const product = await firstLink('/products', /^\/products\/[^/?#]+$/);
  return {
    account: '/account',
    password: '/account/password',
    email: '/account/email',
    sessions: '/account/sessions',
    'own-products': '/account/products',
    'new-product': '/account/products/new',
    'own-product': `/account/products/${sold}`,
    'own-pictures': `/account/products/${sold}/pictures`,
    'own-reviews': '/account/reviews',
    'delete-account': '/account/delete',
    wishlist: '/wishlist',
    reviews: `${product}/reviews`,
    review: `${product}/review`,
    forbidden: '/admin',
  };
}

/** The main pages of the staff side, as somebody sees them who may do everything. */
export async function staffPages(context) {
  const answer = await context.request.get(url('/fn/admin-list'), { params: { kind: 'products', query: '' } });
  if (!answer.ok()) throw new Error(`the list of products: ${answer.status()}`);
  const [{ id }] = (await answer.json()).rows;
  const lists = ['products', 'categories', 'images', 'reviews', 'users', 'groups', 'movements', 'jobs', 'audit'];
  return {
    admin: '/admin',
    ...Object.fromEntries(lists.map((name) => [`admin-${name}`, `/admin/${name}`])),
    'admin-product': `/admin/products/${id}`,
    'admin-history': `/admin/products/${id}/history`,
    'admin-new-product': '/admin/products/new',
    'admin-import': '/admin/import',
  };
}

/** The token of the link that confirms somebody's address; waits until its mail is there. */
async function mailedToken(context, to) {
  const read = async (path) => (await context.request.get(url(path))).text();
  for (let tries = 0; tries < 150; tries += 1) {
    const row = (await read('/dev/mail')).split('<tr>').find((mail) => mail.includes(`<td>${to}</td>`)) ?? '';
    const mail = /href="(\/dev\/mail\/[^"]+)"/.exec(row)?.[1];
    const token = mail && /\/verify-email\?token=([\w-]+)/.exec(await read(mail))?.[1];
    if (token) return token;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`there is no mail to ${to} with a link to confirm the address`);
}

async function post(context, path, form) {
  const answer = await context.request.post(url(path), { form, headers: { origin: url('/').slice(0, -1) } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer;
}

/** Signs staff in, in this browser context. */
export async function signStaffIn(context, email, password) {
  await post(context, '/fn/sign-in', { 'form[email]': email, 'form[password]': password, 'form[next]': '' });
}

/** Signs a newcomer in, in this browser context, who keeps a product, reviews another and sells a third: its id. */
export async function signIn(context) {
  const person = { 'form[email]': 'ada@example.org', 'form[password]': 'grosser Fuchs im Schnee' };
  await post(context, '/fn/register', { ...person, 'form[username]': 'ada' });
  await post(context, '/fn/verify-email', { token: await mailedToken(context, person['form[email]']) });
  await post(context, '/fn/sign-in', { ...person, 'form[next]': '' });
  const product = await firstLink('/products', /^\/products\/[^/?#]+$/);
  await post(context, '/fn/keep', { slug: product.slice('/products/'.length) });
  const reviewed = await firstLink('/products', new RegExp(`^/products/(?!${product.slice('/products/'.length)}$)[^/?#]+$`));
  const review = { rating: '4', title: 'Better each day', body: 'It has its place by now.\n\nAnd it keeps it.' };
  await post(context, '/fn/save-review', { slug: reviewed.slice('/products/'.length), ...review });
  const [category] = (await firstLink('/', /^\/categories\/[^/?#]+$/)).split('/').slice(-1);
  const sold = {
    'form[name]': 'Bowl of mine', 'form[category]': category, 'form[price]': '24.50', 'form[stock]': '3', 'form[status]': 'draft',
    'form[slug]': '', 'form[description]': 'Thrown by hand.', 'form[version]': '', 'form[seen_stock]': '',
  };
  return (await post(context, '/fn/create-own-product', sold)).json();
}
