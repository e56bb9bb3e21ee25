// Rewrites a style sheet in place for the browsers that Tailwind CSS asks for. Tailwind leaves light-dark() as it is,
// which the older of them do not know: without this they would show no colours.
import { readFileSync, writeFileSync } from 'node:fs';
import { transform } from 'lightningcss';

const [file] = process.argv.slice(2);
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(111), firefox: version(128), safari: version(16, 4), ios_saf: version(16, 4) };

const { code } = transform({ filename: file, code: readFileSync(file), minify: true, targets });
writeFileSync(file, code);
