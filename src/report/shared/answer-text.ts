import type { Completion } from '../../core/completion.ts';

/** trials.jsonl is a file that anyone can write, so an answer may be no text. */
export function answerText(completion: Pick<Completion, 'text'>): string;
export function answerText(completion: Pick<Completion, 'text'> | undefined): string | null;
export function answerText(completion: Pick<Completion, 'text'> | undefined): string | null {
  if (completion === undefined) return null;
  const text: unknown = completion.text;
  return typeof text === 'string' ? text : (JSON.stringify(text) ?? '');
}
