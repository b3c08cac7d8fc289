/**
 * USD without the noise of adding fractions in binary, so that the same answers cost the same in whatever order they
 * came. Twelve decimals are a millionth of the cheapest token.
 */
export function roundUsd(usd: number): number {
  return Number(usd.toFixed(12));
}
