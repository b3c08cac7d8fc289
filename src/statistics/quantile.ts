/**
 * The p quantile of the values themselves, interpolated between the two nearest (Hyndman & Fan 1996, type 7; the default
 * of R and numpy). Null of nothing.
 */
export function quantile(values: readonly number[], p: number): number | null {
  return quantiles(values, [p])[0] ?? null;
}

/** Several of the same values; none of nothing. */
export function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  // Typed, numbers are sorted as such, without a call for each comparison.
  const sorted = Float64Array.from(values).sort();
  return shares.flatMap((p) => {
    const position = (sorted.length - 1) * Math.min(1, Math.max(0, p));
    const below = sorted[Math.floor(position)];
    const above = sorted[Math.ceil(position)];
    return below === undefined || above === undefined
      ? []
      : below + (position - Math.floor(position)) * (above - below);
  });
}
