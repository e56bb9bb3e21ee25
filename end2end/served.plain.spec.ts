// What the server says beside the pages: headers, files, addresses for machines. One run is enough.
import { get } from 'node:http';
import { categories, products } from './catalogue';
import { expect, test } from './test';

/** Status and length of an answer as it comes, compressed: Playwright's own requests unpack it. */
const onTheWire = (address: string) =>
  new Promise<{ status?: number; bytes: number }>((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.on('end', () => resolve({ status: answer.statusCode, bytes }));
      answer.on('error', reject);
    }).on('error', reject);
  });

// What a shopper's page may weigh, in bytes as brotli; pictures aside. The wasm is a promise, the rest has a little room.
const LARGEST: Record<string, number> = { html: 15_000, css: 14_000, js: 8_000, wasm: 330_000, woff2: 40_000 };

test('every page names its scripts to the browser, and nothing else runs', async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of ['/', '/products', '/products?q=zzzzqqqq', '/products/kettle-arc', '/categories/kitchen', '/categories', '/no-such-page']) {
    const answer = await request.get(path);
    const headers = answer.headers();
    const policy = headers['content-security-policy'];
    const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(nonce.length, path).toBeGreaterThan(15);
    nonces.add(nonce);
    for (const part of ["default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"]) {
      expect(policy, path).toContain(part);
    }
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain("'unsafe-eval'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBeTruthy();
    expect(headers['x-request-id']).toMatch(/^[\w-]{8,}$/);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');

    const html = await answer.text();
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
      if (!tag.includes('application/ld+json')) expect(tag, path).toContain(`nonce="${nonce}"`);
    }
    expect(html, path).not.toMatch(/<[^>]+\sstyle=/);
    expect(html, path).not.toMatch(/<[^>]+\son\w+=/);
    // What stands in a page until the nonce and the long texts come is gone: NONCE_PLACEHOLDER in src/infra/http.rs.
    expect(html, path).not.toMatch(/nonce-[0-9a-f]{64}/);
  }
  expect(nonces.size).toBe(7);
});

test('the site’s own files are compressed beforehand and kept for ever', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const files = [...new Set([...html.matchAll(/["'](\/pkg\/[^"']+)["']/g)].map((match) => match[1]))];
  expect(files.map((file) => file.split('.').pop()).toSorted()).toEqual(['css', 'js', 'wasm']);
  const kinds: Record<string, string> = { css: 'text/css', js: 'text/javascript', wasm: 'application/wasm' };
  for (const file of files) {
    expect(file).toMatch(/\.[0-9a-f]{8,}\./);
    const answer = await request.get(file, { headers: { 'accept-encoding': 'br' } });
    const headers = answer.headers();
    expect(answer.status()).toBe(200);
    expect.soft(headers['content-encoding'], file).toBe('br');
    expect(headers['cache-control'], file).toMatch(/max-age=31536000.*immutable/);
    expect(headers['content-type'], file).toContain(kinds[file.split('.').pop()!]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    const plain = await request.get(file, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers()['content-encoding']).toBeUndefined();
    expect((await plain.body()).equals(await answer.body())).toBe(true);
    expect((await request.get(file.replace(/\.[0-9a-f]{8,}\./, '.0123456789abcdef.'))).status(), 'another hash').toBe(404);
  }
  // What the page asks for early is what the styles ask for: under another name it would come twice.
  const styles = await (await request.get(files.find((file) => file.endsWith('.css'))!)).text();
  const early = [...html.matchAll(/"(\/fonts\/[^"]+)"/g)].map((match) => match[1]);
  const fonts = [...new Set([...styles.matchAll(/url\("?(\/fonts\/[^")]+)/g)].map((match) => match[1]))];
  expect([early.length, fonts.length]).toEqual([2, 4]);
  expect(fonts).toEqual(expect.arrayContaining(early));
  for (const font of fonts) {
    expect(font).toMatch(/\.[0-9a-f]{16}\.woff2$/);
    const { 'cache-control': kept, 'content-type': kind } = (await request.get(font)).headers();
    expect([kind, kept], font).toEqual(['font/woff2', expect.stringContaining('immutable')]);
    expect((await request.get(font.replace(/\.[0-9a-f]{16}\./, '.'))).headers()['cache-control'], 'its plain name').toBe('no-cache');
  }
  const picture = /\/media\/[^" ]+\.webp/.exec(html)![0];
  const shown = await request.get(picture);
  expect([shown.headers()['content-type'], shown.headers()['cache-control']]).toEqual(['image/webp', expect.stringContaining('immutable')]);
  for (const path of ['/media/no-such.webp', '/media/..%2F..%2Fetc%2Fpasswd', '/pkg/..%2f..%2fCargo.toml', '/pkg/no-such.js', '/fonts/no-such.woff2']) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});

