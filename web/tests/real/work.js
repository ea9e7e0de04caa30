// Filing a report and bringing a file in, on the real server, through the pages.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../browser/kit.js';

const kColumns =
  'Registration,Make,Model,Colour,Keeper ID,Keeper surname,Keeper forenames,' +
  'Keeper date of birth,Keeper address,Keeper postcode,From,To';
const kGood = 'QX31 TVB,Ford,van,white,KP-N-9900001,Prill,Owen,02/11/1991,,,04/04/2025,';
const kOther = 'QX32 TVB,Ford,van,white,KP-N-9900002,Ellery,Jonas,11/09/1987,,,04/04/2025,';
const kBad = 'QX33 TVB,Ford,van,white,KP-N-9900003,Ellery,Una,31/02/1990,,,04/04/2025,';

/** the form by keyboard where keys are meant: grade and handling */
async function file_report(desk, { text, urn, a, words, b, grade }) {
  const { page } = desk;
  await page.locator('h1').focus();
  await page.keyboard.press('n');
  await desk.heading('File a report');
  await page.getByLabel(/^Text, without/).fill(text);
  await page.getByLabel('Reference number').fill(urn);
  await desk.pick('Who or what', ...a);
  await page.getByLabel('does what').selectOption({ label: words });
  await desk.pick('whom or what', ...b);
  await page.getByRole('button', { name: 'Add' }).press('Enter');
  for (const [group, key] of [
    ['Source', grade[0]],
    ['Information', grade[1]],
    ['Handling', grade[2]],
  ]) {
    await page.getByRole('group', { name: group, exact: true }).getByRole('radio').first().focus();
    await page.keyboard.press(key);
  }
}

async function filing(runner, desk) {
  const { page } = desk;
  await runner.test(
    'real: a report with a condition is filed; what it says shows at once',
    async () => {
      await file_report(desk, {
        text: 'FOSS was seen passing a parcel to a man who works with SPEIGHT.',
        urn: 'NMP/2026/TEST/1',
        a: ['Z9041ZG', /Liam Foss/],
        words: 'associates with',
        b: ['aron speight', /Speight/],
        grade: '2cc',
      });
      await page.getByRole('button', { name: 'File the report' }).press('Enter');
      await page.getByText('Handling C needs at least one condition').waitFor();
      await desk.looks('file-report');
      await page.getByLabel('Not to local wings').check();
      await page.getByRole('button', { name: 'File the report' }).press('Enter');
      await desk.heading(/^Report NMP\/2026\/TEST\/1/);
      await desk.says(/Liam Foss associates with Aron Speight/, 'not what it adds');
      await desk.looks('filed');
      await desk.link(/Liam Foss/).click();
      await page.getByRole('complementary', { name: 'Beside' }).getByText('Open the page').click();
      await desk.heading(/Liam Foss/);
      await desk.says(/Contacts[\s\S]*Aron Speight[\s\S]*2 C C|Aron Speight/, 'not on his page');
    },
  );
  await runner.test('real: every condition that is offered is taken', async () => {
    await file_report(desk, {
      text: 'FOSS keeps a second telephone.',
      urn: 'NMP/2026/TEST/2',
      a: ['Z9041ZG', /Liam Foss/],
      words: 'is a contact of',
      b: ['aron speight', /Speight/],
      grade: '3dc',
    });
    const offered = page.getByRole('group', { name: /^Conditions/ }).getByRole('checkbox');
    for (const box of await offered.all()) await box.check();
    await page.getByRole('button', { name: 'File the report' }).press('Enter');
    await desk.heading(/^Report NMP\/2026\/TEST\/2/);
    await desk.says(/Not to local wings/, 'the conditions are not shown');
  });
}

/** the file is dropped on the page as from the desk top */
async function drop(page, name, text) {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const all = new DataTransfer();
      all.items.add(new File([content], file, { type: 'text/csv' }));
      return all;
    },
    [name, text],
  );
  await page
    .getByRole('group', { name: /^Drop a file/ })
    .dispatchEvent('drop', { dataTransfer: data });
}

