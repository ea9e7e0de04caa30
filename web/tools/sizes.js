// Prints what the first page costs over the wire and fails the build above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

const kBudget = 150 * 1024;
const folder = fileURLToPath(new URL('../dist/assets', import.meta.url));
const sum = (ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .reduce((total, name) => total + gzipSync(readFileSync(join(folder, name))).length, 0);
const words = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

const script = sum('.js');
console.log(
  `first page, gzipped: script ${words(script)} of ${words(kBudget)}, ` +
    `style ${words(sum('.css'))}`,
);
if (script > kBudget) {
  console.error('The script is above its budget.');
  process.exit(1);
}
