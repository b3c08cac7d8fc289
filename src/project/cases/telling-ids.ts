import type { Case, Dataset } from '../../core/case.ts';
import type { Json } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { sourceOf } from '../../datasets/case-source.ts';

/** Shorter values occur in ids by chance. */
const shortest = 4;

/** Ids stand in every report, and nothing hides them: worth a warning where one repeats the value of a sensitive variable. */
export function tellingIdWarnings({ name, cases }: Dataset, prompt: PromptFile): Problem[] {
  const telling = cases.filter((item) => isTellingId(item, prompt));
  const [first] = telling;
  if (first === undefined) return [];
  const ids = telling.length === 1 ? 'the id of 1 case repeats' : `the ids of ${telling.length} cases repeat`;
  return [
    {
      ...sourceOf(first),
      field: 'id',
      message: `${ids} the value of a sensitive variable, and the ids of "${name}" stand in every report`,
      hint: 'Give them ids that say nothing, or none',
    },
  ];
}

export function isTellingId({ id, variables }: Pick<Case, 'id' | 'variables'>, prompt: PromptFile): boolean {
  const sensitive = Object.entries(prompt['x-prompteval'].variables).filter(([, one]) => one.sensitive);
  if (sensitive.length === 0) return false;
  const words = wordsOf(id);
  return sensitive.some(
    ([name]) =>
      Object.hasOwn(variables, name) &&
      textsOf(variables[name]).some((text) => repeats(words, wordsOf(text))),
  );
}

/** Within words only: `7` and `lee` say nothing of `case-17` and `sleep`. */
function repeats(id: string, value: string): boolean {
  return value.length >= shortest && ` ${id} `.includes(` ${value} `);
}

function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
