import assert from 'node:assert/strict';

export const tests = ({ units }) => ({
  'the higher marking wins, in both orders'() {
    assert.equal(units.higher('OFFICIAL', 'OFFICIAL-SENSITIVE'), 'OFFICIAL-SENSITIVE');
    assert.equal(units.higher('SECRET', 'OFFICIAL'), 'SECRET');
    assert.equal(units.higher('', 'OFFICIAL'), 'OFFICIAL');
  },
  'a marking that is not known counts as the highest'() {
    assert.equal(units.higher('SECRET', 'SEALED'), 'SEALED');
    assert.equal(units.higher('SEALED', 'SECRET'), 'SEALED');
  },
  'a look is told in words: what it was, what was asked for, when by the clock on the wall'() {
    assert.equal(units.verb_words('undo-judgement'), 'A judgement taken back');
    assert.equal(units.asked_words('/api/search {"q":"kessel marta"}'), '“kessel marta”');
    const id = '01M0CK00000000000000000001';
    assert.equal(units.asked_words(`/api/people/${id}/identity`), '', 'an id is no words');
    assert.equal(units.london_words('2026-10-15T21:30:10.5Z'), 'Thu 15 Oct 2026 22:30');
  },
  'addresses hold kind and id only'() {
    assert.equal(units.path_of('person', 'A1'), '/people/A1');
    assert.equal(units.path_of('note', 'A1'), '/reports/A1');
    assert.equal(units.path_of('vehicle', 'a/../b'), '/things/a%2F..%2Fb');
  },
  'eleven digits that begin with 0 are grouped, others stay'() {
    assert.equal(units.grouped('07700900417'), '07700 900417');
    assert.equal(units.grouped('QZ21 KLN'), 'QZ21 KLN');
    assert.equal(units.grouped('0770090041'), '0770090041');
  },
  'counts are words'() {
    assert.equal(units.counted(1, 'record'), '1 record');
    assert.equal(units.counted(1240, 'row'), '1,240 rows');
    assert.equal(units.counted(2, 'person', 'people'), '2 people');
  },
});
