import type { KeyWords } from '../../browser/key-words.ts';
import type { LabelChoice } from '../shared/label-task.ts';

const moves = {
  j: 'next',
  ArrowRight: 'next',
  k: 'previous',
  ArrowLeft: 'previous',
  g: 'unlabelled',
  u: 'undo',
  x: 'clear',
  c: 'note',
  '?': 'help',
} as const;

export type PageAction = (typeof moves)[keyof typeof moves] | { give: number };

/** For the list of keys. */
export const keyWords: KeyWords[] = [
  ['j, →', 'the next answer'],
  ['k, ←', 'the previous answer'],
  ['g', 'the next answer without a label'],
  ['u', 'take back the last label that you gave'],
  ['x', "take back this answer's label"],
  ['c', 'write a note'],
  ['?', 'these keys'],
];

/** What a key means on this page; labels first. */
export function actionOf(key: string, choices: readonly LabelChoice[]): PageAction | undefined {
  const given = choices.find(({ keys }) => keys.includes(key));
  if (given) return { give: given.value };
  return Object.entries(moves).find(([known]) => known === key)?.[1];
}
