import type { ArmCalibration, Calibration, LabelledShare, RectifiedDifference } from '../core/calibration.ts';
import type { Metric } from '../core/score.ts';
import type { ArmName } from '../core/trial.ts';
import { shuffled } from '../runner/case-order.ts';
import { clopperPearsonInterval } from '../statistics/clopper-pearson.ts';
import { cohensKappa, kappaAtLeast } from '../statistics/cohens-kappa.ts';
import { judgeReliability, rectifiedMean } from '../statistics/judge-correction.ts';
import { mean } from '../statistics/moments.ts';

/** An answer of a stored run that an evaluator gave a score. */
export interface JudgedAnswer {
  /** Says nothing of the arm. */
  id: string;
  arm: ArmName;
  /** The case and the model: what both arms have an answer to. */
  pair: string;
  score: number;
}

const confidence = 0.95;

/**
 * Answers for a person to label: both arms' of cases that are drawn at random, in a random order, so that neither says which
 * arm an answer is from. The seed alone decides which.
 *
 * @param count answers, at least; rounded up to whole cases
 */
export function sampleAnswers<Answer extends JudgedAnswer>(
  answers: readonly Answer[],
  count: number,
  seed: string,
): Answer[] {
  const groups = [...byPair(answers)].map(([id, members]) => ({ id, members }));
  const most = Math.max(0, ...groups.map(({ members }) => members.length));
  const whole = groups.filter(({ members }) => members.length === most);
  const drawn = shuffled(whole, seed).slice(0, Math.ceil(count / Math.max(1, most)));
  return shuffled(
    drawn.flatMap(({ members }) => members),
    `${seed}\norder`,
  );
}

/**
 * How far the scores agree with the labels.
 *
 * @param labels what people said, by the answer's id, in the metric's own values
 */
export function calibrate(
  answers: readonly JudgedAnswer[],
  labels: ReadonlyMap<string, number>,
  metric: Metric,
): Calibration {
  const labelled = answers.flatMap((answer) => {
    const human = labels.get(answer.id);
    return human === undefined ? [] : [{ ...answer, judge: answer.score, human }];
  });
  const pairs = labelled.map(({ judge, human }) => [judge, human] as const);
  const weights = metric.kind === 'binary' ? 'none' : 'quadratic';
  const { kappa, interval, agreement } = cohensKappa(pairs, confidence, weights);
  const atLeast = kappaAtLeast(pairs, metric.range, confidence, weights);
  const arms = (['baseline', 'candidate'] as const).filter((arm) =>
    labelled.some((answer) => answer.arm === arm),
  );
  return {
    labelled: labelled.length,
    agreement,
    kappa: { value: kappa, atLeast, interval, confidence, weights },
    arms: arms.map((arm) =>
      ofArm(
        arm,
        labelled.filter((answer) => answer.arm === arm),
        metric,
      ),
    ),
    difference: differenceOf(answers, labels, metric),
  };
}

function ofArm(
  arm: ArmName,
  labelled: readonly { judge: number; human: number }[],
  { kind }: Metric,
): ArmCalibration {
  const agreed = labelled.filter(({ judge, human }) => judge === human).length;
  const { passes, fails } = judgeReliability(labelled);
  const isBinary = kind === 'binary';
  return {
    arm,
    labelled: labelled.length,
    agreement: agreed / labelled.length,
    sensitivity: isBinary ? shareOf(passes) : null,
    specificity: isBinary ? shareOf(fails) : null,
  };
}

function shareOf({ agreed, of }: { agreed: number; of: number }): LabelledShare | null {
  return of === 0 ? null : { agreed, of, ...clopperPearsonInterval(agreed, of, confidence) };
}

/** By case, because both arms answered the same ones. */
function differenceOf(
  answers: readonly JudgedAnswer[],
  labels: ReadonlyMap<string, number>,
  { better }: Metric,
): RectifiedDifference | null {
  const sign = better === 'higher' ? 1 : -1;
  const differences = [...byPair(answers).values()].flatMap((members) => {
    const [before, after] = (['baseline', 'candidate'] as const).map((arm) =>
      members.find((answer) => answer.arm === arm),
    );
    if (!before || !after) return [];
    const [was, is] = [labels.get(before.id), labels.get(after.id)];
    const human = was === undefined || is === undefined ? null : sign * (is - was);
    return [{ judge: sign * (after.score - before.score), human }];
  });
  const labelled = differences.flatMap(({ judge, human }) => (human === null ? [] : [{ judge, human }]));
  const others = differences.filter(({ human }) => human === null).map(({ judge }) => judge);
  const rectified = rectifiedMean(others, labelled, confidence);
  return (
    rectified && {
      judged: mean(differences.map(({ judge }) => judge)),
      rectified: rectified.value,
      ...rectified.interval,
      confidence,
      labelledPairs: labelled.length,
      pairs: differences.length,
    }
  );
}

function byPair<Answer extends JudgedAnswer>(answers: readonly Answer[]): Map<string, Answer[]> {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers) groups.set(answer.pair, [...(groups.get(answer.pair) ?? []), answer]);
  return groups;
}
