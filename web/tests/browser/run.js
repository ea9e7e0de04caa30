// node run.js [pages] [keyboard] [real]: the pages on invented answers, all when none is named;
// real: a server, when SALLYPORT_BIN names the program (a store is made for it), or SALLYPORT_URL
// and SALLYPORT_PASSPHRASES (a file of lines "user passphrase") name one that runs.
import { existsSync } from 'node:fs';
import { launch, Runner } from './kit.js';
import { keyboard_tests } from './keyboard.js';
import { page_tests } from './pages.js';
import { start_real } from '../real/server.js';
import { real_tests } from '../real/story.js';

if (!existsSync(new URL('../../dist/index.html', import.meta.url))) {
  console.error('Build the pages first: npm run build');
  process.exit(1);
}
const runner = new Runner();
const browser = await launch();
async function real() {
  const given = process.env.SALLYPORT_URL && process.env.SALLYPORT_PASSPHRASES;
  if (!given && !process.env.SALLYPORT_BIN) {
    throw new Error('name the program in SALLYPORT_BIN, or a server in SALLYPORT_URL');
  }
  const server = await start_real();
  try {
    await real_tests(runner, browser, server);
  } finally {
    await server.stop();
  }
}
const only = process.argv.slice(2);
const wanted = (part) => !only.length || only.includes(part);
if (wanted('pages')) await page_tests(runner, browser);
if (wanted('keyboard')) await keyboard_tests(runner, browser);
if (only.includes('real')) await runner.test('real: a store is made and served', real);
await browser.close();
runner.end();