async function importing(runner, desk) {
  const { page } = desk;
  const file = ['OFFICIAL SENSITIVE', kColumns, kGood, kOther, kBad, ''].join('\r\n');
  await runner.test('real: a dropped file is recognised and tried, nothing is kept', async () => {
    await page.locator('h1').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await desk.heading('Feeds and imports');
    await drop(page, 'vehicles_test.csv', file);
    await page.getByRole('button', { name: 'Try it first' }).press('Enter');
    await page.getByRole('heading', { name: 'What it would do' }).waitFor();
    await desk.says(
      /Read as Keepers of vehicles of interest of northmoor-police/,
      'not recognised',
    );
    await desk.says(/3 rows, 2 rows would be taken/, 'not what would be taken');
    await desk.says(/31\/02\/1990/, 'the bad row is not shown');
    await desk.looks('import-tried');
    await page.getByLabel(/^Search: name/).fill('QX31');
  });
  await runner.test('real: taken in, its rejected row comes back as a file to mend', async () => {
    await page.getByRole('button', { name: 'Take it in' }).press('Enter');
    await desk.heading('Import');
    await desk.says(/2 rows taken/, 'not taken');
    await desk.looks('imported');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Rejected rows as a file/ }).click(),
    ]);
    const kept = join(desk.server.folder, 'rejected.csv');
    await download.saveAs(kept);
    const rows = readFileSync(kept, 'utf8');
    check(rows.includes('QX33 TVB') && !rows.includes('QX31 TVB'), `the file holds: ${rows}`);
    writeFileSync(kept, '');
  });
  let where = '';
  await runner.test('real: a person judges a record that the file brought', async () => {
    where = desk.path();
    await desk.find('Z9012ZB', /Owen Prill/);
    await page.keyboard.press('w');
    await desk.heading('Why these are one person');
    await page.getByRole('button', { name: 'Different d' }).first().waitFor();
    await desk.says(/day and month exchanged/i, 'the keeper is not proposed');
    await page.keyboard.press('d');
    await page.getByText('You said: Different.').waitFor();
  });
  await runner.test('real: a report is filed that speaks of what the file brought', async () => {
    await file_report(desk, {
      text: 'The white van QX31 TVB waits on Thursdays for FOSS.',
      urn: 'NMP/2026/TEST/3',
      a: ['Z9041ZG', /Liam Foss/],
      words: 'drives',
      b: ['QX31 TVB', /QX31/],
      grade: '2dp',
    });
    await page.getByRole('button', { name: 'File the report' }).press('Enter');
    await desk.heading(/^Report NMP\/2026\/TEST\/3/);
  });
  await runner.test(
    'real: undo lists what rests on it, then takes the whole import back',
    async () => {
      await desk.go(where);
      await page.getByRole('button', { name: 'Undo this import' }).press('Enter');
      await page.getByRole('heading', { name: 'What would go' }).waitFor();
      const judged = /judgements rest on it:[\s\S]*judged Owen Prill/;
      await desk.says(judged, 'the judgement is not listed');
      await desk.says(/Reports speak of[\s\S]*NMP\/2026\/TEST\/3/, 'the citation is not listed');
      await desk.looks('import-undo');
      await page.keyboard.type('Sent by mistake');
      await page.keyboard.press('Enter');
      await page.getByText(/^Undone: /).waitFor();
      await desk.looks('import-undone');
      await desk.search('KP-N-9900002', page.getByText('Nothing you may see.', { exact: true }));
    },
  );
  await runner.test('real: feeds say their age', async () => {
    await desk.go('/imports');
    await page.getByRole('table', { name: 'Feeds and their ages' }).waitFor();
    await desk.says(/Southwater/, 'the force is not named');
    await desk.says(/undone/, 'the import is not marked as undone');
    const strip = await page.getByRole('list', { name: 'Feeds and their ages' }).innerText();
    check(/Northmoor/.test(strip) && /Southwater/.test(strip), `the strip says ${strip}`);
    await desk.looks('imports');
  });
}

export async function file_and_import_tests(runner, desk) {
  await filing(runner, desk);
  await importing(runner, desk);
}
