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
