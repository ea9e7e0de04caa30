// The story on a real server: what an officer of Foundation does, in the browser, with the checks
// of every page (axe, no name in an address, nothing kept, nothing inside that the policy forbids).
import { check } from '../browser/kit.js';
import { Desk } from './desk.js';
import { file_and_import_tests } from './work.js';

const kDana = 'dana.whitlock';

async function signing_in(runner, desk) {
  const { page } = desk;
  let codes = [];
  await runner.test('real: the policy is sent, signed in by keyboard', async () => {
    const answer = await page.goto(desk.server.url);
    const policy = answer.headers()['content-security-policy'] ?? '';
    check(policy.includes("default-src 'none'") && !policy.includes('unsafe'), policy);
    await desk.sign_in(kDana);
    await desk.heading('Today');
    await desk.says(/Wexmoor[\s\S]*18:30[\s\S]*Kamil Dzurik/, "tonight's van is missing");
    await desk.says(/possible same person/, 'what speaks against it is missing');
    await desk.says(/Camille Durik[\s\S]*Do not place with/, 'the match is missing');
    await desk.looks('signed-in');
  });
  await runner.test('real: ten codes are printed once', async () => {
    await page.getByRole('link', { name: 'Codes' }).press('Enter');
    await desk.heading('One-time codes');
    await page.getByLabel('Your passphrase').fill(desk.server.passphrase(kDana));
    await page.keyboard.press('Enter');
    await page.locator('.codes li').first().waitFor();
    codes = await page.locator('.codes li').allInnerTexts();
    check(codes.length === 10 && new Set(codes).size === 10, `codes: ${codes.length}`);
    await desk.looks('codes');
    await desk.sign_out();
  });
  await runner.test(
    'real: without a code one stays out, with one in, and it works once',
    async () => {
      await desk.sign_in(kDana);
      await page.getByText('The sign-in was not accepted').waitFor();
      await desk.looks('refused');
      await desk.sign_in(kDana, codes[3]);
      await desk.heading('Today');
      await page.getByRole('link', { name: 'Codes' }).click();
      await page.getByText('You have 9 codes left').waitFor();
      await desk.sign_out();
      await desk.sign_in(kDana, codes[3]);
      await page.getByText('The sign-in was not accepted').waitFor();
      await desk.sign_in(kDana, codes[7]);
      await desk.heading('Today');
    },
  );
}

async function searching(runner, desk) {
  const { page } = desk;
  const first = async (words, name) => {
    await desk.search(words, desk.link(name));
    const told = await page.locator('main .hit').first().innerText();
    check(name.test(told), `${words} finds first: ${told}`);
  };
  await runner.test(
    'real: a number finds itself and who uses it, the reason is asked once',
    async () => {
      await first('900417', /07700 900417/);
      await desk.says(/Used by Martha Kessell/, 'the user is not named');
      await desk.looks('search-number');
      await first('07700 900417', /07700 900417/);
      await first('QZ21', /QZ21 KLN/);
    },
  );
  await runner.test('real: typos and half a birthday are forgiven', async () => {
    await first('kessel marta', /Kessell?/);
    await first('kessel 4/3/89', /Kessell/);
    await first('kamil dzurick', /Dzurik/);
    await desk.looks('search-name');
  });
  await runner.test('real: the slash key comes back to the box and is no text in it', async () => {
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('/');
    await page.keyboard.type('zzqqxxy');
    await page.getByText('Nothing you may see.', { exact: true }).waitFor();
    check((await page.getByLabel(/^Search: name/).inputValue()) === 'zzqqxxy', 'the slash stayed');
  });
}

