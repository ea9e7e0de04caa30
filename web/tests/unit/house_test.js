// The house rules of the pages, read from their sources.
import assert from 'node:assert/strict';

const kColour = /#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgba?\(/;
const kWords = ['kingpin', 'suspect', 'no results', 'score', 'enemy'];

export const tests = ({ sources, lock }) => ({
  'only tokens.css names a colour'() {
    for (const { path, text } of sources.filter((one) => /\.(css|scss)$/.test(one.path))) {
      if (path.endsWith('tokens.css')) continue;
      assert.ok(!kColour.test(text.replaceAll('url(#crosshatch)', '')), path);
    }
  },
  'pages have no style of their own'() {
    for (const { path, text } of sources.filter((one) => one.path.endsWith('.svelte'))) {
      assert.ok(!/<style|\sstyle=|\sstyle:/.test(text), path);
    }
  },
  'nothing is kept in the browser, nothing is written as raw HTML'() {
    for (const { path, text } of sources) {
      assert.ok(!/localStorage|sessionStorage|indexedDB|\{@html/.test(text), path);
    }
  },
  'the fixed sentence is written once'() {
    const holders = sources.filter((one) => one.text.includes('Nothing you may see'));
    assert.deepEqual(
      holders.map((one) => one.path),
      ['lib/words.ts'],
    );
  },
  'words that are never on a screen'() {
    for (const { path, text } of sources.filter((one) => one.path.endsWith('.svelte'))) {
      for (const word of kWords)
        assert.ok(!text.toLowerCase().includes(word), `${word} in ${path}`);
    }
  },
  'files are at most 600 lines of at most 100 columns'() {
    for (const { path, text } of sources) {
      if (path.endsWith('types.ts')) continue;
      const lines = text.split('\n');
      assert.ok(lines.length <= 600, path);
      lines.forEach((line, at) => assert.ok([...line].length <= 100, `${path}:${at + 1}`));
    }
  },
  'the lock names no registry'() {
    assert.ok(!lock.includes('"resolved"'));
    assert.ok(!/https?:\/\/[^"]*registry/.test(lock));
  },
});
