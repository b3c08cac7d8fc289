import { describe, expect, it } from 'vitest';
import { type ScannedTrial, TrialTable } from '../../../src/report/cases/trial-table.ts';

function trial(change: Partial<ScannedTrial> = {}): ScannedTrial {
  const place = { start: 10, length: 5 };
  return {
    arm: 'candidate',
    repeat: 0,
    place,
    failed: false,
    unscored: false,
    answer: 1,
    values: [],
    ...change,
  };
}

describe('the table of trials', () => {
  it('has a row for each case on each model, in the order in which they come', () => {
    const table = new TrialTable(1);
    table.put(7, 'small', trial());
    table.put(7, 'large', trial());
    table.put(2, 'small', trial());
    table.put(7, 'small', trial({ arm: 'baseline' }));
    const rows = [0, 1, 2].map((row) => [table.caseOf(row), table.models[table.modelOf(row)]]);
    expect(rows).toEqual([
      [7, 'small'],
      [7, 'large'],
      [2, 'small'],
    ]);
    expect(table.rows).toBe(3);
    expect(table.find(2, 'large')).toBeUndefined();
    expect(table.find(7, 'large')).toBe(1);
  });

  it('takes means over what was measured, and null where nothing was', () => {
    const table = new TrialTable(3);
    table.put(0, 'm', trial({ values: [[1, 1]] }));
    table.put(0, 'm', trial({ repeat: 2, values: [[1, 0]] }));
    expect(table.mean(0, 'candidate', 1)).toBe(0.5);
    expect([
      table.mean(0, 'candidate', 0),
      table.mean(0, 'baseline', 1),
      table.mean(0, 'candidate', 9),
    ]).toEqual([null, null, null]);
  });

  it('counts the later of two lines about one trial, whole', () => {
    const table = new TrialTable(1);
    table.put(0, 'm', trial({ failed: true }));
    expect(table.hasFailed(0)).toBe(true);
    table.put(0, 'm', trial({ place: { start: 90, length: 9 }, values: [[0, 1]] }));
    expect([table.hasFailed(0), table.mean(0, 'candidate', 0)]).toEqual([false, 1]);
    expect(table.placesOf(0).trials).toEqual([{ start: 90, length: 9 }]);
    table.put(0, 'm', trial({ unscored: true }));
    expect([table.isUnscored(0), table.mean(0, 'candidate', 0)]).toEqual([true, null]);
  });

  it('compares answers repeat by repeat; one that is not there differs from none', () => {
    const table = new TrialTable(2);
    table.put(0, 'm', trial({ arm: 'baseline', answer: 1 }));
    table.put(0, 'm', trial({ repeat: 1, answer: 2 }));
    expect(table.isReworded(0)).toBe(false);
    table.put(0, 'm', trial({ answer: null }));
    expect(table.isReworded(0)).toBe(false);
    table.put(0, 'm', trial({ answer: 2 }));
    expect(table.isReworded(0)).toBe(true);
  });

  it('adds what was said of a pair to both trials, and to none that is not there', () => {
    const table = new TrialTable(1);
    table.put(0, 'm', trial());
    table.addScore(0, { arm: 'candidate', repeat: 0 }, 4, 0.5);
    table.addScore(0, { arm: 'baseline', repeat: 0 }, 4, 0.5);
    table.putPair(0, 0, { start: 200, length: 20 });
    expect([table.mean(0, 'candidate', 4), table.mean(0, 'baseline', 4)]).toEqual([0.5, null]);
    expect(table.isUnscored(0)).toBe(false);
    table.addScore(0, { arm: 'candidate', repeat: 0 }, 5, null);
    expect(table.isUnscored(0)).toBe(true);
    expect(table.placesOf(0)).toEqual({
      trials: [{ start: 10, length: 5 }],
      pairs: [{ start: 200, length: 20 }],
    });
  });

  it.each([[0], [-3], [1.5], [Number.NaN], [1e12]])(
    'takes %s repeats of a run.json for what can be',
    (repeats) => {
      expect(new TrialTable(repeats).repeats).toBe(repeats === 1e12 ? 1000 : 1);
    },
  );
});
