import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnRows, scrollTopFor } from '../../../src/report/client/drawn-rows.ts';
import { readHash, writeHash } from '../../../src/report/client/page-state.ts';
import { tabs } from '../../../src/report/client/tabs.ts';

describe('the address', () => {
  it.each([
    ['', { tab: 'all', query: '', deep: false, open: null }],
    [
      '#case=a&model=m%2Fone&tab=failed&q=slice%3Ax',
      { tab: 'failed', query: 'slice:x', deep: false, open: { case: 'a', model: 'm/one' } },
    ],
    ['#case=a', { tab: 'all', query: '', deep: false, open: { case: 'a', model: null } }],
    ['#tab=nothing&q=100%', { tab: 'all', query: '100%', deep: false, open: null }],
    ['#main', { tab: 'all', query: '', deep: false, open: null }],
  ])('%j is read', (hash, expected) => {
    expect(readHash(hash, 'all')).toEqual(expected);
  });

  it('keeps the whole state, whatever stands in it', () => {
    const text = fc.string({ unit: 'grapheme' });
    const open = fc.option(fc.record({ case: text, model: fc.option(text) }));
    fc.assert(
      fc.property(
        fc.constantFrom(...tabs.map(({ id }) => id)),
        text,
        fc.boolean(),
        open,
        (tab, query, deep, opened) => {
          const state = { tab, query, deep, open: opened };
          expect(readHash(writeHash(state), 'all')).toEqual(state);
        },
      ),
    );
  });
});

describe('the list', () => {
  it.each([
    [{ top: 0, height: 400 }, 1000, { start: 0, end: 16 }],
    [{ top: 4000, height: 400 }, 1000, { start: 94, end: 116 }],
    [{ top: 39_900, height: 400 }, 1000, { start: 991, end: 1000 }],
    [{ top: 4000, height: 400 }, 3, { start: 3, end: 3 }],
    [{ top: 0, height: 400 }, 0, { start: 0, end: 0 }],
  ])('seen at %j of %i rows draws %j', (view, count, expected) => {
    expect(drawnRows(view, 40, count)).toEqual(expected);
  });

  it.each([
    [0, 400, 0],
    [12, 400, 400],
    [5, 400, 200],
    [30, 400, 840],
  ])('shows row %i, scrolled to %i, at %i', (row, top, expected) => {
    expect(scrollTopFor(row, { top, height: 400 }, 40)).toBe(expected);
  });
});
