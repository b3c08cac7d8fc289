/**
 * Adjusted p values that keep the chance of even one false claim at α (Holm 1979, "A simple sequentially rejective
 * multiple test procedure"): claim where the adjusted value is ≤ α. In the order of the input.
 */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let highest = 0;
  return inOrderOf(pValues, ascendingOrder(pValues), (p, rank) => {
    highest = Math.max(highest, Math.min(1, p * (count - rank)));
    return highest;
  });
}

/**
 * Adjusted p values that keep the expected share of false claims among all claims at α (Benjamini & Hochberg 1995,
 * "Controlling the false discovery rate"). In the order of the input.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let lowest = 1;
  return inOrderOf(pValues, ascendingOrder(pValues).reverse(), (p, step) => {
    lowest = Math.min(lowest, (p * count) / (count - step));
    return lowest;
  });
}

/** Indices from the smallest p value to the largest. */
function ascendingOrder(pValues: readonly number[]): number[] {
  return pValues
    .map((p, index) => ({ p, index }))
    .sort((one, other) => one.p - other.p)
    .map(({ index }) => index);
}

/** Visits the p values in the given order and puts what is made of them back into their own places. */
function inOrderOf(
  pValues: readonly number[],
  order: readonly number[],
  adjust: (p: number, step: number) => number,
): number[] {
  const adjusted: number[] = new Array(pValues.length).fill(Number.NaN);
  order.forEach((index, step) => {
    adjusted[index] = adjust(pValues[index] ?? Number.NaN, step);
  });
  return adjusted;
}
