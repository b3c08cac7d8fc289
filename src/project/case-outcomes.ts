import { join } from 'node:path';
import type { RunFile } from '../core/run-file.ts';
import { excerpt } from '../core/text.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import type { CaseOutcome } from '../report/flips.ts';
import { readJsonLines } from '../report/json-lines.ts';
import { sensitiveVariables } from '../report/mask.ts';

/** Characters of an answer that are kept. */
const excerptLength = 100;

/** What the candidate made of every case, from the trials in a run's folder. Answers about sensitive values are left out. */
export async function caseOutcomes(folder: string, run: RunFile): Promise<CaseOutcome[]> {
  const models = new Map(run.pairings.map(({ id, candidate }) => [candidate.id, id]));
  const isSensitive = sensitiveVariables(run, {}).size > 0;
  const outcomes = new Map<string, CaseOutcome>();
  for await (const line of readJsonLines(join(folder, 'trials.jsonl'), () => undefined)) {
    if (!isTrialRecord(line) || line.arm !== 'candidate') continue;
    const model = models.get(line.model);
    if (model === undefined) continue;
    const key = JSON.stringify([model, line.case]);
    const outcome = outcomes.get(key) ?? { case: line.case, model, values: new Map(), answer: '' };
    outcomes.set(key, outcome);
    const answer = line.completion?.text ?? `failed: ${line.failure?.message ?? 'no answer'}`;
    if (!isSensitive && outcome.answer === '') outcome.answer = excerpt(answer, excerptLength);
    for (const { id } of run.metrics) {
      const score = line.scores.find(({ metric }) => metric === id);
      const value = score !== undefined && 'value' in score ? score.value : Number.NaN;
      outcome.values.set(id, [...(outcome.values.get(id) ?? []), value]);
    }
  }
  return [...outcomes.values()];
}
