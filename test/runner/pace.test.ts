import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Heard, isSlowedDown, isTold, nextPace, type Pace, startPace } from '../../src/runner/pace.ts';

const second = 1000;

type Step = [outcome: Heard['outcome'], times: number, atSeconds: number, expected: number];

function played(pace: Pace, outcome: Heard['outcome'], times: number, at: number): Pace {
  return Array(times)
    .fill({ outcome, waitMs: 0 })
    .reduce<Pace>((before, heard: Heard) => nextPace(before, heard, at), pace);
}

describe('how many trials may be under way', () => {
  it.each([
    [100, 20],
    [20, 20],
    [7, 7],
    [1, 1],
  ])('of %i as configured, a run starts with %i', (most, atOnce) => {
    expect(startPace(most).atOnce).toBe(atOnce);
  });

  it.each<[string, Step[]]>([
    [
      'grows by one with each answer, which doubles it in a round',
      [
        ['answered', 1, 0, 21],
        ['answered', 19, 0, 40],
        ['answered', 40, 0, 80],
      ],
    ],
    [
      'goes up to what is configured and no further',
      [
        ['answered', 79, 0, 99],
        ['answered', 1, 0, 100],
        ['answered', 500, 0, 100],
      ],
    ],
    ['is cut to four fifths by a rate limit', [['refused', 1, 0, 16]]],
    [
      'is cut once by one burst',
      [
        ['refused', 10, 0, 16],
        ['refused', 10, 14.9, 16],
      ],
    ],
    [
      'is cut again when the burst goes on',
      [
        ['refused', 10, 0, 16],
        ['refused', 10, 15, 12],
        ['refused', 1, 30, 9],
      ],
    ],
    [
      'does not grow for 15 seconds after a cut',
      [
        ['refused', 1, 0, 16],
        ['answered', 200, 14.9, 16],
      ],
    ],
    [
      'grows by a twentieth after that',
      [
        ['refused', 1, 0, 16],
        ['answered', 15, 15, 16],
        ['answered', 1, 15, 17],
        ['answered', 16, 15, 17],
        ['answered', 1, 15, 18],
      ],
    ],
    [
      'stays while the server is in trouble',
      [
        ['failed', 1, 0, 20],
        ['answered', 19, 0, 20],
        ['failed', 1, 0, 20],
        ['answered', 19, 0, 20],
        ['answered', 2, 0, 22],
      ],
    ],
    ['is not cut by trouble', [['failed', 100, 0, 20]]],
    [
      'never comes to nothing',
      [
        ['refused', 1, 0, 16],
        ...Array.from(
          { length: 30 },
          (_, index): Step => ['refused', 1, 15 * (index + 1), expect.any(Number)],
        ),
        ['answered', 1, 1000, expect.any(Number)],
      ],
    ],
  ])('%s', (_, steps) => {
    let pace = startPace(100);
    for (const [outcome, times, at, expected] of steps) {
      pace = played(pace, outcome, times, at * second);
      expect(pace.atOnce).toEqual(expected);
    }
    expect(pace.atOnce).toBeGreaterThanOrEqual(1);
  });

  it('stays between one and what is configured, whatever happens', () => {
    const heard = fc.record({
      outcome: fc.constantFrom<Heard['outcome']>('answered', 'refused', 'failed'),
      waitMs: fc.nat(120_000),
      elapsed: fc.nat(20_000),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(heard, { maxLength: 300 }), (most, events) => {
        let pace = startPace(most);
        let at = 0;
        for (const { elapsed, ...event } of events) {
          at += elapsed;
          const next = nextPace(pace, event, at);
          expect(next.atOnce).toBeGreaterThanOrEqual(1);
          expect(next.atOnce).toBeLessThanOrEqual(most);
          expect(next.pausedUntil).toBeGreaterThanOrEqual(pace.pausedUntil);
          pace = next;
        }
      }),
    );
  });
});

describe('a pause', () => {
  it('lasts as long as the vendor asks, whatever else is answered meanwhile', () => {
    let pace = nextPace(startPace(50), { outcome: 'refused', waitMs: 3000 }, 1000);
    expect(pace.pausedUntil).toBe(4000);
    pace = nextPace(pace, { outcome: 'answered', waitMs: 0 }, 2000);
    expect(pace.pausedUntil).toBe(4000);
    pace = nextPace(pace, { outcome: 'refused', waitMs: 500 }, 2000);
    expect(pace.pausedUntil).toBe(4000);
    pace = nextPace(pace, { outcome: 'failed', waitMs: 5000 }, 2000);
    expect(pace.pausedUntil).toBe(7000);
  });

  it('is told, as a cut is, and growth after it; of the growth of a run that began, its end', () => {
    const told = (pace: Pace, outcome: Heard['outcome'], at: number, waitMs = 0) =>
      isTold(nextPace(pace, { outcome, waitMs }, at), pace, at);
    const fresh = startPace(22);
    expect(told(fresh, 'failed', 10)).toBe(false);
    expect(told(fresh, 'answered', 10, 100)).toBe(true);
    expect(told(fresh, 'answered', 10)).toBe(false);
    expect(told(played(fresh, 'answered', 1, 10), 'answered', 10)).toBe(true);
    expect(told(played(fresh, 'answered', 2, 10), 'answered', 10)).toBe(false);
    expect(told(fresh, 'refused', 10)).toBe(true);
    const cut = played(fresh, 'refused', 1, 0);
    expect(told(played(cut, 'answered', 14, 15 * second), 'answered', 15 * second)).toBe(false);
    expect(told(played(cut, 'answered', 15, 15 * second), 'answered', 15 * second)).toBe(true);
  });
});

describe('a pace that is slowed down', () => {
  it('is one that was cut and is not yet back at what is configured', () => {
    const fresh = startPace(20);
    expect(isSlowedDown(startPace(50))).toBe(false);
    const cut = played(fresh, 'refused', 1, 0);
    expect(isSlowedDown(cut)).toBe(true);
    expect(isSlowedDown(played(cut, 'answered', 500, 15 * second))).toBe(false);
  });
});
