import { describe, expect, it } from 'vitest';
import type { Case, Dataset, Split } from '../../../src/core/case.ts';
import { splitCases } from '../../../src/project/cases/release-cases.ts';

/** `t`, `r` and `-`: one case each, set apart for tuning, for releases, or for both. */
function dataset(splits: string): Dataset {
  const cases = [...splits].map((letter, index): Case => {
    const split = letter === 't' ? 'tune' : letter === 'r' ? 'release' : null;
    return { id: `${letter}${index}`, variables: {}, tags: [], critical: false, split };
  });
  return { name: 'triage', digest: '', cases };
}

describe('the cases of a run', () => {
  it.each<[string, Split | undefined, string, Split | undefined, boolean]>([
    ['---', undefined, '---', undefined, true],
    ['---', 'all', '---', 'all', true],
    ['trr-', undefined, 'rr-', 'release', true],
    ['trr-', 'release', 'rr-', 'release', true],
    ['trr-', 'tune', 't-', 'tune', false],
    ['trr-', 'all', 'trr-', 'all', false],
    // What is set apart for tuning leaves the others for releases.
    ['tt-', undefined, '-', 'release', true],
    ['tt-', 'release', '-', 'release', true],
    ['rr-', undefined, 'rr-', 'release', true],
    ['rr-', 'tune', '-', 'tune', false],
    ['rr-', 'all', 'rr-', 'all', true],
    // Nothing else to judge by.
    ['tt', undefined, 'tt', 'all', true],
    ['tt', 'tune', 'tt', 'tune', true],
  ])('of %s, asked for %s, are %s', (all, asked, expected, split, isDefault) => {
    const chosen = splitCases(dataset(all), asked);
    expect(chosen.cases.map(({ id }) => id[0]).join('')).toBe(expected);
    expect([chosen.split, chosen.isDefault]).toEqual([split, isDefault]);
  });

  it.each<[string, Split]>([
    ['---', 'release'],
    ['---', 'tune'],
    ['tt', 'release'],
    ['rr', 'tune'],
  ])('of %s cannot be those of %s', (all, asked) => {
    expect(() => splitCases(dataset(all), asked)).toThrow(
      `--split: triage has no ${asked} cases. Add a field "split" to the dataset and set it to "${asked}" for the cases`,
    );
  });
});
