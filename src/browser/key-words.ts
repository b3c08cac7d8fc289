/** Keys, separated by `, `, and what they do. */
export type KeyWords = [keys: string, does: string];
