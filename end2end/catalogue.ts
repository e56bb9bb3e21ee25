// What the demo shop sells, for what tests expect of its lists.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Product {
  name: string;
  slug: string;
  category: string;
  price: string;
  stock: number;
  featured?: boolean;
  age_days: number;
  description: string;
}

interface Category {
  name: string;
  slug: string;
  parent: string | null;
}

const demo = JSON.parse(readFileSync(join(__dirname, '../demo/catalogue.json'), 'utf8')) as {
  categories: Category[];
  products: Product[];
};

export const categories = demo.categories;
/** Newest first, as the shop lists them. */
export const products = demo.products.toSorted((one, other) => one.age_days - other.age_days);
export const PAGE = 20;

/** Whether a product is in a category or below it. */
export function isWithin(product: Product, category: string): boolean {
  for (let at: string | null = product.category; at; at = parentOf(at)) if (at === category) return true;
  return false;
}

const parentOf = (slug: string) => categories.find((category) => category.slug === slug)?.parent ?? null;
/** The names of the categories directly below one, or at the top, as the shop lists them. */
export const below = (slug: string | null) => names(categories.filter(({ parent }) => parent === slug)).toSorted();
export const named = (name: string) => products.find((product) => product.name === name)!;
export const names = (some: { name: string }[]) => some.map(({ name }) => name);
export const shown = (price: string) => `€${price}`;
