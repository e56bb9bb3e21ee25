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
    category: await firstLink('/', /^\/categories\/[^/?#]+$/),
    product: await firstLink('/products', /^\/products\/[^/?#]+$/),
    'not-found': '/no-such-page',
  };
}
