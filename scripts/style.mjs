// Rewrites style sheets in place: for the browsers that Tailwind CSS asks for, and with the names that a release gives
// to fonts. Tailwind leaves light-dark() as it is, which the older browsers do not know: without this they would show no
// colours.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { transform } from 'lightningcss';

const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(111), firefox: version(128), safari: version(16, 4), ios_saf: version(16, 4) };

// As src/server/site.rs makes the name: a part of the content's SHA-256 stands before the ending.
const hashed = (_, stem) => {
  const hash = createHash('sha256').update(readFileSync(`public/fonts/${stem}.woff2`)).digest('hex').slice(0, 16);
  return `/fonts/${stem}.${hash}.woff2`;
};

for (const file of process.argv.slice(2)) {
  const { code } = transform({ filename: file, code: readFileSync(file), minify: true, targets });
  writeFileSync(file, Buffer.from(code).toString().replace(/\/fonts\/([\w-]+)\.woff2/g, hashed));
}
