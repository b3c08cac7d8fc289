import { describe, expect, it } from 'vitest';
import { sharedLists } from '../../src/core/shared-lists.ts';

describe('shared lists', () => {
  it('gives one list for all that are alike, and others for others', () => {
    const shared = sharedLists();
    const first = shared(['de', 'edge']);
    expect(shared(['de', 'edge'])).toBe(first);
    expect(shared(['edge', 'de'])).toEqual(['edge', 'de']);
    expect(shared(['de,edge'])).toEqual(['de,edge']);
    expect(shared([])).toEqual([]);
  });
});
