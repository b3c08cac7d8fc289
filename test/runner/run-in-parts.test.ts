import { describe, expect, it } from 'vitest';
import type { StoppedEarly } from '../../src/core/run-file.ts';
import { lookCounts, shuffled, splitAtLooks } from '../../src/runner/case-order.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { type Course, runInParts } from '../../src/runner/run-in-parts.ts';
import { answer, armOf, caseList, createPorts, fakeProvider, turns } from './trials.ts';

describe('the order of the cases', () => {
  const cases = caseList(40);
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

  it('is the same for the same seed, and another for another', () => {
    expect(shuffled(cases, 'one')).toEqual(shuffled(cases, 'one'));
    expect(ids(shuffled(cases, 'one'))).not.toEqual(ids(shuffled(cases, 'two')));
    expect(ids(shuffled(cases, 'one')).sort()).toEqual(ids(cases).sort());
  });

  it('does not depend on the order of the dataset', () => {
    expect(shuffled([...cases].reverse(), 'one')).toEqual(shuffled(cases, 'one'));
  });

  it('puts every case first about as often as every other', () => {
    const draws = 4000;
    const first = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const [winner] = shuffled(cases.slice(0, 5), String(seed));
      if (winner) first.set(winner.id, (first.get(winner.id) ?? 0) + 1);
    }
    // Four standard errors about a fifth; the seeds are fixed, so nothing here can fail by chance.
    for (const { id } of cases.slice(0, 5)) {
      expect(Math.abs((first.get(id) ?? 0) / draws - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / draws));
    }
  });

  it.each([
    [283, [71, 142, 213]],
    [100, [25, 50, 75]],
    [3, [1, 2]],
    [2, [1]],
    [1, []],
    [0, []],
  ])('of %i cases has looks after %j', (count, looks) => {
    expect(lookCounts(count)).toEqual(looks);
    const parts = splitAtLooks(caseList(count));
    expect(parts.flat()).toEqual(caseList(count));
    expect(parts).toHaveLength(looks.length + 1);
  });
});

describe('a run in parts', () => {
  const [baseline, candidate] = [armOf('baseline'), armOf('candidate')];
  const cases = caseList(8);
  const pairings = pairModels(['own'], baseline.prompt, candidate.prompt);
  const plan = { baseline, candidate, cases, pairings, repeats: 1 };
  const stop: StoppedEarly = { askedCases: 4, ofCases: 8, gate: 'quality', because: 'x', savedCalls: 8 };
  const quick = fakeProvider(async () => turns(2).then(() => answer), { concurrency: 3 });

  function run(changes: Parameters<typeof createPorts>[1], look: Course['look']) {
    const created = createPorts(quick, changes);
    const course = { parts: splitAtLooks(cases), look };
    return { ...created, totals: runInParts(plan, course, ['fake/small'], created.ports) };
  }

  it('looks when every trial of a part is recorded, and goes on to the end', async () => {
    const seen: [number, number][] = [];
    const { totals, records } = run({}, (asked) => {
      seen.push([asked.length, records.length]);
      return null;
    });
    expect(await totals).toMatchObject({
      completed: 16,
      failed: 0,
      stopped: null,
      usd: expect.closeTo(0.016, 10),
      judgeUsd: 0,
    });
    expect(seen).toEqual([
      [2, 4],
      [4, 8],
      [6, 12],
    ]);
  });

  it('ends where a look says so, with nothing half asked', async () => {
    const { totals, records } = run({}, (asked) => (asked.length === 4 ? stop : null));
    expect(await totals).toMatchObject({ completed: 8, stopped: stop });
    expect(records.map((record) => record.case).sort()).toEqual(
      cases.slice(0, 4).flatMap(({ id }) => [id, id]),
    );
  });

  it('keeps one budget for all parts', async () => {
    const { totals } = run({ maxCost: 0.0095 }, () => null);
    const { completed, stopped } = await totals;
    expect(stopped).toBe('budget');
    expect(completed).toBeGreaterThanOrEqual(10);
    expect(completed).toBeLessThanOrEqual(12);
  });

  it('does not look after Ctrl-C', async () => {
    const controller = new AbortController();
    let looks = 0;
    const { totals } = run({ signal: controller.signal }, () => {
      looks++;
      controller.abort(new Error('interrupted'));
      return null;
    });
    expect(await totals).toMatchObject({ completed: 4, stopped: 'interrupted' });
    expect(looks).toBe(1);
  });
});
