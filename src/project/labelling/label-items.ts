import type { Json } from '../../core/json.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { LabelItem } from '../../labelling/shared/label-task.ts';
import { caseMask, sensitiveVariables } from '../../report/mask.ts';
import { readStoredCases } from '../runs/stored-cases.ts';

/** An answer of a stored run that people are asked about. */
export interface AskedAnswer {
  id: string;
  case: string;
  text: string;
}

/** What a person sees of each: its case as it was then, without what the prompts mark as sensitive. */
export async function labelItems(
  run: RunFile,
  folder: string,
  answers: readonly AskedAnswer[],
): Promise<LabelItem[]> {
  const { cases } = await readStoredCases(folder);
  const byId = new Map(cases.map((item) => [item.id, item]));
  const sensitive = sensitiveVariables(run, {});
  return answers.map(({ id, case: name, text }) => {
    const item: { variables?: Readonly<Record<string, Json>>; expected?: Json } = byId.get(name) ?? {};
    const { variables, expected } = item;
    const mask = caseMask(variables && { ...variables }, sensitive);
    const input = Object.entries(variables ?? {}).map(([key, value]): [string, string] => [
      key,
      wordsOf(mask.variable(key, value)),
    ]);
    const wanted = expected === undefined ? '' : wordsOf(mask.json(expected));
    return { id, input, expected: wanted, answer: mask.text(text) };
  });
}

function wordsOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
