// Licences, origins and banned crates, as deny.toml has them: the part of `cargo deny check` that needs neither the
// network nor a large tool. Judges every crate that the lock file has for any target.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const rules = readFileSync('deny.toml', 'utf8').replace(/^\s*#.*$/gm, '');
const list = (name) => rules.match(new RegExp(`^${name} = \\[([^\\]]*)\\]`, 'm'))?.[1] ?? '';
const allowed = new Set([...list('allow').matchAll(/"([^"]+)"/g)].map((found) => found[1]));
const banned = new Set([...list('deny').matchAll(/crate = "([^"]+)"/g)].map((found) => found[1]));
if (!allowed.size || !banned.size) throw new Error('deny.toml cannot be read: it names no licences or no banned crates');

// An SPDX expression: OR binds weakest, then AND, then WITH; old crates write / for OR.
function isAllowed(expression) {
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  const either = () => {
    let good = both();
    while (words[0] === 'OR') { words.shift(); good = both() || good; }
    return good;
  };
  const both = () => {
    let good = one();
    while (words[0] === 'AND') { words.shift(); good = one() && good; }
    return good;
  };
  const one = () => {
    let word = words.shift();
    if (word === '(') {
      const good = either();
      return words.shift() === ')' && good;
    }
    if (words[0] === 'WITH') word = [word, ...words.splice(0, 2)].join(' ');
    return allowed.has(word);
  };
  return either() && words.length === 0;
}

const call = ['metadata', '--format-version', '1', '--all-features', '--locked'];
let text;
try {
  text = execFileSync('cargo', [...call, '--offline'], { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });
} catch {
  // Crates that no build here has needed yet, those of other systems.
  text = execFileSync('cargo', call, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] });
}
const { packages } = JSON.parse(text);
const problems = packages.flatMap(({ name, version, license, source }) => [
  ...(isAllowed(license ?? '') ? [] : [`${name} ${version}: the licence ${license ?? '(none)'} is not allowed`]),
  ...(source === null || source.startsWith('registry+https://github.com/rust-lang/crates.io-index')
    ? [] : [`${name} ${version}: comes from ${source}`]),
  ...(banned.has(name) ? [`${name} ${version}: is banned`] : []),
]);
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length) process.exit(1);
console.log(`   ${packages.length} crates, all of them allowed by deny.toml`);
