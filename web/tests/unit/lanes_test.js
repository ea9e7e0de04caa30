import assert from 'node:assert/strict';

const entry = (id, lane, at, more = {}) => ({
  id,
  lane,
  what: lane,
  time: { at, local: at },
  words: [{ text: 'He was put in Wexmoor B1-05' }],
  told: [],
  ...more,
});
const kNow = Date.parse('2026-10-15T06:00:00Z');
const person = (id, title) => ({ id, kind: 'person', title, subtitle: '', tags: [] });
const near = (who, because, from, until) => ({
  person: who,
  because,
  nearness: 'wing',
  words: [],
  from: { at: from, local: from },
  until: until && { at: until, local: until },
  told: [],
});

export const tests = ({ units }) => ({
  'a cell is a bar until the next one, the last until now'() {
    const cells = [
      entry('a', 'custody', '2026-09-15T00:00:00Z', { what: 'Cell' }),
      entry('b', 'custody', '2026-09-30T00:00:00Z', { what: 'Cell' }),
    ];
    const span = { from: Date.parse('2026-09-15T00:00:00Z'), to: kNow };
    const [custody] = units.lanes_of(cells, span, 1000, kNow);
    assert.equal(custody.marks.length, 2);
    const [first, second] = custody.marks;
    assert.equal(first.x, 0);
    assert.ok(Math.abs(first.x + first.width - second.x) <= 1, 'the bars meet');
    assert.equal(second.x + second.width, 1000);
    assert.equal(first.label, 'Wexmoor B1-05');
  },
  'marks that would stand on one another are one with a count; empty lanes stay'() {
    const calls = ['00', '01', '02'].map((hour) =>
      entry(hour, 'contacts', `2026-09-15T${hour}:00:00Z`),
    );
    const span = { from: kNow - 90 * units.kDay, to: kNow };
    const lanes = units.lanes_of(calls, span, 600, kNow);
    assert.deepEqual(
      lanes.map((lane) => [lane.name, lane.count, lane.marks.length]),
      [
        ['custody', 0, 0],
        ['contacts', 3, 1],
        ['money', 0, 0],
        ['incidents', 0, 0],
        ['reports', 0, 0],
      ],
    );
    assert.equal(lanes[1].marks[0].count, 3);
  },
  'who is to be kept apart comes first, then who was near longest; the rest are counted'() {
    const span = { from: kNow - 90 * units.kDay, to: kNow };
    const all = [
      near(person('1', 'Foss'), 'also in Dock', '2026-09-01T00:00:00Z'),
      near(person('2', 'Renn'), 'to be kept apart', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'),
      near(person('3', 'Short'), 'also in Dock', '2026-10-10T00:00:00Z', '2026-10-11T00:00:00Z'),
    ];
    const { rows, more } = units.near_of(all, span, 600, kNow, 2);
    assert.deepEqual(
      rows.map((row) => row.name),
      ['Renn', 'Foss'],
    );
    assert.equal(more, 1);
  },
  'what lasts is drawn until now, what is over is not'() {
    const renn = person('2', 'Renn');
    const over = near(renn, 'x', '2026-08-01T00:00:00Z', '2026-09-02T00:00:00Z');
    const lasts = near(renn, 'x', '2026-08-01T00:00:00Z');
    assert.ok(units.whole_span([], [over], kNow).to < kNow - 30 * units.kDay);
    assert.ok(units.whole_span([], [lasts], kNow).to >= kNow);
  },
  'earlier and later stay within the whole'() {
    const whole = { from: 0, to: 100 };
    assert.deepEqual(units.moved({ from: 60, to: 100 }, whole, 1), { from: 60, to: 100 });
    assert.deepEqual(units.moved({ from: 60, to: 100 }, whole, -1), { from: 40, to: 80 });
    assert.deepEqual(units.moved({ from: 10, to: 50 }, whole, -1), { from: 0, to: 40 });
  },
  'ticks are firsts of months with words, as many as have room'() {
    const day = (text) => Date.parse(`${text}T00:00:00Z`);
    const span = { from: day('2026-01-15'), to: day('2026-04-15') };
    assert.deepEqual(
      units.ticks_of(span, 900).map((tick) => tick.words),
      ['Feb 2026', 'Mar 2026', 'Apr 2026'],
    );
    const years = { from: day('2010-06-01'), to: day('2026-06-01') };
    assert.ok(units.ticks_of(years, 400).every((tick) => /^20\d\d$/.test(tick.words)));
  },
});
