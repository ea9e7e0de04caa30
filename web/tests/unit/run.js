// npm test: small tests of what has no page, with node's own runner; the sources are bundled first.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const kHere = fileURLToPath(new URL('.', import.meta.url));
const kSource = fileURLToPath(new URL('../../src', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sallyport-web-'));
const out = join(folder, 'units.mjs');
await build({
  stdin: {
    contents:
      "export * from './lib/words'; export * from './lib/chart'; " +
      "export * from './lib/grades'; export * from './lib/lanes'; export * from './lib/values';",
    resolveDir: kSource,
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  outfile: out,
  logLevel: 'error',
});
const units = await import(pathToFileURL(out).href);

function files(where) {
  return readdirSync(where, { withFileTypes: true }).flatMap((entry) => {
    const path = join(where, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
const sources = files(kSource).map((path) => ({
  path: path.slice(kSource.length + 1),
  text: readFileSync(path, 'utf8'),
}));
const lock = readFileSync(join(kHere, '../../package-lock.json'), 'utf8');

let passed = 0;
let failed = 0;
for (const name of readdirSync(kHere).filter((one) => one.endsWith('_test.js'))) {
  const { tests } = await import(pathToFileURL(join(kHere, name)).href);
  for (const [words, body] of Object.entries(tests({ units, sources, lock }))) {
    try {
      body();
      passed += 1;
    } catch (why) {
      failed += 1;
      console.log(`FAILED  ${words}\n        ${why.message}`);
    }
  }
}
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