async function person(runner, desk) {
  const { page } = desk;
  await runner.test('real: a person answers where, do not, groups, what is newest', async () => {
    await desk.find('Z9011ZA', /Tobias Renn/);
    await desk.says(/Where tonight\s+Wexmoor, Wexmoor B1-05/, 'not where he is tonight');
    await desk.says(/Do not place with\s+Camille Durik/, 'not whom to keep away');
    await desk.says(/Ashlar Street[\s\S]*Significant Group Member/, 'not his standing');
    await desk.says(/Newest[\s\S]*9 Oct 2026/, 'not what is newest');
    const rows = await page
      .getByRole('table', { name: 'Groups and standing' })
      .locator('th[scope]');
    check((await rows.count()) === 1, 'one group stands in more than one row');
    await desk.looks('person');
  });
  await runner.test(
    'real: evidence opens beside, all values by a key, time line by a key',
    async () => {
      await page.locator('main .sources a').first().focus();
      await page.keyboard.press('e');
      const beside = page.getByRole('complementary', { name: 'Beside' });
      await beside.getByRole('heading', { level: 2 }).waitFor();
      await desk.looks('beside');
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await page.getByRole('table', { name: 'All values' }).waitFor();
      await page.keyboard.press('t');
      await page.getByRole('table', { name: 'Time line' }).waitFor();
      await desk.looks('person-values');
    },
  );
  await runner.test('real: a person printed', async () => {
    await page.emulateMedia({ media: 'print' });
    check(!(await page.locator('nav.nav').isVisible()), 'the navigation is printed');
    check((await page.locator('.marking').count()) === 2, 'no marking on the print');
    const numbered = page.locator('main .numbered li');
    check(await numbered.first().isVisible(), 'no list of sources on the print');
    const mark = page.locator('main .print-only', { hasText: /^\[1\]/ }).first();
    check(await mark.isVisible(), 'no value says which source it is from');
    await page.emulateMedia({ media: 'screen' });
  });
}

async function identity(runner, desk) {
  const { page } = desk;
  const judged = async (key, words) => {
    await page.locator('h1').focus();
    await page.keyboard.press(key);
    await page.getByText(`You said: ${words}.`).waitFor();
    const now = await page.evaluate(() => document.activeElement?.textContent?.trim());
    check(now === 'Undo', `the focus is on ${now}`);
  };
  await runner.test('real: S, D and U with undo on why these are one person', async () => {
    await desk.find('kessell 4/3/89', /Martha Kessell/);
    await page.keyboard.press('w');
    await desk.heading('Why these are one person');
    await desk.says(/day and month exchanged/i, 'the visit record is not proposed');
    for (const [key, words] of [
      ['u', 'Not sure'],
      ['d', 'Different'],
      ['s', 'Same'],
    ]) {
      await judged(key, words);
      await desk.looks(`identity-${key}`);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Same s' }).waitFor();
    }
    await page.reload();
    await page.getByRole('button', { name: 'Same s' }).waitFor();
    await desk.looks('identity');
  });
  await runner.test('real: two records joined by a person are one, and two again', async () => {
    await judged('s', 'Same');
    await page
      .getByRole('link', { name: /Kessell/ })
      .first()
      .click();
    await desk.heading(/Kessell/);
    await desk.says(/3 records of 3 agencies/, 'the three records are not one person');
    await desk.looks('person-differing');
    await page.goBack();
    await desk.heading('Why these are one person');
    await desk.says(/Said by a person|a person said so/, 'the judgement is not shown');
  });
}

async function around(runner, desk) {
  const { page } = desk;
  await runner.test('real: Ransome and Prill meet in three steps of three agencies', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await desk.heading('How connected');
    await desk.pick('Who or what', 'victor ransome', /Ransome/);
    await desk.pick('and who or what', 'Z9012ZB', /Prill/);
    await page.getByRole('button', { name: 'Show how' }).press('Enter');
    await page.getByRole('heading', { name: 'Connected in 3 steps' }).waitFor();
    await desk.says(/PRO[\s\S]*POL[\s\S]*PRI/, 'not on the word of three agencies');
    await desk.says(/Without Martha Kessell these two do not meet/, 'not what it hangs on');
    await page.getByRole('group', { name: /^Link chart/ }).waitFor();
    await desk.looks('connected');
  });
  await runner.test('real: a group says where its members are and who is against it', async () => {
    await desk.find('ashlar street', /Ashlar Street/);
    await desk.says(/members?, 1 in custody tonight/, 'not how many are in custody');
    await desk.says(/is hostile to\s+Dockline/, 'not its rivals');
    await desk.says(/Victor Ransome[\s\S]*Principal Subject/, 'not its members');
    await desk.looks('group');
  });
  await runner.test('real: a report says, adds, and prints as the standard report', async () => {
    await page.getByRole('region', { name: 'Reports' }).getByText('NMP/2026/0003388').click();
    await desk.heading(/^Report NMP/);
    await desk.says(/Ashlar Street is hostile to Dockline/, 'not what it adds');
    await desk.says(/Not to local wings/, 'not its conditions');
    await page.getByRole('button', { name: 'Standard report' }).press('Enter');
    await page.getByRole('dialog').getByText('1 B C').first().waitFor();
    await desk.looks('report');
    await page.keyboard.press('Escape');
  });
  await runner.test('real: a prison says who is where tonight, a wing too', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await desk.link(/^Wexmoor$/).click();
    await desk.heading('Wexmoor');
    await desk.says(/\d+ people tonight/, 'not how many');
    await desk.looks('place');
    await desk.link(/^Wexmoor B wing$/).click();
    await desk.heading('Wexmoor B wing');
    await page.getByLabel('Show only').fill('prill');
    await desk.says(/1 person[\s\S]*Owen Prill/, 'the filter does not find him');
    await desk.looks('wing');
  });
}

