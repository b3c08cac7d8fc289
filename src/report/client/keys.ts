import type { KeyWords } from '../../browser/key-words.ts';

/** What a key means on this page. */
export const keyActions = {
  j: 'down',
  k: 'up',
  Enter: 'open',
  '[': 'previous',
  ']': 'next',
  '/': 'search',
  d: 'mode',
  Escape: 'back',
  '?': 'help',
} as const;

export type KeyAction = (typeof keyActions)[keyof typeof keyActions];

/** For the list of keys. */
export const keyWords: KeyWords[] = [
  ['j, k', 'move down and up in the list'],
  ['Enter', 'open the case'],
  ['[, ]', 'open the previous and the next case'],
  ['/', 'search'],
  ['d', 'show the two answers in another way'],
  ['Esc', 'back to the list'],
  ['?', 'these keys'],
];

export function actionOf(key: string): KeyAction | undefined {
  return Object.entries(keyActions).find(([known]) => known === key)?.[1];
}
