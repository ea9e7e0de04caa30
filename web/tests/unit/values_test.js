import assert from 'node:assert/strict';

const source = (agency, record) => ({
  record,
  kind: 'person',
  agency,
  tag: 'POL',
  title: agency,
});
const value = (text, from, more = {}) => ({
  property: 'alias',
  words: 'Also known as',
  value: text,
  source: from,
  certainty: 'recorded',
  recorded: '2026-10-12',
  age: 'today',
  ...more,
});
const field = (...values) => ({ property: 'alias', words: 'Also known as', values, differ: true });
const kPolice = source('police', 'A');
const kPrison = source('prison', 'B');

export const tests = ({ units }) => ({
  'equal values are one line with every source, records of one file counted'() {
    const again = source('police', 'C');
    const told = units.told(
      field(value('Kam', kPolice), value('Kam', again), value('Kam', kPrison)),
    );
    assert.equal(told.lines.length, 1);
    assert.deepEqual(
      told.lines[0].tellings.map((one) => [one.source.agency, one.count]),
      [
        ['police', 2],
        ['prison', 1],
      ],
    );
    assert.equal(told.differ, false);
  },
  'two sources that each give the same two values do not differ'() {
    const both = (from) => [value('Kam', from), value('Camille', from)];
    assert.equal(units.told(field(...both(kPolice), ...both(kPrison))).differ, false);
  },
  'two sources that give other values differ, and both values stand'() {
    const told = units.told(field(value('Kam', kPolice), value('Camille', kPrison)));
    assert.equal(told.differ, true);
    assert.deepEqual(
      told.lines.map((line) => line.value),
      ['Kam', 'Camille'],
    );
  },
  'grades are never folded into one another'() {
    const told = units.told(
      field(value('Kam', kPolice, { grade: '1 A P' }), value('Kam', kPolice, { grade: '3 E P' })),
    );
    assert.deepEqual(
      told.lines[0].tellings.map((one) => one.grade),
      ['1 A P', '3 E P'],
    );
  },
  'what a source wrote is shown only when it says more'() {
    const date = value('1989-03-04', kPolice, { raw: '04/03/1989' });
    const code = value('DOCGM', kPrison, { raw: 'DOCGM: group nominal' });
    assert.deepEqual(units.told(field(date)).lines[0].written, []);
    assert.deepEqual(units.told(field(code)).lines[0].written, ['DOCGM: group nominal']);
  },
  'a group is one row; two standings stand side by side'() {
    const group = { id: 'G', kind: 'group', title: 'Millrace', subtitle: '', tags: [] };
    const in_group = (standing, from) => ({
      group,
      link: standing + from.agency,
      standing,
      role: '',
      status: '',
      evidence: [],
      source: from,
    });
    const [one, ...rest] = units.by_group([
      in_group('Principal', kPolice),
      in_group('Principal', kPrison),
      in_group('Peripheral', kPrison),
    ]);
    assert.equal(rest.length, 0);
    assert.deepEqual(
      one.says.map((say) => [say.standing, say.tellings.length]),
      [
        ['Principal', 2],
        ['Peripheral', 1],
      ],
    );
    assert.equal(one.differ, true);
  },
  'comparisons of one outside record are one decision, the strongest first'() {
    const sets = units.by_outside(
      [
        { a: 'X', b: 'M1', bits: 14 },
        { a: 'M2', b: 'X', bits: 17 },
        { a: 'M1', b: 'Y', bits: 12 },
      ],
      ['M1', 'M2'],
    );
    assert.deepEqual(
      sets.map((set) => set.map((one) => one.bits)),
      [[17, 14], [12]],
    );
  },
  'dates are read as people say them'() {
    assert.equal(units.date_words('2026-10-15', true), 'Thu 15 Oct 2026');
    assert.equal(units.date_words('1989-03-04'), '4 Mar 1989');
    assert.equal(units.date_words('B1-05'), 'B1-05');
  },
  'a line of the chart says the verb and not the names again'() {
    assert.equal(
      units.predicate('Isla Renn uses 07700 900431', '07700900431', 'Isla Renn'),
      'uses',
    );
    const calls = 'Owen Prill called 07700 900417 23 times';
    assert.equal(units.predicate(calls, 'Owen Prill', '07700 900417'), 'called');
  },
  'the late feed is named, the others are one line an agency that names the force'() {
    const feed = (name, agency, late) => ({
      name,
      title: name,
      agency,
      tag: 'POL',
      last: { at: '2026-10-15T06:00:00Z', local: '' },
      age: '3 days old',
      late,
      rejected: 0,
    });
    const lines = units.feed_lines([
      feed('Groups', 'northmoor-police', true),
      feed('Stops', 'northmoor-police', false),
      feed('Stops', 'southwater-police', false),
    ]);
    assert.deepEqual(
      lines.map((line) => line.words),
      ['Groups 3 days old, late', 'Northmoor 3 days old', 'Southwater 3 days old'],
    );
  },
});
