import { join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { Metric } from '../../core/score.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { JudgedAnswer } from '../../evaluation/calibrate.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { readResult, type StoredRun } from './runs.ts';
import { requireSameCases } from './stored-cases.ts';
import { digestOfTrials } from './stored-trials.ts';

export interface StoredAnswer extends JudgedAnswer {
  case: string;
  text: string;
}

/**
 * The first answer to each case on each model that a metric has a score for: repeats would count one case several times.
 *
 * @throws InputError where the run was scored otherwise, or was changed since.
 */
export async function readJudgedAnswers(
  prompt: ResolvedPrompt,
  { id, path }: StoredRun,
  metric: Metric,
): Promise<{ run: RunFile; answers: StoredAnswer[] }> {
  const run = await readResult({ id, path, prompt: prompt.name });
  if (run.digests.evaluators !== evaluatorsDigest(prompt.evaluators)) {
    const message = `run ${id} was scored by other evaluators than those that the config has now`;
    throw new InputError({
      message,
      hint: `What people say of their scores is no word on these. Make a new run: prompteval run ${prompt.name}`,
    });
  }
  await requireSameTrials(run, path);
  await requireSameCases(run, path);
  const answers: StoredAnswer[] = [];
  for await (const line of readJsonLines(join(path, 'trials.jsonl'), () => undefined)) {
    if (isTrialRecord(line)) answers.push(...answerOf(run, line, metric));
  }
  return { run, answers };
}

/** @throws InputError where the trials are not those that the run ended with. */
export async function requireSameTrials({ id, digests }: RunFile, folder: string): Promise<void> {
  if ((await digestOfTrials(id, folder)) === digests.trials) return;
  const message = `trials.jsonl was changed after run ${id} finished`;
  throw new InputError({ message, hint: 'Restore it from where the run was made' });
}

function answerOf(run: RunFile, trial: TrialRecord, metric: Metric): StoredAnswer[] {
  const score = trial.scores.find((other) => other.metric === metric.id);
  const pairing = run.pairings.find((other) => other[trial.arm]?.id === trial.model);
  if (trial.repeat !== 0 || !pairing || !score || !('value' in score)) return [];
  const { arm, model } = trial;
  const id = shortId([run.id, metric.id, arm, trial.case, model]);
  const pair = JSON.stringify([trial.case, pairing.id]);
  return [{ id, arm, pair, score: score.value, case: trial.case, text: trial.completion?.text ?? '' }];
}

/** Short, and without a word of where the answer is from. */
function shortId(parts: string[]): string {
  return digestOf(parts).replace('sha256:', '').slice(0, 12);
}
