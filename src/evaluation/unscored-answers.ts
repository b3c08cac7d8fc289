import type { Observations } from '../comparison/observations.ts';
import type { Unscored } from '../core/run-file.ts';
import type { Arms } from './evaluation.ts';

/** run.json is kept as evidence, and a reason may quote an answer: of sensitive prompts only the counts go there. */
export function unscoredAnswers(observations: Observations, { baseline, candidate }: Arms): Unscored[] {
  const isSensitive = [baseline, candidate].some((arm) =>
    Object.values(arm?.prompt['x-prompteval']?.variables ?? {}).some((variable) => variable.sensitive),
  );
  const unscored = observations.unscored();
  return isSensitive ? unscored.map((entry) => ({ ...entry, reason: null })) : unscored;
}
