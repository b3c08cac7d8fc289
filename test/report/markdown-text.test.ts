import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/report/markdown-text.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

describe('what GitHub would link', () => {
  it.each([
    ['#12', '#|12'],
    ['GH-12 and gh-7', 'GH-|12 and gh-|7'],
    ['g/p!12, %3', 'g/p!|12, %|3'],
    ['owner/repo#1', 'owner/repo#|1'],
    ['owner/repo@a5c3785', 'owner/repo@|a5c378|5'],
    ['see (a5c3785ed8)', 'see (a5c378|5ed8)'],
    [sha, '012345|6789ab|cdef01|234567|89abcd|ef0123|4567'],
    ['1'.repeat(40), `${'111111|'.repeat(6)}1111`],
    ['ana@a5c3785', 'ana@|a5c378|5'],
  ])('%s is text', (text, shown) => {
    expect(markdownText(text)).toBe(shown.replaceAll('|', '\u200b'));
  });

  it.each(['20260824-000000-bad000', '1234567', 'GH-x', 'abc123', `${sha}${'0'.repeat(24)}`, 'a5c3785xyz'])(
    '%s stays whole',
    (text) => {
      expect(markdownText(text)).toBe(text);
    },
  );
});

describe('a command', () => {
  const policy = 'prompteval approve depot --policy-from 28953e0f0dea1234 --plan 4c1f0e2a9b3d';

  it.each([
    [`waits for anybody (${policy}).`, `waits for anybody (\`${policy}\`).`],
    [
      'Review: prompteval review greet --run 20261121-154501-9f3c1a, then release_it',
      'Review: `prompteval review greet --run 20261121-154501-9f3c1a`, then release\\_it',
    ],
    ['see: prompteval validate', 'see: `prompteval validate`'],
    [
      "prompteval run 'a b' --case x_1 --first 3; or not",
      "`prompteval run 'a b' --case x_1 --first 3`; or not",
    ],
    ['prompteval run `x` <b> @mia', '`prompteval run` &#96;x&#96; &lt;b&gt; @\u200bmia'],
    ['prompteval run <b>|@mia', '`prompteval run` &lt;b&gt;\\|@\u200bmia'],
    ['notprompteval run x_y', 'notprompteval run x\\_y'],
  ])('is code that can be copied: %s', (text, shown) => {
    expect(markdownText(text)).toBe(shown);
  });
});
