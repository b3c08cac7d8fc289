/**
 * The p quantile of the values themselves, interpolated between the two nearest (Hyndman & Fan 1996, type 7; the default
 * of R and numpy). Null of nothing.
 */
export function quantile(values: readonly number[], p: number): number | null {
  // Typed, numbers are sorted as such, without a call for each comparison.
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, p));
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (position - Math.floor(position)) * (above - below);
}
