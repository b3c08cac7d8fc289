import type { LabelState } from './label-task.ts';

type Items = LabelState['items'];

export function countLabelled(items: Items): number {
  return items.filter(({ value }) => value !== null).length;
}

/** The next one without a label, from a place on and then from the start; undefined where all have one. */
export function nextUnlabelled(items: Items, from: number): number | undefined {
  const order = items.map((_, index) => (from + index) % items.length);
  return order.find((index) => items[index]?.value === null);
}
