/** The first so many in an order, without the rest being sorted or even kept. Those that are equal stay in their order. */
export function firstOf<Item>(
  items: Iterable<Item>,
  count: number,
  compare: (one: Item, other: Item) => number,
): Item[] {
  const first: Item[] = [];
  const isBefore = (item: Item, place: number) => {
    const other = first[place];
    return other !== undefined && compare(item, other) < 0;
  };
  for (const item of items) {
    if (first.length === count && !isBefore(item, count - 1)) continue;
    let place = first.length;
    while (place > 0 && isBefore(item, place - 1)) place--;
    first.splice(place, 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}