async function arrivals(runner, desk) {
  const { page } = desk;
  await runner.test("real: S on the arrival's own row, by keyboard alone, and undo", async () => {
    await page.keyboard.press('Escape');
    await page.locator('h1').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await desk.heading('Arrivals');
    await page.getByRole('button', { name: 'Same s' }).waitFor();
    await desk.says(/number Z8877ZD, possible same person/, 'the old number is not named');
    await desk.looks('arrivals');
    await page.keyboard.press('s');
    await page.getByText('You said: Same.').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('table', { name: 'Who arrives' }).waitFor();
    await page.waitForLoadState('networkidle');
    const told = await desk.text();
    check(/Keep apart from Tobias Renn/.test(told), 'the keep-apart was lost');
    check(!/possible same person/.test(told), 'he is still only possibly the same');
    await desk.looks('arrivals-same');
  });
  await runner.test('real: the clock moves to 22:00 and the page is read again', async () => {
    await page.getByRole('button', { name: 'Thu 22:00' }).press('Enter');
    await page.getByText('Story clock Thu 15 Oct 2026 22:00').waitFor();
    await page.getByRole('button', { name: 'Thu 07:00' }).press('Enter');
    await page.getByText('Story clock Thu 15 Oct 2026 07:00').waitFor();
  });
}

async function absent(runner, browser, server) {
  const desk = await Desk.open(browser, server);
  const words = () => desk.page.locator('main').innerText();
  await runner.test('real: absent, hidden and unknown are one sentence', async () => {
    await desk.sign_in('ruth.calder');
    await desk.heading('Today');
    await desk.search('lorne haddow', desk.page.getByRole('heading', { name: 'People' }));
    check(!/Lorne Haddow/.test(await words()), 'a member of staff is found');
    const nothing = desk.page.getByText('Nothing you may see.', { exact: true });
    await desk.search('lantern qzwx', nothing);
    const hidden = await words();
    await desk.search('zzyzzyv qzwx', nothing);
    check((await words()).replace('zzyzzyv', 'lantern') === hidden, 'absent and hidden differ');
    await desk.go(`/people/${'0'.repeat(26)}`);
    await desk.heading('Nothing you may see.');
    await desk.looks('absent');
    await desk.go('/nowhere');
    await desk.heading('Nothing you may see.');
  });
  await runner.test('real: signed out, nothing is left and back shows nothing', async () => {
    await desk.sign_out();
    await desk.looks('signed-out');
    await desk.page.goBack();
    await desk.heading('Sign in to sallyport');
  });
  await desk.end();
}

async function tablet(runner, browser, server) {
  const desk = await Desk.open(browser, server, { width: 834, height: 1112 });
  await runner.test('real: arrivals, a person and a group on a tablet', async () => {
    await desk.sign_in('imran.sethi');
    await desk.heading('Today');
    await desk.find('Z9021ZC', /Kamil Dzurik/);
    await desk.looks('tablet-person');
    await desk.go('/arrivals');
    await desk.page.getByRole('table', { name: 'Who arrives' }).waitFor();
    await desk.looks('tablet-arrivals');
    await desk.go('/imports');
    await desk.heading('Feeds and imports');
    await desk.looks('tablet-imports');
  });
  await desk.end();
}

export async function real_tests(runner, browser, server) {
  const desk = await Desk.open(browser, server);
  await signing_in(runner, desk);
  await searching(runner, desk);
  await person(runner, desk);
  await identity(runner, desk);
  await around(runner, desk);
  await arrivals(runner, desk);
  await file_and_import_tests(runner, desk);
  await desk.end();
  await absent(runner, browser, server);
  await tablet(runner, browser, server);
}
