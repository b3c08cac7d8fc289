import { mean, variance } from './moments.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

export interface MeanWithError {
  mean: number;
  /** Standard error of the mean. */
  error: number;
  degreesOfFreedom: number;
}

/** Needs at least two values. */
export function meanWithError(values: readonly number[]): MeanWithError {
  return {
    mean: mean(values),
    error: Math.sqrt(variance(values) / values.length),
    degreesOfFreedom: values.length - 1,
  };
}

/** How far the one-sided bound lies from the mean. */
export function reachOf({ error, degreesOfFreedom }: MeanWithError, confidence: number): number {
  return error === 0 ? 0 : studentTQuantile(confidence, degreesOfFreedom) * error;
}

/** p value of H0: true mean ≤ threshold. Without any spread the mean is taken at its word. */
export function pValueAbove({ mean, error, degreesOfFreedom }: MeanWithError, threshold: number): number {
  if (error === 0) return mean > threshold ? 0 : 1;
  return studentTCdf((threshold - mean) / error, degreesOfFreedom);
}

/** p value of H0: true mean ≥ threshold. */
export function pValueBelow({ mean, error, degreesOfFreedom }: MeanWithError, threshold: number): number {
  if (error === 0) return mean < threshold ? 0 : 1;
  return studentTCdf((mean - threshold) / error, degreesOfFreedom);
}
