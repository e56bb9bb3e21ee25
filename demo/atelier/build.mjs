// Writes ../catalogue.json and ../pictures/*.webp from the declarations in products/.
//   node build.mjs            everything
//   node build.mjs --words    the catalogue only
//   node build.mjs kettle     only the pictures whose slug contains "kettle"
import { readdirSync, mkdirSync, writeFileSync, readFileSync, unlinkSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { draw } from './lib/scene.mjs';
import { hash } from './lib/draw.mjs';

const here = dirname(fileURLToPath(import.meta.url)), out = join(here, '..', 'pictures');
const args = process.argv.slice(2), words = args.includes('--words'), only = args.filter((a) => !a.startsWith('--'));
const slugify = (s) => s.replace(/ø/g, 'o').replace(/Ø/g, 'O').replace(/æ/g, 'ae').replace(/ß/g, 'ss').normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/&/g, 'and').replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
const files = readdirSync(join(here, 'products')).filter((n) => n.endsWith('.mjs')).sort();
const order = ['kitchen', 'living', 'bath', 'desk', 'out', 'garden'];
const tops = (await Promise.all(files.map((n) => import('./products/' + n)))).map((m) => m.default).sort((a, b) => order.indexOf(a.ground) - order.indexOf(b.ground));
const categories = [], products = [];
for (const top of tops) {
  const walk = (c, parent) => { const slug = c.slug || slugify(c.name); categories.push({ name: c.name, slug, parent, description: c.description }); (c.children || []).forEach((k) => walk(k, slug)); };
  walk(top.tree, null);
  for (const p of top.products) products.push({ ...p, slug: p.slug || slugify(p.name), top: top.ground });
}
const slugs = new Set(products.map((p) => p.slug)), cats = new Set(categories.map((c) => c.slug));
if (slugs.size !== products.length) throw new Error('a slug is used twice');
const leaves = [...new Set(products.map((p) => p.cat))];
const upper = (s) => s[0].toUpperCase() + s.slice(1);
// Ages: every product a different day, shuffled over 400 days, the same each time
const rank = [...products].sort((a, b) => hash('age ' + a.slug) - hash('age ' + b.slug)).map((p) => p.slug);
for (const p of products) {
  if (!cats.has(p.cat)) throw new Error(`${p.slug}: no category ${p.cat}`);
  const i = rank.indexOf(p.slug), n = products.length;
  p.age = Math.round((1.4 + 398 * ((i + (hash(p.slug) % 100) / 180) / n) ** 1.15) * 100) / 100;
  p.shift = leaves.indexOf(p.cat) % 3;
  const t = p.third || {};
  p.alts = [`${upper(p.see)}`, `Close view: ${p.near || p.see}`, t.alt ? upper(t.alt) : t.cols ? `${p.name} in ${['', 'one colour', 'two colours', 'three colours', 'four colours'][t.cols.length]}, side by side` : t.lit ? `${p.name}, lit, in the evening` : `${p.name} in use, ${t.place || { garden: 'out of doors', tiles: 'by the tiled wall', shelf: 'on a shelf', arch: 'in an alcove', room: 'in a room' }[t.back] || 'by the window'}`];
}
const json = { categories, products: products.map((p) => ({ name: p.name, slug: p.slug, category: p.cat, price: p.price, stock: p.stock, featured: !!p.featured, age_days: p.age, description: p.text.trim().replace(/\n[ \t]+/g, '\n') + '\n', images: [1, 2, 3].map((v) => ({ file: `${p.slug}-${v}.webp`, alt: p.alts[v - 1] })) })) };
writeFileSync(join(here, '..', 'catalogue.json'), JSON.stringify(json, null, 2) + '\n');
console.log(`${categories.length} categories, ${products.length} products`);
if (!words) {
  mkdirSync(out, { recursive: true });
  const jobs = products.filter((p) => !only.length || only.some((o) => p.slug.includes(o) || p.cat === o)).flatMap((p) => [1, 2, 3].map((v) => [p, v]));
  let total = 0;
  const paint = async ([p, v]) => {
    const buf = await sharp(Buffer.from(draw(p, v)), { density: 72 }).removeAlpha().webp({ quality: 85, effort: 3 }).toBuffer();
    const file = join(out, `${p.slug}-${v}.webp`); total += buf.length;
    if (!existsSync(file) || !readFileSync(file).equals(buf)) writeFileSync(file, buf);
  };
  const queue = [...jobs];
  await Promise.all([0, 1].map(async () => { while (queue.length) await paint(queue.shift()); }));
  if (!only.length) for (const n of readdirSync(out)) if (!jobs.some(([p, v]) => n === `${p.slug}-${v}.webp`)) unlinkSync(join(out, n));
  console.log(`${jobs.length} pictures, ${(total / 1e6).toFixed(1)} MB`);
}
