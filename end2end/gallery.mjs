// A screenshot of every page at three widths, light and dark: node gallery.mjs FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ownPages, pages, signIn, url } from './pages.mjs';

const folder = process.argv[2];
const widths = [390, 820, 1440];
const schemes = ['light', 'dark'];

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.VITRINE_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const rows = [];

async function shoot(name, path, storageState) {
  const shots = [];
  for (const colorScheme of schemes) {
    for (const width of widths) {
      const viewport = { width, height: 900 };
      const context = await browser.newContext({ viewport, colorScheme, storageState, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(url(path), { waitUntil: 'networkidle' });
      // Pictures further down load when they come into view.
      await page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += 600) {
          window.scrollTo(0, y);
          await new Promise((done) => setTimeout(done, 50));
        }
        window.scrollTo(0, 0);
      });
      await page.waitForLoadState('networkidle');
      const file = `${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
      shots.push(`<a href="${file}"><img src="${file}" alt="${name}, ${colorScheme}, ${width} px" height="420"></a>`);
      await context.close();
    }
  }
  rows.push(`<h2>${name} <small>${path}</small></h2><p>${shots.join(' ')}</p>`);
  console.log(name);
}

for (const [name, path] of Object.entries(await pages())) await shoot(name, path);
const own = await browser.newContext();
await signIn(own);
const storageState = await own.storageState();
for (const [name, path] of Object.entries(await ownPages())) await shoot(name, path, storageState);
await browser.close();
await writeFile(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Gallery</title>${rows.join('\n')}`);
