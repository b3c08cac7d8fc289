/**
 * USD without the noise of adding fractions in binary, so that the same answers cost the same in whatever order they
 * came. Twelve digits of the amount, not twelve decimals: however small it is, a difference of a share stays one.
 */
export function roundUsd(usd: number): number {
  return Number(usd.toPrecision(12));
}
