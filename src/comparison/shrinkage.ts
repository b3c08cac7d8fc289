import { mean } from '../statistics/moments.ts';

/**
 * The standard deviation of what was seen with half a win and half a loss added, each as large as the largest that was
 * seen; of `most` where all values are equal. A few values that agree do not mean that all to come will.
 */
export function shrunkDeviation(values: readonly number[], most: number): number {
  const center = mean(values);
  const distances = values.map((value) => Math.abs(value - center));
  const largest = distances.reduce((one, other) => Math.max(one, other), 0);
  const added = largest > 1e-12 ? largest : most;
  const squares = distances.reduce((sum, distance) => sum + distance * distance, added * added);
  return Math.sqrt(squares / values.length);
}
