// What a test sees and does on a list of products.
import type { Locator, Page } from '@playwright/test';
import { expect, scripted } from './test';

export class Listing {
  readonly cards: Locator;
  readonly count: Locator;
  readonly filters: Locator;
  readonly field: Locator;
  readonly sort: Locator;
  readonly pager: Locator;

  constructor(readonly page: Page) {
    const main = page.getByRole('main');
    this.cards = main.locator('.listing__results').getByRole('article');
    this.count = main.locator('.listing__count');
    this.filters = page.getByRole('form', { name: 'Filters' });
    this.field = main.getByRole('searchbox', { name: 'Search these products' });
    this.sort = main.getByRole('combobox', { name: 'Sort by' });
    this.pager = page.getByRole('navigation', { name: 'Pages' });
  }

  get names(): Locator {
    return this.cards.getByRole('heading');
  }

  /** What the address asks for; forms without a script also send their empty fields. */
  async asks(wanted: Record<string, string>, path = '/products'): Promise<void> {
    const asked = (): [string, Record<string, string>] => {
      const { pathname, searchParams } = new URL(this.page.url());
      return [pathname, Object.fromEntries([...searchParams].filter(([, value]) => value !== ''))];
    };
    await expect.poll(asked).toEqual([path, wanted]);
  }

  chip(words: string): Locator {
    return this.page.getByRole('link', { name: `Remove filter: ${words}` });
  }

  /** Sends the filters, where no script does it. */
  async send(): Promise<void> {
    if (!scripted()) await this.filters.getByRole('button', { name: /^Show / }).click();
  }

  async search(words: string): Promise<void> {
    await this.field.fill(words);
    if (!scripted()) await this.field.press('Enter');
  }

  async sortBy(label: string): Promise<void> {
    await this.sort.selectOption({ label });
    if (!scripted()) await this.page.getByRole('button', { name: 'Sort', exact: true }).click();
  }
}
