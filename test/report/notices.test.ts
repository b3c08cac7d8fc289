import { expect, it } from 'vitest';
import { notices } from '../../src/report/verdict-words.ts';
import { loadFixture } from './support.ts';

it.each([
  ['interrupted', 'it was interrupted'],
  ['budget-spent', 'its budget was spent'],
])('says of an unfinished run, %s, that %s', async (reason, words) => {
  const { run } = await loadFixture('inconclusive');
  const [outcome] = run.verdict.outcomes;
  if (outcome === undefined) throw new Error('the fixture has no outcome');
  const outcomes = [{ ...outcome, gate: 'trials', reason }];
  const unfinished = { ...run, status: 'incomplete' as const, verdict: { ...run.verdict, outcomes } };
  expect(notices(unfinished)).toContain(
    `Incomplete run: ${words}, so the figures cover only what was measured until then.`,
  );
});
