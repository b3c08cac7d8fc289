import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newBucket, settle, type TokenBucket, takeFrom } from '../../src/runner/token-bucket.ts';

/** At which time each of these may start, in seconds. */
function startTimes(perMinute: number, asked: readonly [amount: number, atSeconds: number][]): number[] {
  let bucket: TokenBucket = newBucket(perMinute, 0);
  return asked.map(([amount, at]) => {
    const taken = takeFrom(bucket, amount, at * 1000);
    bucket = taken.bucket;
    return at + taken.waitMs / 1000;
  });
}

describe('an allowance a minute', () => {
  it.each<[string, number, [number, number][], number[]]>([
    [
      'gives one a second of 60',
      60,
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      [0, 1, 2],
    ],
    [
      'gives one in ten seconds of 6',
      6,
      [
        [1, 0],
        [1, 0],
        [1, 5],
      ],
      [0, 10, 20],
    ],
    [
      'gives a second’s part at once',
      600,
      [...Array.from({ length: 10 }, (): [number, number] => [1, 0]), [1, 0]],
      [...Array(10).fill(0), 0.1],
    ],
    [
      'saves up no more than that',
      60,
      [
        [1, 100],
        [1, 100],
      ],
      [100, 101],
    ],
    [
      'lets what is larger wait for a full bucket, and others for what it took',
      600,
      [
        [50, 0],
        [10, 0],
        [50, 6],
      ],
      [0, 5, 6],
    ],
    [
      'gives nothing away',
      60,
      [
        [0, 0],
        [0, 0],
        [1, 0],
      ],
      [0, 0, 0],
    ],
  ])('%s', (_, perMinute, asked, expected) => {
    const times = startTimes(perMinute, asked);
    expect(times).toHaveLength(expected.length);
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(expected[index] ?? Number.NaN, 9);
  });

  it.each([
    ['gives back what was not used', 40, 1],
    ['takes what was used besides', 120, 9],
  ])('%s', (_, used, expected) => {
    // 10 a second, of which 10 are there: 100 promised leave it 90 in debt.
    const { bucket } = takeFrom(newBucket(600, 0), 100, 0);
    const { waitMs } = takeFrom(settle(bucket, 100, used), 10, 3000);
    expect(waitMs / 1000).toBeCloseTo(expected, 9);
  });

  it('is never exceeded by more than its second’s part, in no span of time', () => {
    const calls = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 5 }), elapsed: fc.nat(3) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 5000 }), calls, (perMinute, list) => {
        let at = 0;
        const asked = list.map(({ amount, elapsed }): [number, number] => {
          at += elapsed;
          return [amount, at];
        });
        const times = startTimes(perMinute, asked);
        for (let first = 0; first < times.length; first++) {
          let used = 0;
          for (let last = first; last < times.length; last++) {
            used += asked[last]?.[0] ?? 0;
            const span = (times[last] ?? 0) - (times[first] ?? 0);
            expect(used).toBeLessThanOrEqual(
              Math.max(1, perMinute / 60) + (span * perMinute) / 60 + 5 + 1e-6,
            );
          }
        }
      }),
    );
  });
});
