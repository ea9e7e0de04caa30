import assert from 'node:assert/strict';

const node = (id, x, y) => ({ id, x, y, kind: 'person', title: id });

export const tests = ({ units }) => ({
  'an arrow goes to the nearest node that way, never back'() {
    const nodes = [
      node('here', 500, 500),
      node('near', 600, 500),
      node('far', 900, 500),
      node('left', 400, 500),
    ];
    assert.equal(units.neighbour(nodes, nodes[0], 'ArrowRight').id, 'near');
    assert.equal(units.neighbour(nodes, nodes[0], 'ArrowLeft').id, 'left');
    assert.equal(units.neighbour(nodes, nodes[0], 'ArrowUp'), undefined);
  },
  'long labels are cut by letters, not by halves of them'() {
    assert.equal(units.short('abcdef', 4), 'abc…');
    assert.equal(units.short('𝒳𝒳𝒳', 3), '𝒳𝒳𝒳');
  },
  'every scheme has the number of choices its name says'() {
    const sizes = Object.fromEntries(
      units.kSchemes.map((one) => [
        one.name,
        [one.source.length, one.information.length, one.handling.length],
      ]),
    );
    assert.deepEqual(sizes, {
      '3x5x2': [3, 5, 2],
      '5x5x5': [5, 5, 5],
      '4x4': [4, 4, 4],
      admiralty: [6, 6, 0],
    });
  },
});
