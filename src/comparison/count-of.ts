/** How many it holds for, without a list of them. */
export function countOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let count = 0;
  for (const item of items) if (holds(item)) count++;
  return count;
}
