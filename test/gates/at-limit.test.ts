import { describe, expect, it } from 'vitest';
import { maxIncrease } from '../comparison/observed.ts';
import { outcomeOn } from './judged.ts';

const amounts = ['cost', 'outputTokens', 'latency'];
const units = [0.015, 0.1, 1, 10, 20, 30, 50, 70, 100, 130, 170, 190, 230, 310, 370, 410];

/** Twelve cases in each of which the candidate's amount is so many times the baseline's. */
function timesAsMuch(unit: number, factor: number) {
  return Array.from({ length: 12 }, (_, index) => {
    const amount = unit * (1 + (index % 3));
    return { baseline: amount, candidate: (amount * factor * 10) / 10 };
  });
}

describe('a change that is the same in every case', () => {
  it.each<[string, number, number, string, string]>([
    ['exactly at the limit', 1.1, 0.1, 'inconclusive', 'at-limit'],
    ['a hair above it', 1.100001, 0.1, 'fail', 'over-limit'],
    ['a hair below it', 1.099999, 0.1, 'pass', 'proven-not-worse'],
    ['exactly at another limit', 1.07, 0.07, 'inconclusive', 'at-limit'],
    ['at a limit of several times as much', 4, 3, 'inconclusive', 'at-limit'],
    ['none, with no allowance', 1, 0, 'inconclusive', 'not-enough-cases'],
  ])('%s, is decided alike by any amounts', (_, factor, share, status, reason) => {
    for (const metric of amounts) {
      for (const unit of units) {
        const outcome = outcomeOn(timesAsMuch(unit, factor), metric, maxIncrease(metric, share));
        expect(outcome, `${metric} ${unit}`).toMatchObject({ status, reason });
      }
    }
  });

  it('says that it is at the limit', () => {
    expect(outcomeOn(timesAsMuch(10, 1.1), 'outputTokens', maxIncrease('outputTokens', 0.1)).text).toBe(
      'outputTokens: 0 better, 12 worse on 12 cases. It is 10.0 % higher in every case, exactly at the limit; you allow 10 %.',
    );
  });
});
