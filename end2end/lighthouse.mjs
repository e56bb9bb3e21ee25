// Lighthouse, mobile profile: performance at least 95, the other three 100. Exits non-zero below that.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { pages, url } from './pages.mjs';

const wanted = { performance: 0.95, accessibility: 1, 'best-practices': 1, seo: 1 };
const { home, list, product } = await pages();
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ['--headless=new', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
let short = false;
try {
  for (const [name, path] of Object.entries({ home, list, product })) {
    const { lhr } = await lighthouse(url(path), { port: chrome.port, onlyCategories: Object.keys(wanted), logLevel: 'error' });
    const scores = Object.entries(wanted).map(([category, least]) => {
      const { score } = lhr.categories[category];
      if (score < least) {
        short = true;
        for (const { id } of lhr.categories[category].auditRefs) {
          const audit = lhr.audits[id];
          if (audit.score !== null && audit.score < 0.9) console.log(`  ${name}: ${id}: ${audit.title}`);
        }
      }
      return `${category} ${Math.round(score * 100)}`;
    });
    console.log(`${name}: ${scores.join(', ')}`);
  }
} finally {
  await chrome.kill();
}
process.exit(short ? 1 : 0);
