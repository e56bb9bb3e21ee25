import { defineConfig, devices } from '@playwright/test';

// The shop under test is started by scripts/with-shop.sh, which says here where it is.
const baseURL = process.env.VITRINE_URL;
if (!baseURL) {
  throw new Error('VITRINE_URL is not set: run make test, or scripts/with-shop.sh playwright test --config end2end');
}

const launchOptions = {
  executablePath: process.env.VITRINE_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
};

// Files that add to what the shop sells come after all others, which count on the demo catalogue as it is.
const CHANGING = /\.changing\.spec\.ts$/;
const OTHERS = ['javascript', 'no javascript'];
// These begin in a shop that sells nothing (VITRINE_SHOP=empty), and are all that runs there.
const EMPTY = /\.empty\.spec\.ts$/;
const SCRIPT = /\.script\.(changing\.)?spec\.ts$/;

const usual = [
  { name: 'javascript', testIgnore: [/\.plain\.spec\.ts$/, CHANGING, EMPTY] },
  { name: 'no javascript', testIgnore: [SCRIPT, CHANGING, EMPTY], use: { javaScriptEnabled: false } },
  { name: 'javascript, changing', testMatch: CHANGING, dependencies: OTHERS },
  { name: 'no javascript, changing', testMatch: CHANGING, testIgnore: [SCRIPT], dependencies: OTHERS, use: { javaScriptEnabled: false } },
];
const empty = [
  { name: 'javascript, empty shop', testMatch: EMPTY },
  { name: 'no javascript, empty shop', testMatch: EMPTY, dependencies: ['javascript, empty shop'], use: { javaScriptEnabled: false } },
];

export default defineConfig({
  testDir: '.',
  outputDir: '../target/end2end',
  forbidOnly: !!process.env.CI,
  fullyParallel: true,
  workers: 2,
  // A second try on a busy machine is reported as flaky: something to look into.
  retries: process.env.CI ? 1 : 0,
  timeout: 30_000,
  reporter: [['list']],
  use: { ...devices['Desktop Chrome'], baseURL, launchOptions, screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  // A file named *.script.spec.ts needs JavaScript, one named *.plain.spec.ts is for browsers without it,
  // every other one runs in both.
  projects: process.env.VITRINE_SHOP === 'empty' ? empty : usual,
});
