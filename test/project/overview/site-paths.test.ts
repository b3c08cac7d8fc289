import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageHref } from '../../../src/project/overview/page-href.ts';
import { historyPath, latestPath, runPath, siteName } from '../../../src/project/overview/site-paths.ts';

describe('the folder of a prompt in a site', () => {
  it.each(['support-triage', 'a', 'gpt-4.1_answers', '0'])('is its name: %s', (name) => {
    expect(siteName(name)).toBe(name);
  });

  it.each([
    ['Support', /^support-[0-9a-f]{12}$/],
    ['acme/refunds', /^acme-refunds-[0-9a-f]{12}$/],
    ['../../etc', /^etc-[0-9a-f]{12}$/],
    ['.git', /^git-[0-9a-f]{12}$/],
    ['con', /^con-[0-9a-f]{12}$/],
    ['nul.txt', /^nul-txt-[0-9a-f]{12}$/],
    ['index.html', /^index-html-[0-9a-f]{12}$/],
    ['prompteval-site.json', /^prompteval-site-json-[0-9a-f]{12}$/],
    ['Грüße', /^e-[0-9a-f]{12}$/],
    ['😀', /^[0-9a-f]{12}$/],
    ['x'.repeat(300), /^x{40}-[0-9a-f]{12}$/],
  ])('is safe of %s', (name, expected) => {
    expect(siteName(name)).toMatch(expected);
  });

  it('is one segment that every file system takes, and no two prompts share one', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(siteName(one)).toMatch(/^[a-z0-9_-]([a-z0-9._-]*[a-z0-9_-])?$/);
        if (one !== other) expect(siteName(one)).not.toBe(siteName(other));
      }),
    );
  });
});

describe('the pages of a prompt', () => {
  it('have lasting addresses', () => {
    expect(historyPath('triage')).toBe('triage/index.html');
    expect(latestPath('triage')).toBe('triage/latest/index.html');
    expect(runPath('triage', '20261101-100000-0000ab')).toBe('triage/20261101-100000-0000ab/index.html');
  });

  it.each(['../../x', 'latest', '', '20261101-100000-0000AB', '20261101-100000-0000ab/..'])(
    'are none for a run whose id is none: %j',
    (id) => {
      expect(runPath('triage', id)).toBeNull();
    },
  );

  it('are linked to from wherever they are', () => {
    expect(pageHref('a/b/index.html', 'index.html')).toBe('../../index.html');
    expect(pageHref('/r/index.html', '/r/my prompt/history.html')).toBe('my%20prompt/history.html');
    expect(pageHref('/r/x.html', '/r/javascript:alert(1)/i.html')).toBe('javascript%3Aalert(1)/i.html');
  });
});
