import { join } from 'node:path';
import type { RunFile } from '../../core/run-file.ts';
import { excerpt } from '../../core/text.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { CaseOutcome } from '../../report/flips.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { caseMask, sensitiveVariables } from '../../report/mask.ts';
import { readStoredCases } from './stored-cases.ts';

/** Characters of an answer that are kept. */
const excerptLength = 100;

/** What the candidate made of every case, from the trials in a run's folder; sensitive values are hidden in its answers. */
export async function caseOutcomes(folder: string, run: RunFile): Promise<CaseOutcome[]> {
  const models = new Map(run.pairings.map(({ id, candidate }) => [candidate.id, id]));
  const hide = await hiding(folder, run);
  const outcomes = new Map<string, CaseOutcome>();
  for await (const line of readJsonLines(join(folder, 'trials.jsonl'), () => undefined)) {
    if (!isTrialRecord(line) || line.arm !== 'candidate') continue;
    const model = models.get(line.model);
    if (model === undefined) continue;
    const key = JSON.stringify([model, line.case]);
    const outcome = outcomes.get(key) ?? { case: line.case, model, values: new Map(), answer: '' };
    outcomes.set(key, outcome);
    const answer = line.completion?.text ?? `failed: ${line.failure?.message ?? 'no answer'}`;
    if (outcome.answer === '') outcome.answer = excerpt(hide(line.case, answer), excerptLength);
    for (const { id } of run.metrics) {
      const score = line.scores.find(({ metric }) => metric === id);
      const value = score !== undefined && 'value' in score ? score.value : Number.NaN;
      outcome.values.set(id, [...(outcome.values.get(id) ?? []), value]);
    }
  }
  return [...outcomes.values()];
}

async function hiding(folder: string, run: RunFile): Promise<(id: string, text: string) => string> {
  const sensitive = sensitiveVariables(run, {});
  if (sensitive.size === 0) return (_, text) => text;
  const { cases } = await readStoredCases(folder);
  const masks = new Map(cases.map(({ id, variables = {} }) => [id, caseMask({ ...variables }, sensitive)]));
  return (id, text) => masks.get(id)?.text(text) ?? '';
}
