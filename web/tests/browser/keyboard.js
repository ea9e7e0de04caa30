// What officers do, by keyboard alone.
import { check, holds, open_page, shot } from './kit.js';
import { start } from '../mock/server.js';

const kReason = { purpose: 'prison_security', reason: "tonight's arrivals" };
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
const heading = (page, name) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** one world, one page; the body works in it */
async function world(browser, options, path, body) {
  const mock = await start(options);
  const { page, wrong, end } = await open_page(browser, mock.url);
  try {
    await page.goto(mock.url + path);
    await body(page, mock, wrong);
    check(wrong.length === 0, wrong.join('\n'));
  } finally {
    await end();
    await mock.stop();
  }
}
const signed = { signed_in: true, reason: kReason };

async function signing_in(runner, browser) {
  await runner.test('first set-up, then sign-in, by keyboard', () =>
    world(browser, { setup: true }, '/', async (page, mock, wrong) => {
      await heading(page, 'First set-up');
      await holds(page, wrong, []);
      for (const text of ['token', 'ada.first', 'Ada First', 'practice words here']) {
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.type('practice words here');
      await page.keyboard.press('Enter');
      await heading(page, 'Sign in to sallyport');
      await holds(page, wrong, []);
      await shot(page, 'sign-in');
    }),
  );
  await runner.test('a wrong passphrase says so and keeps the focus in the form', () =>
    world(browser, {}, '/', async (page, mock, wrong) => {
      await heading(page, 'Sign in to sallyport');
      await page.keyboard.type('dana.whitlock');
      await page.keyboard.press('Tab');
      await page.keyboard.type('wrong words');
      await page.keyboard.press('Enter');
      await page.getByText('User, passphrase or code is wrong').waitFor();
      check((await page.evaluate(() => document.activeElement?.id)) === 'user', 'focus lost');
      await holds(page, wrong, []);
      await page.keyboard.press('Tab');
      await page.keyboard.type('practice words here');
      await page.keyboard.press('Enter');
      await heading(page, 'Today');
    }),
  );
  await runner.test('one-time codes are shown once, after the passphrase', () =>
    world(browser, signed, '/codes', async (page) => {
      await heading(page, 'One-time codes');
      await page.getByLabel('Your passphrase').fill('practice words here');
      await page.keyboard.press('Enter');
      await page.getByText('K0XR-M4PQ').waitFor();
      check((await page.locator('.codes li').count()) === 10, 'ten codes expected');
      check((await focused(page)) === 'Print', 'focus lost');
      await shot(page, 'codes-made');
    }),
  );
}

async function searching(runner, browser) {
  await runner.test('a free search asks for the reason once; then it runs as one types', () =>
    world(browser, { signed_in: true }, '/search', async (page, { mock }, wrong) => {
      await heading(page, 'Search');
      await page.keyboard.type('900417');
      await page.waitForTimeout(300);
      check(!mock.seen.some((one) => one.path === '/api/search'), 'searched before a reason');
      await page.keyboard.press('Enter');
      await page.getByLabel('Reason', { exact: true }).waitFor();
      await shot(page, 'reason');
      await holds(page, wrong, ['kessell']);
      await page.keyboard.type("tonight's van");
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Martha Kessell' }).first().waitFor();
      await shot(page, 'search-results');
      await holds(page, wrong, ['kessell', '900417']);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('/');
      await page.keyboard.type('kessel');
      await page.getByText('Understood as name kessel').waitFor();
      check(
        mock.seen.filter((one) => one.path === '/api/session/reason').length === 1,
        'the reason was asked more than once',
      );
    }),
  );
  await runner.test('arrows move through the results, Enter opens, the reason travels along', () =>
    world(browser, signed, '/search', async (page, { mock, data }) => {
      await heading(page, 'Search');
      await page.keyboard.type('kessel');
      await page.getByRole('link', { name: 'Martha Kessell' }).first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      check((await focused(page)) === 'Owen Prill', 'the arrow does not move');
      await page.getByRole('complementary').getByText('Z9012ZB').waitFor();
      await page.keyboard.press('Enter');
      await heading(page, 'Owen Prill');
      const read = mock.seen.find((one) => one.path === `/api/people/${data.id(3)}`);
      check(read.from?.startsWith('search:'), `came from ${read.from}`);
      check((await focused(page)) === 'Owen Prill', 'focus is not on the heading');
      await page.goBack();
      await page.getByRole('link', { name: 'Martha Kessell' }).first().waitFor();
    }),
  );
  await runner.test('who matches only a part of what was typed is folded, not dropped', () =>
    world(browser, signed, '/search', async (page, mock, wrong) => {
      await heading(page, 'Search');
      await page.keyboard.type('several words');
      const fold = page.getByText('2 more match only a part of what you typed');
      await fold.waitFor();
      const folded = page.locator('main .less .hit:visible');
      check((await folded.count()) === 0, 'the others are not folded');
      const group = page.locator('main .hit:visible', { hasText: 'Ashlar Street' });
      check((await group.count()) > 0, 'a group is folded for what people match');
      await holds(page, wrong, []);
      await fold.click();
      check((await folded.count()) === 2, 'the others do not open');
    }),
  );
  await runner.test('nothing found is the one fixed sentence', () =>
    world(browser, signed, '/search', async (page) => {
      await heading(page, 'Search');
      await page.keyboard.type('haddow');
      await page.getByText('Nothing you may see.', { exact: true }).waitFor();
    }),
  );
}

async function today(runner, browser) {
  await runner.test('Today is one request; j, k and Enter open its rows; / searches from it', () =>
    world(browser, { signed_in: true }, '/', async (page, { mock, data }, wrong) => {
      await heading(page, 'Today');
      await page.getByRole('table', { name: 'Arrivals tonight' }).waitFor();
      await page.waitForLoadState('networkidle');
      const asked = mock.seen.map((one) => one.path);
      check(asked.join(' ') === '/api/session /api/today', `asked for ${asked.join(' ')}`);
      await page.getByText('Police groups 3 days old, late').waitFor();
      await holds(page, wrong, ['dzurik', 'renn']);
      await page.keyboard.press('j');
      check((await focused(page)) === 'Kamil Dzurik', `j went to ${await focused(page)}`);
      for (let at = 0; at < 2; at += 1) await page.keyboard.press('j');
      check((await focused(page)) === 'Tobias Renn', `j went to ${await focused(page)}`);
      await page.keyboard.press('k');
      await page.keyboard.press('k');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/people/${data.id(5)}`);
      const read = mock.seen.find((one) => one.path === `/api/people/${data.id(5)}`);
      check(read.from === `arrival:${data.id(80)}`, `came from ${read.from}`);
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await heading(page, 'Today');
      await page.keyboard.press('/');
      await page.keyboard.type('kessel');
      await page.keyboard.press('Enter');
      await page.getByLabel('Reason', { exact: true }).waitFor();
    }),
  );
  await runner.test('evidence opened from a row of Today goes with the row as its reason', () =>
    world(browser, { signed_in: true }, '/', async (page, { mock }) => {
      await page.getByRole('table', { name: 'Arrivals tonight' }).waitFor();
      await page.locator('.danger a').first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('complementary', { name: 'Beside' }).waitFor();
      const read = mock.seen.find((one) => one.path.startsWith('/api/people/'));
      check(read.from?.startsWith('arrival:'), `came from ${read.from}`);
    }),
  );
  await runner.test('an empty Today says so in words; no feed is late', () =>
    world(browser, { ...signed, empty: true }, '/', async (page, mock, wrong) => {
      await heading(page, 'Today');
      await page.getByText('This is your first shift here.').waitFor();
      await page.getByText('None of 2 feeds is late.').waitFor();
      const nothing = await page.locator('main').getByText('Nothing you may see.').count();
      check(nothing === 3, `said ${nothing} times`);
      await holds(page, wrong, []);
    }),
  );
}

async function working(runner, browser) {
  await runner.test('evidence opens beside and gives the focus back', () =>
    world(browser, signed, '/', async (page, { url, data, mock }, wrong) => {
      await page.goto(`${url}/people/${data.id(1)}`);
      await heading(page, 'Martha Kessell');
      await page.getByRole('link', { name: '1 A P' }).focus();
      await page.keyboard.press('e');
      await page
        .getByRole('complementary', { name: 'Beside' })
        .getByText('is used by Martha KESSELL')
        .waitFor();
      const read = mock.seen.find((one) => one.path === `/api/reports/${data.id(50)}`);
      check(read.from === `person:${data.id(1)}`, `came from ${read.from}`);
      await holds(page, wrong, ['kessell']);
      await shot(page, 'beside');
      await page.keyboard.press('Escape');
      check((await focused(page)) === '1 A P', 'the focus did not come back');
    }),
  );
  await runner.test('S joins, the focus goes to Undo, undo takes it back', () =>
    world(browser, signed, '/', async (page, { url, data, mock }, wrong) => {
      await page.goto(`${url}/people/${data.id(1)}/identity`);
      await heading(page, 'Why these are one person');
      await page.keyboard.press('s');
      await page.getByText('You said: Same.').waitFor();
      check((await focused(page)) === 'Undo', 'focus lost');
      await holds(page, wrong, ['kessell']);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Same s' }).waitFor();
      const said = mock.seen.filter((one) => one.path.startsWith('/api/judgements'));
      check(said[0].json.verdict === 'same' && said[0].json.reason, 'verdict and reason expected');
      check(said[1].path.endsWith('/undo'), 'undo expected');
    }),
  );
  await runner.test("the match is judged on the arrival's own row", () =>
    world(browser, signed, '/search', async (page, { data, mock }) => {
      await heading(page, 'Search');
      await page.locator('h1').click();
      await page.keyboard.press('g');
      await page.keyboard.press('a');
      await heading(page, 'Arrivals');
      await page.getByRole('button', { name: 'Different d' }).waitFor();
      await page.keyboard.press('d');
      await page.getByText('You said: Different.').waitFor();
      const said = mock.seen.find((one) => one.path === '/api/judgements');
      check(said.json.a === data.id(5) && said.json.b === data.id(6), 'the wrong pair');
      await shot(page, 'arrivals-judged');
    }),
  );
  await runner.test('b puts in the selection; its time line opens by keys', () =>
    world(browser, signed, '/', async (page, { url, data, mock }) => {
      await page.goto(`${url}/things/${data.id(42)}`);
      await heading(page, 'QZ21 KLN');
      await page.keyboard.press('b');
      await page.getByText('Put in the selection. It holds 1.').waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('l');
      await heading(page, 'Time line of the selection');
      await page.getByText('18 minutes later').waitFor();
      const asked = mock.seen.find((one) => one.path === '/api/timelines');
      check(asked.json.ids[0] === data.id(42), 'the selection was not asked for');
    }),
  );
  await runner.test('two persons are picked by typing and their path is read', () =>
    world(browser, signed, '/connect', async (page, mock, wrong) => {
      await heading(page, 'How connected');
      await page.getByRole('combobox', { name: 'Who or what', exact: true }).focus();
      await page.keyboard.type('kess');
      await page.getByRole('option', { name: /Martha Kessell/ }).waitFor();
      await holds(page, wrong, ['kessell']);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('prill');
      await page.getByRole('option', { name: /Owen Prill/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Connected in 3 steps').waitFor();
      await page.getByText('these halves do not meet').waitFor();
    }),
  );
  await runner.test('the chart is walked with arrows and opens beside', () =>
    world(browser, signed, '/', async (page, { url, data }) => {
      await page.goto(`${url}/chart?ids=${data.id(2)},${data.id(3)}`);
      await page.locator(`[data-node="${data.id(2)}"]`).focus();
      await page.keyboard.press('ArrowRight');
      const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      check(/Martha Kessell/.test(label ?? ''), `the arrow went to ${label}`);
      await page.keyboard.press('Enter');
      await page
        .getByRole('complementary', { name: 'Beside' })
        .getByText('Outside. Lives at')
        .waitFor();
    }),
  );
}

async function person(runner, browser) {
  await runner.test('the time line is drawn in lanes with its tables, [ and ] turn it', () =>
    world(browser, signed, '/search', async (page, { url, data }, wrong) => {
      await page.goto(`${url}/people/${data.id(1)}`);
      await heading(page, 'Martha Kessell');
      await page.keyboard.press('t');
      const drawn = page.getByRole('img', { name: /^4 entries; near 2 people/ });
      await drawn.waitFor();
      const told = await drawn.getAttribute('aria-label');
      check(/contacts 1, money 0, incidents 2/.test(told), `the lanes say ${told}`);
      check(/Camille Durik, to be kept apart/.test(told), 'who was near is not told');
      check((await page.locator('.near-apart').count()) === 1, 'the keep-apart is not drawn');
      await page.getByRole('table', { name: 'Time line' }).waitFor();
      await holds(page, wrong, ['kessell', 'durik']);
      await shot(page, 'lanes', true);
      await page.getByRole('button', { name: '90 days' }).press('Enter');
      await page.keyboard.press('[');
      await page.getByText(/^Who was near, 2 lines/).press('Enter');
      await page.getByRole('table', { name: 'Who was near' }).waitFor();
      await holds(page, wrong, ['kessell', 'durik']);
    }),
  );
  await runner.test('known then: a day is asked for, said above, and left again', () =>
    world(browser, signed, '/search', async (page, { url, data, mock }, wrong) => {
      await page.goto(`${url}/people/${data.id(1)}`);
      await heading(page, 'Martha Kessell');
      await page.getByLabel('Known then').fill('2026-10-01');
      await page.keyboard.press('Enter');
      await page.getByText('As known on Thu 1 Oct 2026').waitFor();
      await page.getByText('Where that night').waitFor();
      const asked = mock.seen.filter((one) => one.query === 'known_then=2026-10-01');
      check(asked.length === 2, `the page and its time line: ${asked.length}`);
      await holds(page, wrong, ['kessell']);
      await shot(page, 'known-then');
      await page.getByRole('link', { name: 'Back to now' }).press('Enter');
      await page.getByText('Where tonight').waitFor();
      check(!page.url().includes('then='), 'still of that day');
    }),
  );
}

async function filing(runner, browser) {
  await runner.test('a report is filed with keys for its grade', () =>
    world(browser, signed, '/reports/new', async (page, { mock }, wrong) => {
      await heading(page, 'File a report');
      await page.getByRole('button', { name: 'File the report' }).press('Enter');
      await page.getByText('Write what was said.').waitFor();
      await holds(page, wrong, []);
      await page.getByLabel(/Text, without/).fill('Invented text, told twice');
      await page.getByLabel('Reference number').fill('NMP/2026/000777');
      await page.locator('#source-1').focus();
      await page.keyboard.press('2');
      await page.locator('#information-A').focus();
      await page.keyboard.press('b');
      await page.locator('#handling-P').focus();
      await page.keyboard.press('c');
      await page.getByLabel('Not to local wings').check();
      await page.getByRole('button', { name: 'File the report' }).press('Enter');
      await page.getByText('The same text came as').waitFor();
      await holds(page, wrong, []);
      await shot(page, 'file-alike', true);
      check(!mock.seen.some((one) => one.path === '/api/reports'), 'filed before it was asked');
      await page.getByRole('button', { name: 'File it all the same' }).press('Enter');
      await heading(page, 'Report NMP/2026/000091');
      const sent = mock.seen.find((one) => one.path === '/api/reports').json;
      check(`${sent.source}${sent.information}${sent.handling}` === '2BC', 'the grade is wrong');
      check(sent.conditions[0] === 'not:local-wings', 'the condition is wrong');
    }),
  );
  await runner.test('a file is tried, taken in, and undone with its preview', () =>
    world(browser, signed, '/imports', async (page, mock, wrong) => {
      await heading(page, 'Feeds and imports');
      await page.setInputFiles('#file', {
        name: 'moves.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('a,b\n1,2\n'),
      });
      await page.getByRole('button', { name: 'Try it first' }).press('Enter');
      await page.getByText('B2-11').waitFor();
      await page.getByText('The same text came as').waitFor();
      check((await focused(page)) === 'Take it in', 'focus lost');
      await holds(page, wrong, []);
      await shot(page, 'import-dry', true);
      await page.keyboard.press('Enter');
      await heading(page, 'Import');
      await page.getByRole('button', { name: 'Undo this import' }).press('Enter');
      await page.getByText('Later judgements rest on it').waitFor();
      await page.keyboard.type('sent twice');
      await page.keyboard.press('Enter');
      await page.getByText(/^Undone: 12 records/).waitFor();
    }),
  );
  await runner.test('the standard report is shown for printing and pasting', () =>
    world(browser, signed, '/', async (page, { url, data }, wrong) => {
      await page.goto(`${url}/reports/${data.id(50)}`);
      await page.getByRole('button', { name: 'Standard report' }).press('Enter');
      await page.getByRole('dialog').getByText('1 A P').waitFor();
      await holds(page, wrong, ['kessell']);
      await page.keyboard.press('Escape');
      check((await focused(page)) === 'Standard report', 'focus lost');
    }),
  );
}

async function around(runner, browser) {
  await runner.test('Esc Esc covers everything, also over a dialog, and comes back', () =>
    world(browser, signed, '/', async (page, { url, data }) => {
      await page.goto(`${url}/people/${data.id(1)}`);
      await heading(page, 'Martha Kessell');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await shot(page, 'keys');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Covered' }).waitFor();
      await shot(page, 'cover');
      await page.keyboard.press('b');
      check((await page.getByText('Put in the selection').count()) === 0, 'keys work under cover');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Covered' }).waitFor({ state: 'detached' });
    }),
  );
  await runner.test('the story clock moves and the page is read again', () =>
    world(browser, signed, '/arrivals', async (page, { mock }) => {
      await heading(page, 'Arrivals');
      await page.getByRole('button', { name: 'Thu 22:00' }).press('Enter');
      await page.getByText('Story 2026-10-15 22:00').waitFor();
      await page.waitForLoadState('networkidle');
      check(mock.seen.filter((one) => one.path === '/api/arrivals').length === 2, 'not read again');
    }),
  );
  await runner.test('single keys can be switched off', () =>
    world(browser, signed, '/arrivals', async (page) => {
      await heading(page, 'Arrivals');
      await page.keyboard.press('?');
      await page.getByLabel('Single keys are on').uncheck();
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await page.waitForTimeout(100);
      check(page.url().endsWith('/arrivals'), 'a key still works');
    }),
  );
}

export async function keyboard_tests(runner, browser) {
  await signing_in(runner, browser);
  await searching(runner, browser);
  await today(runner, browser);
  await working(runner, browser);
  await person(runner, browser);
  await filing(runner, browser);
  await around(runner, browser);
}
