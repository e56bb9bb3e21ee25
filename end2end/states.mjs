// What a page shows besides itself: while it loads, when it fails, with something open. For the gallery.

/** Answers what the page asks for as a server function does that fails. */
const failing = (page, pattern, status, error) =>
  page.route(pattern, (route) => route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(error) }));

/** Leaves what the page asks for without an answer. */
const silent = (page, pattern) => page.route(pattern, () => {});

const LISTS = /\/fn\/products\?/;
const PRODUCT = /\/fn\/product\?/;

const toProduct = (page) => page.locator('.listing .goods .card__name a').first().click();
const titled = (page, title) => page.getByRole('heading', { level: 1, name: title }).waitFor();
const opened = (page, selector) => page.locator(selector).waitFor({ state: 'visible' });
const press = (page, popover) => page.locator(`button[popovertarget="${popover}"]:visible`).first().click();

/** Each state: the page that it begins on, what is done there, and the widths where it can be seen if not all. */
export const states = {
  'list-loading': {
    path: '/',
    act: async (page) => {
      await silent(page, LISTS);
      await page.locator('main a[href="/products"]').first().click();
      await opened(page, 'main .loading');
    },
  },
  'list-failed': {
    path: '/products',
    act: async (page) => {
      await page.route(LISTS, (route) => route.abort());
      await page.getByRole('combobox', { name: 'Sort by' }).selectOption('price');
      await page.getByRole('alert').getByRole('heading', { name: 'The products didn’t load' }).waitFor();
    },
  },
  'product-loading': {
    path: '/products',
    act: async (page) => {
      await silent(page, PRODUCT);
      await toProduct(page);
      await opened(page, 'main .loading');
    },
  },
  unreachable: {
    path: '/products',
    act: async (page) => {
      await page.route(PRODUCT, (route) => route.abort());
      await toProduct(page);
      await titled(page, 'The shop can’t be reached');
    },
  },
  throttled: {
    path: '/products',
    act: async (page) => {
      await failing(page, PRODUCT, 429, { Throttled: { retry_after_seconds: 40 } });
      await toProduct(page);
      await titled(page, 'That was a lot at once');
    },
  },
  broken: {
    path: '/products',
    act: async (page) => {
      await failing(page, PRODUCT, 500, { Internal: { request_id: '0198c0de-7a11-7b0b-8c0d-0123456789ab' } });
      await toProduct(page);
      await titled(page, 'Something broke on our side');
    },
  },
  menu: {
    path: '/',
    act: async (page) => {
      await press(page, 'menu');
      await opened(page, '#menu');
    },
  },
  filters: {
    path: '/products',
    // Wider pages have them beside the list.
    widths: [390, 820],
    act: async (page) => {
      await press(page, 'filters');
      await opened(page, '#filters');
    },
  },
  suggestions: {
    path: '/',
    act: async (page) => {
      const field = page.getByRole('combobox', { name: 'Search products' });
      if (!(await field.isVisible())) await press(page, 'search');
      await field.fill('kettle');
      await opened(page, '#suggestions');
    },
  },
  'picture-enlarged': {
    path: '/products/kettle-arc',
    act: async (page) => {
      await page.getByRole('link', { name: /^Enlarge picture 1 / }).click();
      await page.getByRole('dialog', { name: 'Enlarged picture' }).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  'sign-in-refused': {
    path: '/sign-in',
    act: async (page) => {
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('[aria-invalid="true"]').first().waitFor();
    },
  },
};
