// The form of each kind of thing, what is asked before it goes, its history and the last entry of that can be used by
// everybody, and so can the trash (SPEC A1, A7, Q3). Each test makes a thing of its own.
import type { Page } from '@playwright/test';
import { accessible, asStaff, category, draft, field, hang, idsOf, save, tag } from './staff';
import type { Done } from './staff';
import { expect, test, visit } from './test';

test.beforeEach(async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await asStaff(page);
});

interface Kind {
  /** What stands in the form's head and is asked about before it is done. */
  asked?: string;
  /** Makes a thing that was changed since; answers what the last change answered. */
  make: (page: Page, word: string) => Promise<Done>;
}

/** A product with two pictures, which shoppers see. */
async function published({ request }: Page, word: string): Promise<string> {
  const shelf = await category(request, `Shelf ${word}`);
  const description = 'It **sings**.\n\n- of copper\n- with a lid';
  const id = await draft(request, `Kettle ${word}`, shelf, { status: 'published', description });
  await hang(request, id, ['copper-kettle-no-3-1', 'copper-kettle-no-3-2']);
  return id;
}

const kinds: Record<string, Kind> = {
  products: {
    make: async (page, word) => {
      const id = await published(page, word);
      const values = { price: '12.50', is_featured: 'yes', status: 'archived', description: `${'long '.repeat(60)}end` };
      return await save(page.request, 'products', values, id);
    },
  },
  categories: {
    asked: 'Delete',
    make: async ({ request }, word) => {
      const id = await category(request, `Below ${word}`, await category(request, `Above ${word}`));
      return await save(request, 'categories', { description: 'What is below.', slug: `lower-${word}` }, id);
    },
  },
  images: {
    asked: 'Delete',
    make: async ({ request }, word) => {
      const product = await draft(request, `Pot ${word}`, await category(request, `Pots ${word}`));
      const [id] = await hang(request, product, ['copper-kettle-no-3-3']);
      return await save(request, 'images', { alt: `A pot ${word}`, focus_x: '20', focus_y: '80' }, id);
    },
  },
  reviews: {
    asked: 'Delete',
    make: async (page, word) => {
      const product = await published(page, word);
      const slug = await field(page.request, 'products', product, 'slug');
      const review = { slug, rating: '4', title: `Sings ${word}`, body: 'Every morning.' };
      expect((await page.request.post('/fn/save-review', { form: review })).status()).toBe(200);
      await save(page.request, 'products', { status: 'archived' }, product);
      const [id] = await idsOf(page.request, 'reviews', `q=${word}`);
      return await save(page.request, 'reviews', { status: 'rejected' }, id);
    },
  },
  users: {
    asked: 'Send a link to set the password',
    make: async ({ request }, word) => {
      const { id } = await save(request, 'users', { username: word, email: `${word}@example.org`, is_active: 'yes' });
      return await save(request, 'users', { first_name: 'Ada', bio: 'Counts.', birth_date: '1990-12-31' }, id);
    },
  },
  groups: {
    asked: 'Delete',
    make: async ({ request }, word) => {
      const { id } = await save(request, 'groups', { name: `Viewers ${word}`, permissions: 'view product\nview review' });
      return await save(request, 'groups', { permissions: 'change product\nview product' }, id);
    },
  },
};

for (const [kind, { asked, make }] of Object.entries(kinds)) {
  test(`the form of one of the ${kind}, its history and an entry of it can be used by everybody`, async ({ page }) => {
    const { id, entry } = await make(page, tag());
    expect(await visit(page, `/admin/${kind}/${id}`)).toBe(200);
    // What is folded away is looked at too.
    for (const folded of await page.getByRole('main').locator('details.aset > summary').all()) await folded.click();
    await accessible(page, `the form of one of the ${kind}`);
    if (asked) {
      await page.getByRole('main').getByRole('button', { name: asked, exact: true }).click();
      // What is deleted is named.
      const question = page.getByRole('dialog', { name: asked === 'Delete' ? /^Delete “.+”\?$/ : asked });
      await expect(question).toBeVisible();
      await accessible(page, `the question before “${asked}”`);
      await question.getByRole('button', { name: 'Cancel' }).click();
      await expect(question).toBeHidden();
    }
    for (const address of [`/admin/${kind}/${id}/history`, `/admin/audit/${entry}`]) {
      expect(await visit(page, address)).toBe(200);
      await expect(page.getByRole('main').getByRole('row').first()).toBeVisible();
      await accessible(page, address);
    }
  });
}

test('the trash, a product in it and the question before it goes for good can be used by everybody', async ({ page }) => {
  const word = tag();
  const id = await published(page, word);
  await visit(page, `/admin/products/${id}`);
  await page.getByRole('main').getByRole('button', { name: 'Move to trash', exact: true }).click();
  await expect(page).toHaveURL('/admin/products');
  await visit(page, `/admin/products/${id}`);
  await expect(page.getByText('This product is in the trash')).toBeVisible();
  await accessible(page, 'a product in the trash');
  await visit(page, `/admin/products?trash=1&q=${word}`);
  await page.getByRole('checkbox', { name: `Select Kettle ${word}`, exact: true }).check();
  const bar = page.getByRole('form', { name: 'Selected' });
  await expect(bar.getByRole('status')).toHaveText('1 selected');
  await accessible(page, 'a row of the trash that is selected');
  await bar.getByRole('button', { name: 'Delete for good', exact: true }).click();
  const question = page.getByRole('dialog', { name: `Delete for good: “Kettle ${word}”?`, exact: true });
  await expect(question).toContainText('Reviews and pictures go too.');
  await accessible(page, 'the question before “Delete for good”');
  await question.getByRole('button', { name: 'Delete for good', exact: true }).click();
  await expect(page.getByText('1 product deleted for good.')).toBeVisible();
  await expect.poll(() => idsOf(page.request, 'products', `trash=1&q=${word}`)).toEqual([]);
});
