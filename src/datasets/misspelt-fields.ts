import type { Dataset } from '../core/case.ts';
import type { Problem } from '../core/problem.ts';
import type { PromptFile } from '../core/prompt.ts';
import { isReserved } from './case-of-row.ts';

/** Fields such as `ID` and `Expected`, which are variables, that no prompt asks for: worth a warning. */
export function misspeltFields({ name: dataset, cases: [first] }: Dataset, prompt: PromptFile): Problem[] {
  if (first === undefined) return [];
  return Object.keys(first.variables)
    .filter((name) => !Object.hasOwn(prompt['x-prompteval'].variables, name) && isReserved(reservedAs(name)))
    .map((name) => ({
      field: name,
      message: `"${name}" of the dataset "${dataset}" is read as a variable, and the prompt "${prompt.name}" has none of that name`,
      hint: `If the field with a meaning of its own is meant, call it "${reservedAs(name)}"`,
    }));
}

function reservedAs(name: string): string {
  return name.trim().toLowerCase();
}
