import type { MetricDefinition } from '../core/metrics.ts';
import type { ModelPairing } from '../core/trial.ts';
import { holm } from '../statistics/holm.ts';
import { type Contrast, contrast, twoSided } from './contrast.ts';
import type { Observations } from './observations.ts';
import { onlyComparable, type PairedValues, pairValues, valuesOfArms } from './paired-values.ts';

/** A candidate that was measured beside others on the same cases. */
export interface MeasuredRow {
  observations: Observations;
  pairing: ModelPairing;
}

/** A claim that holds with 95 % for all claims of its kind together. */
export const claimLevel = 0.05;

/** What a row's difference from its baseline comes to among all rows; null where nothing can be said. */
export interface RowContrast {
  isBetter: boolean;
  pValue: number;
  /** After Holm's correction over all rows. */
  adjusted: number;
}

/** Every row against its own baseline. */
export function contrastWithBaselines(
  rows: readonly MeasuredRow[],
  metric: MetricDefinition,
  cluster: string | null,
): (RowContrast | null)[] {
  return corrected(
    rows.map(({ observations, pairing }) =>
      contrast(pairValues(observations, metric, pairing, null, cluster)),
    ),
  );
}

/** Both ask by the indexes of two rows. */
export interface PairClaims {
  /** After Holm's correction over all pairs of rows: all of these claims hold at once with 95 %, whichever row is picked afterwards. */
  isProven(better: number, worse: number): boolean;
  /** By this pair alone: it hardly looks so by chance, but among many pairs some do. */
  isLikely(better: number, worse: number): boolean;
}

/** Which of the rows is better than which. */
export function contrastAllPairs(
  rows: readonly MeasuredRow[],
  metric: MetricDefinition,
  cluster: string | null,
): PairClaims {
  const pairs = rows.flatMap((_, one) => rows.slice(0, one).map((__, other) => ({ one, other })));
  const contrasts = corrected(
    pairs.map(({ one, other }) => {
      const [candidate, baseline] = [rows[one], rows[other]];
      return candidate && baseline ? contrast(pairRows(candidate, baseline, metric, cluster)) : null;
    }),
  );
  const claimed = (level: (found: RowContrast) => number) =>
    new Set(
      contrasts.flatMap((found, index) => {
        const pair = pairs[index];
        if (found === null || pair === undefined || level(found) > claimLevel) return [];
        return [found.isBetter ? `${pair.one} ${pair.other}` : `${pair.other} ${pair.one}`];
      }),
    );
  const proven = claimed(({ adjusted }) => adjusted);
  const likely = claimed(({ pValue }) => pValue);
  return {
    isProven: (better, worse) => proven.has(`${better} ${worse}`),
    isLikely: (better, worse) => likely.has(`${better} ${worse}`),
  };
}

/** What nothing can be said of takes no place among the tests. */
function corrected(contrasts: readonly (Contrast | null)[]): (RowContrast | null)[] {
  const adjusted = holm(contrasts.flatMap((found) => (found ? [twoSided(found)] : [])));
  let next = 0;
  return contrasts.map((found) => {
    if (found === null) return null;
    const isBetter = found.better < found.worse;
    return { isBetter, pValue: twoSided(found), adjusted: adjusted[next++] ?? 1 };
  });
}

function pairRows(
  one: MeasuredRow,
  other: MeasuredRow,
  metric: MetricDefinition,
  cluster: string | null,
): PairedValues {
  const valuesOf = ({ observations, pairing }: MeasuredRow) =>
    valuesOfArms(observations, metric, pairing, null, cluster);
  const [candidate, baseline] = [valuesOf(one), valuesOf(other)];
  const estimatesOf = ({ estimates }: PairedValues) => estimates?.candidate ?? one.observations.nothing;
  return onlyComparable({
    ...candidate,
    hasBaseline: true,
    answered: true,
    baseline: baseline.candidate,
    ...((candidate.estimates || baseline.estimates) && {
      estimates: { baseline: estimatesOf(baseline), candidate: estimatesOf(candidate) },
    }),
  });
}
