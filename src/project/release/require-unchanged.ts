import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { ConflictError, RefusedError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import { datasetDigest } from '../../datasets/dataset-digest.ts';
import { prepareEvaluators } from '../../evaluation/prepare-evaluators.ts';
import { attemptLedger } from '../cases/attempt-ledger.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { releaseCases } from '../cases/release-cases.ts';
import type { Project } from '../opening/open-project.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import { isWholeCase, readStoredCases } from '../runs/stored-cases.ts';
import { armsOf, decideAgain } from '../scoring/decide-again.ts';
import { differencesByNow } from '../scoring/recompute.ts';

/**
 * A run.json is a file that anyone can write. So what it says is worked out again from its trials, and the ledger
 * knows the digest of runs that were made here. Asked of fresh runs only: their dataset and gates are those of now.
 *
 * @throws RefusedError where the run says something else; ConflictError where another version of the tool made it.
 */
export async function requireUnchanged(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  folder: string,
): Promise<void> {
  if (run.tool !== project.tool) {
    throw new ConflictError(
      `Run ${run.id} is stale: prompteval ${run.tool} made it, and this is ${project.tool}. Make a new run and release that`,
    );
  }
  await requireAsItEnded(project, prompt, run);
  const arms = armsOf(run);
  const { cases } = await loadPromptDataset(project, prompt);
  if ((await datasetDigestOf(folder)) !== datasetDigest(releaseCases(cases))) {
    throw refused(run, 'its cases.jsonl says something else than the dataset that it was judged by');
  }
  const evaluators = prepareEvaluators(prompt.evaluators, outputSchemaOf(arms));
  const judged = releaseCases(cases);
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const again = await decideAgain(run, folder, { cases: judged, metrics, gates: prompt.gates });
  const [difference] = differencesByNow(run, again, { cases: judged.length, metrics });
  if (difference === undefined) return;
  const where = ` (${difference.path})`;
  throw refused(run, `its run.json says something else than its trials${where}`);
}

/** What this project's ledger knows of it, whatever it proves. @throws RefusedError where it was changed since, or is a copy. */
export async function requireAsItEnded(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name'>,
  run: RunFile,
): Promise<void> {
  const change = await attemptLedger(project, prompt.name).changeOf(run);
  if (change !== undefined) throw refused(run, change);
}

/** By what the cases in a run's folder say, where runs of older versions keep no digest of the file. */
async function datasetDigestOf(folder: string): Promise<string> {
  const { cases, flaws } = await readStoredCases(folder);
  return flaws.length > 0 ? 'flawed' : datasetDigest(cases.filter(isWholeCase));
}

function refused(run: RunFile, why: string): RefusedError {
  return new RefusedError(
    `${run.plan.alias} of ${run.prompt} was not moved. Run ${run.id} is no evidence: ${why}`,
  );
}
