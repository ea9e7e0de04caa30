// The story on a real server: what Dana Whitlock sees, with the same checks as every page.
import { readFileSync } from 'node:fs';
import { check, holds, open_page, shot } from '../browser/kit.js';

const kUser = 'dana.whitlock';
const kNames = ['kessell', 'ransome', 'prill', 'dzurik', 'renn', 'ashlar'];

function passphrase_of(file, user) {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${user} `));
  if (!line) throw new Error(`no passphrase of ${user} in the file`);
  return line.slice(user.length + 1).trim();
}

async function sign_in(page, url, passphrase) {
  await page.goto(url);
  await page.getByLabel('User').fill(kUser);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
}

async function reason_if_asked(page, shown) {
  const dialog = page.getByLabel('Reason', { exact: true });
  await Promise.race([dialog.waitFor(), shown.waitFor()]);
  if (await dialog.isVisible()) {
    await dialog.fill('Arrivals at Wexmoor');
    await page.keyboard.press('Enter');
  }
  await shown.waitFor();
}

async function search(page, words, first) {
  await page.getByLabel(/^Search: name/).fill(words);
  await page.keyboard.press('Enter');
  await reason_if_asked(page, first);
}

async function pick(page, label, words, name) {
  await page.getByRole('combobox', { name: label, exact: true }).fill(words);
  await page.getByRole('option', { name }).first().click();
}

export async function real_tests(runner, browser, url, file) {
  const { page, wrong, end } = await open_page(browser, url);
  const link = (name) => page.getByRole('link', { name, exact: false }).first();
  const h1 = page.getByRole('heading', { level: 1 });

  await runner.test('real: sign in, with the policy sent', async () => {
    const answer = await page.goto(url);
    const policy = answer.headers()['content-security-policy'] ?? '';
    check(policy && !policy.includes('unsafe'), `the policy is: ${policy}`);
    await sign_in(page, url, passphrase_of(file, kUser));
    await holds(page, wrong, kNames);
  });
  await runner.test('real: the number 900417 is found, Kessell opens', async () => {
    await search(page, '900417', link('Kessell'));
    await shot(page, 'real-search');
    await holds(page, wrong, kNames);
    await link('Kessell').click();
    await page.getByRole('heading', { level: 1, name: /Kessell/i }).waitFor();
    await page.waitForLoadState('networkidle');
    await shot(page, 'real-person');
    await holds(page, wrong, kNames);
  });
  await runner.test('real: why these are one person', async () => {
    await page.getByRole('link', { name: 'Why these are one person' }).click();
    await page.getByRole('heading', { level: 1, name: 'Why these are one person' }).waitFor();
    await shot(page, 'real-identity');
    await holds(page, wrong, kNames);
  });
  await runner.test('real: Ransome and Prill are connected in three steps', async () => {
    await page.getByRole('link', { name: 'How connected' }).first().click();
    await pick(page, 'Who or what', 'victor ransome', /Ransome/i);
    await pick(page, 'and who or what', 'Z9012ZB', /Prill/i);
    await page.getByRole('button', { name: 'Show how' }).click();
    await page.getByText('Connected in 3 steps').first().waitFor();
    await page.waitForLoadState('networkidle');
    await shot(page, 'real-path');
    await holds(page, wrong, kNames);
  });
  await runner.test("real: tonight's arrivals hold Dzurik and his conflict", async () => {
    await page.getByRole('link', { name: 'Arrivals', exact: true }).click();
    await reason_if_asked(page, link(/Dzurik/i));
    await page.waitForLoadState('networkidle');
    const text = await page.locator('main').innerText();
    check(/Z8877ZD/.test(text), 'the non-association on number Z8877ZD is not named');
    await shot(page, 'real-arrivals');
    await holds(page, wrong, kNames);
  });
  await runner.test('real: a place says who is where tonight', async () => {
    await page.locator('main a[href^="/places/"]').first().click();
    await page.getByRole('heading', { name: 'Who is where tonight' }).waitFor();
    check((await h1.innerText()).length > 0, 'the place has no name');
    await shot(page, 'real-place');
    await holds(page, wrong, kNames);
  });
  await runner.test('real: print view', async () => {
    await page.emulateMedia({ media: 'print' });
    check(!(await page.locator('nav.nav').isVisible()), 'the navigation is printed');
    check((await page.locator('.marking').count()) === 2, 'no marking on the print');
    await shot(page, 'real-print', true);
    await page.emulateMedia({ media: 'screen' });
  });
  await end();
}
