// What every browser test shares: Debian's chromium, one page with its findings, the small checks.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** long enough for a busy machine; nothing is measured here */
const kPatience = Number(process.env.SALLYPORT_PATIENCE ?? 20000);
const kArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  return chromium.launch({
    executablePath: process.env.SALLYPORT_CHROMIUM || process.env.CHROMIUM || '/usr/bin/chromium',
    args: kArguments,
  });
}

export function check(right, words) {
  if (!right) throw new Error(words);
}

/** A page that remembers what went wrong and every request that left the machine. */
export async function open_page(browser, url, size = { width: 1280, height: 800 }) {
  const context = await browser.newContext({
    viewport: size,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  const wrong = [];
  const refused = /Failed to load resource.*(400|401|403|404|422|428)/;
  page.on('console', (line) => {
    if (line.type() === 'error' && !refused.test(line.text())) wrong.push(line.text());
  });
  page.on('pageerror', (why) => wrong.push(String(why)));
  page.on('request', (request) => {
    const host = new URL(request.url()).origin;
    if (!request.url().startsWith('data:') && host !== new URL(url).origin) {
      wrong.push(`a request left the machine: ${host}`);
    }
  });
  return { page, wrong, end: () => context.close() };
}

/** axe in the page's own world, past its policy (the debugger may, the page may not). */
export async function axe_findings(page) {
  await page.evaluate(kAxe);
  return page.evaluate(async () => {
    const kRules = {
      type: 'tag',
      values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    };
    const found = await globalThis.axe.run(document, { runOnly: kRules });
    return found.violations.map(
      (one) =>
        `${one.id}: ${one.nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    );
  });
}

/** an empty style attribute is what the screenshot leaves behind */
const kInside = '[style]:not([style=""]), style, script:not([src])';

/** The checks that hold on every page: no finding, no style or script inside, nothing kept. */
export async function holds(page, wrong, names) {
  const findings = await axe_findings(page);
  check(findings.length === 0, `axe: ${findings.join('\n')}`);
  const told = `${await page.title()} ${page.url()}`.toLowerCase();
  for (const name of names) check(!told.includes(name.toLowerCase()), `a name in ${told}`);
  const kept = await page.evaluate(
    (inside) => ({
      storage: localStorage.length + sessionStorage.length,
      styles: [...document.querySelectorAll(inside)].map((one) => one.outerHTML.slice(0, 120)),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }),
    kInside,
  );
  check(kept.storage === 0, "something was left in the browser's storage");
  check(kept.styles.length === 0, `inline style or script: ${kept.styles.join(' | ')}`);
  check(kept.wide <= 1, `the page is ${kept.wide} px wider than the window`);
  check(wrong.length === 0, wrong.join('\n'));
}

/** Screenshots are made for looking when SALLYPORT_SHOTS names a folder. */
export async function shot(page, name, whole = false) {
  const folder = process.env.SALLYPORT_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: whole });
}

/** Runs tests one after another; a failed one never stops the others. */
export class Runner {
  passed = 0;
  failed = 0;

  async test(name, body) {
    try {
      await body();
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (why) {
      this.failed += 1;
      console.log(
        `FAILED  ${name}\n        ${String(why?.message ?? why)
          .split('\n')
          .join('\n        ')}`,
      );
    }
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}