test('a shopper’s page and what it needs weigh no more than they may', async ({ request, baseURL }) => {
  const needed = new Set<string>();
  for (const path of ['/', '/products', '/products/kettle-arc', '/categories/kitchen', '/categories']) {
    const { status, bytes } = await onTheWire(baseURL + path);
    expect(status, path).toBe(200);
    expect.soft(bytes, `${path}, bytes`).toBeLessThanOrEqual(LARGEST.html);
    const html = await (await request.get(path)).text();
    for (const [, file] of html.matchAll(/["'](\/(?:pkg|fonts)\/[^"']+)["']/g)) needed.add(file);
  }
  expect([...needed].map((file) => file.split('.').pop()).toSorted()).toEqual(['css', 'js', 'wasm', 'woff2', 'woff2']);
  for (const file of needed) {
    const { status, bytes } = await onTheWire(baseURL + file);
    expect(status, file).toBe(200);
    expect.soft(bytes, `${file}, bytes`).toBeLessThanOrEqual(LARGEST[file.split('.').pop()!]);
  }
});

test('pages are compressed, and can be asked for by HEAD', async ({ request }) => {
  for (const encoding of ['br', 'gzip']) {
    const page = await request.get('/products', { headers: { 'accept-encoding': encoding } });
    expect(page.headers()['content-encoding']).toBe(encoding);
    expect(page.headers()['vary']).toMatch(/accept-encoding/i);
  }
  const head = await request.head('/products');
  expect(head.status()).toBe(200);
  expect((await head.body()).length).toBe(0);
});

test('machines find the site map, the rules, the manifest and the icons', async ({ request, baseURL }) => {
  const map = await request.get('/sitemap.xml');
  expect(map.headers()['content-type']).toContain('xml');
  const places = [...(await map.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
  expect(places).toHaveLength(new Set(places).size);
  for (const path of ['/', '/products', ...categories.map(({ slug }) => `/categories/${slug}`), ...products.map(({ slug }) => `/products/${slug}`)]) {
    expect(places).toContain(baseURL + path);
  }
  for (const [part, status] of [['?from=abc', 404], ['?from=1-2', 404]] as const) {
    expect((await request.get(`/sitemap.xml${part}`)).status(), part).toBe(status);
  }

  const robots = await request.get('/robots.txt');
  expect(robots.headers()['content-type']).toContain('text/plain');
  expect(await robots.text()).toContain(`Sitemap: ${baseURL}/sitemap.xml`);

  const manifest = await request.get('/manifest.webmanifest');
  expect(manifest.headers()['content-type']).toContain('application/manifest+json');
  const { name, icons, start_url } = await manifest.json();
  expect([name, start_url]).toEqual(['Vitrine', '/']);
  for (const { src, type } of icons) {
    const icon = await request.get(src);
    expect([icon.status(), icon.headers()['content-type']], src).toEqual([200, type]);
  }
  for (const path of ['/favicon.ico', '/favicon.svg', '/apple-touch-icon.png', '/og.png', '/icons.svg']) {
    const icon = await request.get(path);
    expect([icon.status(), icon.headers()['content-type']], path).toEqual([200, expect.stringMatching(/^image\//)]);
  }
});

test('server functions answer with the status of what went wrong, and to this shop’s pages alone', async ({ request, baseURL }) => {
  const status = async (path: string) => (await request.get(path)).status();
  expect.soft(await status('/fn/product?slug=kettle-arc')).toBe(200);
  expect.soft(await status('/fn/product?slug=no-such')).toBe(404);
  expect.soft(await status('/fn/product')).toBe(400);
  expect.soft(await status('/fn/products?query=category%3Dno-such')).toBe(404);
  expect.soft(await status('/fn/products?query=page%3D99')).toBe(404);
  expect.soft(await status(`/fn/suggest?query=${'x'.repeat(5000)}`)).toBe(200);
  expect.soft(await status('/fn/suggest?query=%00')).toBe(200);
  expect.soft(await status(`/fn/recently-viewed?slugs=${'kettle-arc,'.repeat(2000)}`)).toBeLessThan(500);
  expect.soft(await status('/fn/recently-viewed?slugs=%00')).toBe(200);
  expect.soft(await status('/fn/no-such')).toBe(404);
  const foreign = await request.post('/fn/products', { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, data: '' });
  expect(foreign.status()).toBe(403);
  expect.soft((await request.post('/products', { headers: { origin: baseURL! }, data: '' })).status()).toBe(405);
});

test('one address stands for one page: a slash at the end makes no other', async ({ request, baseURL }) => {
  for (const path of ['/products/', '/products/kettle-arc/', '/categories/kitchen/']) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const canonical = /<link rel="canonical" href="([^"]+)"/.exec(await answer.text())?.[1];
    const kept = answer.status() === 200 && canonical === baseURL + path.replace(/\/$/, '');
    const led = [301, 308].includes(answer.status()) && answer.headers()['location']?.endsWith(path.replace(/\/$/, ''));
    expect(kept || led || answer.status() === 404, `${path}: ${answer.status()} ${canonical}`).toBeTruthy();
  }
});
