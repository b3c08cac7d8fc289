import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { readResult, type StoredRun } from '../runs/runs.ts';
import { armsOf } from '../scoring/decide-again.ts';
import { judgedAlike } from '../scoring/judged-alike.ts';
import { scoreInto } from '../scoring/score-into.ts';
import { chosenOfSource, evaluationOfSource, readSourceCases } from '../scoring/stored-source.ts';
import { runEvaluation } from './evaluation.ts';

export type ScoreOptions = Pick<EvaluationOptions, 'progress' | 'signal'>;

/**
 * Scores the answers of a stored run with the evaluators that the config has now, and judges them by its gates of now: a
 * new run, about the cases as they were then, without a model call.
 *
 * @throws InputError where the run did not finish, is about one prompt alone, or is not as it was stored.
 */
export async function scoreStoredRun(
  project: Project,
  prompt: ResolvedPrompt,
  stored: StoredRun,
  { progress, signal }: ScoreOptions,
): Promise<EvaluatedRun> {
  const source = await readResult(stored);
  const cases = await readSourceCases(project, stored, source);
  const asked = { alias: source.plan.alias, progress, signal };
  const isSame = evaluatorsDigest(prompt.evaluators) === source.digests.evaluators;
  const warnings = [
    `The answers are those of run ${source.id}, scored again; no model was asked, and this run never promotes.`,
    ...(isSame ? [`The evaluators are those of run ${source.id} too.`] : []),
  ];
  return runEvaluation(project, prompt, asked, evaluationOfSource(prompt, source), (usual, folder) => ({
    resolveArms: async () => ({ arms: armsOf(source), head: source.head }),
    loadCases: async () => chosenOfSource(source, cases, warnings),
    runAndScore: (_, work, onRecord) => {
      const alike = judgedAlike(source, work.evaluators);
      return scoreInto(folder, { stored, run: source, alike }, work, signal, onRecord);
    },
    sinceRelease: async () => null,
    servedAtRelease: async () => null,
    async earlierAttempts(chosen) {
      const { attempts } = source;
      return attempts ? { earlier: attempts.earlier, warnings: [] } : usual.earlierAttempts(chosen);
    },
    async describeCircumstances() {
      const { prices: _, ...circumstances } = await usual.describeCircumstances();
      return { ...circumstances, ...(source.prices !== undefined && { prices: source.prices }) };
    },
  }));
}
