// Screenshots of the pages and of their states at three widths, light and dark: node gallery.mjs FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ownPages, pages, signIn, signStaffIn, staffPages, url } from './pages.mjs';
import { states } from './states.mjs';

const folder = process.argv[2];
const widths = [390, 820, 1440];
const schemes = ['light', 'dark'];

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.VITRINE_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const rows = [];

/** Pictures further down load when they come into view. */
async function lookThrough(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      window.scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 50));
    }
    window.scrollTo(0, 0);
  });
  await page.waitForLoadState('networkidle');
}

/** The whole page, or what is on the screen once something was done on it. */
async function shootOne(name, path, { storageState, act }, colorScheme, width) {
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme, storageState, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url(path), { waitUntil: 'networkidle' });
  if (act) {
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    await act(page);
  } else {
    await lookThrough(page);
  }
  const file = `${name}-${colorScheme}-${width}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: !act });
  await context.close();
  return `<a href="${file}"><img src="${file}" alt="${name}, ${colorScheme}, ${width} px" height="420"></a>`;
}

async function shoot(name, path, how = {}) {
  const shots = [];
  for (const colorScheme of schemes) {
    for (const width of how.widths ?? widths) shots.push(await shootOne(name, path, how, colorScheme, width));
  }
  rows.push(`<h2>${name} <small>${path}</small></h2><p>${shots.join(' ')}</p>`);
  console.log(name);
}

for (const [name, path] of Object.entries(await pages())) await shoot(name, path);
for (const [name, { path, ...how }] of Object.entries(states)) await shoot(name, path, how);
const own = await browser.newContext();
const sold = await signIn(own);
let storageState = await own.storageState();
for (const [name, path] of Object.entries(await ownPages(sold))) await shoot(name, path, { storageState });
const { VITRINE_SUPERUSER_EMAIL: email, VITRINE_SUPERUSER_PASSWORD: password } = process.env;
if (email && password) {
  const staff = await browser.newContext();
  await signStaffIn(staff, email, password);
  storageState = await staff.storageState();
  for (const [name, path] of Object.entries(await staffPages(staff))) await shoot(name, path, { storageState });
} else {
  console.log('the staff side is left out: VITRINE_SUPERUSER_EMAIL and VITRINE_SUPERUSER_PASSWORD are not set');
}
await browser.close();
await writeFile(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Gallery</title>${rows.join('\n')}`);
