// npm run test:browser: the pages on invented answers always; the real server when
// SALLYPORT_URL and SALLYPORT_PASSPHRASES (a file of lines "user passphrase") are given.
import { existsSync } from 'node:fs';
import { launch, Runner } from './kit.js';
import { keyboard_tests } from './keyboard.js';
import { page_tests } from './pages.js';
import { real_tests } from '../real/story.js';

if (!existsSync(new URL('../../dist/index.html', import.meta.url))) {
  console.error('Build the pages first: npm run build');
  process.exit(1);
}
const runner = new Runner();
const browser = await launch();
await page_tests(runner, browser);
await keyboard_tests(runner, browser);
if (process.env.SALLYPORT_URL && process.env.SALLYPORT_PASSPHRASES) {
  await real_tests(runner, browser, process.env.SALLYPORT_URL, process.env.SALLYPORT_PASSPHRASES);
} else {
  console.log('        real server: not asked for (SALLYPORT_URL, SALLYPORT_PASSPHRASES)');
}
await browser.close();
runner.end();
