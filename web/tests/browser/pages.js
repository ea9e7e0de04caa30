// Every page on invented answers: it renders, axe finds nothing, no name in title or address.
import { check, holds, open_page, shot } from './kit.js';
import { start } from '../mock/server.js';

const kReason = { purpose: 'prison_security', reason: "tonight's arrivals" };
const kNames = ['kessell', 'ransome', 'prill', 'dzurik', 'renn', 'ashlar', 'saltpan', 'خطيب'];

function places(data) {
  const { id } = data;
  return [
    ['today', '/', 'Today'],
    ['search', '/search', 'Search'],
    ['person', `/people/${id(1)}`, 'Martha Kessell'],
    ['person-custody', `/people/${id(4)}`, 'Tobias Renn'],
    ['person-rtl', `/people/${id(7)}`, 'سامر الخطيب'],
    ['identity', `/people/${id(1)}/identity`, 'Why these are one person'],
    ['group', `/groups/${id(20)}`, 'Ashlar Street'],
    ['place', `/places/${id(31)}`, 'Wexmoor B'],
    ['report', `/reports/${id(50)}`, 'Report NMP/2026/000091'],
    ['phone', `/things/${id(40)}`, '07700 900417'],
    ['shared-number', `/things/${id(41)}`, '01632 960144'],
    ['connect', `/connect?from=${id(2)}&to=${id(3)}`, 'How connected'],
    ['chart', `/chart?ids=${id(2)},${id(3)}`, 'Link chart'],
    ['timeline', `/timeline?ids=${id(40)},${id(42)}`, 'Time line of the selection'],
    ['timeline-empty', '/timeline', 'Time line of the selection'],
    ['arrivals', '/arrivals', 'Arrivals'],
    ['imports', '/imports', 'Feeds and imports'],
    ['import', `/imports/${id(90)}`, 'Import'],
    ['file-report', '/reports/new', 'File a report'],
    ['looks', '/looks', 'Who looked at what'],
    ['codes', '/codes', 'One-time codes'],
    ['absent-person', `/people/${id(99)}`, 'Nothing you may see.'],
    ['absent-address', '/nowhere', 'Nothing you may see.'],
  ];
}

async function visit(browser, url, path, heading, name, size) {
  const { page, wrong, end } = await open_page(browser, url, size);
  try {
    const answer = await page.goto(url + path);
    const policy = answer.headers()['content-security-policy'] ?? '';
    check(
      policy.includes("default-src 'none'") && !policy.includes('unsafe'),
      'the policy is weak',
    );
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await holds(page, wrong, kNames);
    await shot(page, name);
    await shot(page, `${name}-whole`, true);
    const bands = await page.locator('.marking').allTextContents();
    check(bands.length === 2 && bands[0] === bands[1], 'the marking must stand top and bottom');
    return { bands, text: await page.locator('body').innerText() };
  } finally {
    await end();
  }
}

export async function page_tests(runner, browser) {
  const world = await start({ signed_in: true, reason: kReason });
  for (const [name, path, heading] of places(world.data)) {
    await runner.test(`page ${name}`, async () => {
      const { bands, text } = await visit(browser, world.url, path, heading, name);
      const kMarked =
        /today|person|identity|group|place|^report$|phone|connect|chart|arrivals|looks/;
      const marked = kMarked.test(name);
      if (marked && !name.startsWith('absent')) {
        check(bands[0] === 'OFFICIAL-SENSITIVE', `the marking says ${bands[0]}`);
      }
      check(/PRACTICE/.test(text), 'the practice band is missing');
      check(/Police groups 3 days old, late/.test(text), 'the feed strip is missing');
      check(/01632 960101/.test(text), 'the duty number is missing');
    });
  }
  const zoomed = { width: 640, height: 400 };
  for (const [name, path, heading] of places(world.data).filter(([name]) =>
    ['today', 'person', 'connect', 'arrivals', 'file-report'].includes(name),
  )) {
    await runner.test(`page ${name} at 200 % zoom`, async () => {
      await visit(browser, world.url, path, heading, `${name}-zoom`, zoomed);
    });
  }
  await runner.test('absent and hidden are the same bytes on the screen', async () => {
    const { id } = world.data;
    const texts = [];
    for (const path of [`/people/${id(99)}`, `/groups/${id(99)}`, `/reports/${id(98)}`]) {
      const { text } = await visit(browser, world.url, path, 'Nothing you may see.', 'absent');
      texts.push(text);
    }
    check(new Set(texts).size === 1, 'absent pages differ');
  });
  await runner.test('print view of a person', async () => {
    const { page, end } = await open_page(browser, world.url);
    await page.goto(`${world.url}/people/${world.data.id(1)}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.emulateMedia({ media: 'print' });
    check(!(await page.locator('nav.nav').isVisible()), 'the navigation is printed');
    check((await page.locator('.marking').count()) === 2, 'no marking on the print');
    check(!(await page.locator('.page-head .no-print').isVisible()), 'controls are printed');
    const sources = page.locator('.numbered');
    await sources.getByText(/^\[\d+\] PRO\s+Probation case/).waitFor();
    check(await page.getByText('[1]').first().isVisible(), 'no numbers on the print');
    await shot(page, 'person-print', true);
    await end();
  });
  await world.stop();
}
