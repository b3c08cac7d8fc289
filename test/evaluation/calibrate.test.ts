import { describe, expect, it } from 'vitest';
import type { Metric } from '../../src/core/score.ts';
import { calibrate, type JudgedAnswer, sampleAnswers } from '../../src/evaluation/calibrate.ts';

const quality: Metric = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };

/** Both arms' answers to so many cases; the judge passes every answer but those to every third case. */
function answersTo(cases: number): JudgedAnswer[] {
  return Array.from({ length: cases }, (_, index) =>
    (['baseline', 'candidate'] as const).map((arm) => ({
      id: `${arm}${index}`,
      arm,
      pair: `case ${index}`,
      score: index % 3 === 0 ? 0 : 1,
    })),
  ).flat();
}

function labelled(answers: readonly JudgedAnswer[], label: (answer: JudgedAnswer) => number) {
  return new Map(answers.map((answer) => [answer.id, label(answer)]));
}

describe('answers to label', () => {
  it('are both arms of whole cases, in an order that mixes them, and the same ones for the same seed', () => {
    const all = answersTo(100);
    const drawn = sampleAnswers(all, 25, 'seed');
    expect(drawn).toHaveLength(26);
    expect(new Set(drawn.map(({ pair }) => pair)).size).toBe(13);
    const arms = drawn.map(({ arm }) => arm);
    expect(arms.filter((arm) => arm === 'baseline')).toHaveLength(13);
    expect(arms).not.toEqual([...arms].sort());
    expect(sampleAnswers([...all].reverse(), 25, 'seed')).toEqual(drawn);
    expect(sampleAnswers(all, 25, 'other')).not.toEqual(drawn);
  });

  it('leave out a case that only one arm has a score for, and know a first release without a baseline', () => {
    const all = answersTo(5);
    expect(sampleAnswers(all.slice(1), 50, 'seed')).toHaveLength(8);
    expect(
      sampleAnswers(
        all.filter(({ arm }) => arm === 'candidate'),
        3,
        'seed',
      ),
    ).toHaveLength(3);
    expect(sampleAnswers([], 50, 'seed')).toEqual([]);
  });
});

describe('calibrate', () => {
  const all = answersTo(90);
  const first = all.slice(0, 60);

  it('finds full agreement, and is not certain of it', () => {
    const { agreement, kappa, arms, difference } = calibrate(
      all,
      labelled(first, ({ score }) => score),
      quality,
    );
    expect(agreement).toBe(1);
    expect(kappa).toMatchObject({ value: 1, weights: 'none' });
    expect(kappa.atLeast).toBeGreaterThan(0.8);
    expect(kappa.atLeast).toBeLessThan(1);
    expect(arms).toMatchObject([
      {
        arm: 'baseline',
        labelled: 30,
        sensitivity: { agreed: 20, of: 20 },
        specificity: { agreed: 10, of: 10 },
      },
      { arm: 'candidate', labelled: 30 },
    ]);
    expect(difference).toMatchObject({ judged: 0, rectified: 0, labelledPairs: 30, pairs: 90 });
  });

  it('finds the harm that a judge that favours the candidate hides', () => {
    // People fail every second answer of the candidate, the judge sees no difference.
    const labels = labelled(first, ({ arm, pair, score }) =>
      arm === 'candidate' && Number(pair.slice(5)) % 2 === 0 ? 0 : score,
    );
    const { arms, difference } = calibrate(all, labels, quality);
    expect(difference?.judged).toBe(0);
    expect(difference?.rectified).toBeCloseTo(-10 / 30, 9);
    expect(difference?.high).toBeLessThan(0);
    const [baseline, candidate] = arms;
    expect(baseline?.specificity).toMatchObject({ agreed: 10, of: 10 });
    expect(candidate?.specificity).toMatchObject({ agreed: 10, of: 20 });
  });

  it('turns the difference round where less is better, and knows no sensitivity of scores', () => {
    const effort: Metric = { id: 'effort', better: 'lower', kind: 'score', range: [0, 1] };
    const labels = labelled(first, ({ arm, score }) => (arm === 'candidate' ? 1 : score));
    const { arms, difference, kappa } = calibrate(all, labels, effort);
    expect(difference?.rectified).toBeCloseTo(-1 / 3, 9);
    expect(arms[0]).toMatchObject({ sensitivity: null, specificity: null });
    expect(kappa.weights).toBe('quadratic');
  });

  it('knows nothing of labels that are all the same, and no difference without both arms', () => {
    const passed = all.filter(({ score }) => score === 1);
    const { kappa, difference } = calibrate(
      passed.filter(({ arm }) => arm === 'candidate'),
      labelled(passed, () => 1),
      quality,
    );
    expect(kappa).toMatchObject({ value: null, atLeast: -1, interval: null });
    expect(difference).toBeNull();
  });
});
