/** The arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Σ (xᵢ − x̄)(yᵢ − ȳ) / (n − 1); NaN below two values. */
export function covariance(x: readonly number[], y: readonly number[]): number {
  const meanX = mean(x);
  const meanY = mean(y);
  const sum = x.reduce(
    (total, value, index) => total + (value - meanX) * ((y[index] ?? Number.NaN) - meanY),
    0,
  );
  return x.length < 2 ? Number.NaN : sum / (x.length - 1);
}

/** The unbiased variance, with n − 1. Exactly 0 where all values are equal, whatever their mean rounds to. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  return values.every((value) => value === values[0]) ? 0 : covariance(values, values);
}
