import { join } from 'node:path';
import { Observations } from '../comparison/observations.ts';
import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { digestBytes } from '../core/digest.ts';
import { ConflictError, RefusedError } from '../core/errors.ts';
import { evidenceText } from '../core/evidence.ts';
import { isJsonObject } from '../core/json.ts';
import type { RunFile } from '../core/run-file.ts';
import type { TrialRecord } from '../core/trial.ts';
import { type Arms, decide, prepareEvaluators } from '../pipeline.ts';
import { readJsonLines } from '../report/json-lines.ts';
import { countTrials } from '../runner/plan-trials.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { loadPromptDataset } from './cases.ts';
import { interfaceOf, outputSchemaOf } from './evaluation.ts';
import { type Project, registryFolder } from './open-project.ts';
import { releaseCases } from './release-cases.ts';
import { sameValue } from './same-value.ts';

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
  const known = await attemptLedger(registryFolder(project.config), prompt.name).runDigest(run.id);
  if (known !== undefined && known !== digestBytes(evidenceText(run))) {
    throw refused(run, 'its run.json was changed after it finished');
  }
  const decided: unknown = JSON.parse(JSON.stringify(await decideAgain(project, prompt, run, folder)));
  const { comparisons, regressions, verdict } = run;
  if (sameValue(decided, { comparisons, regressions, verdict })) return;
  throw refused(run, 'its run.json says something else than its trials');
}

function refused(run: RunFile, why: string): RefusedError {
  return new RefusedError(
    `${run.plan.alias} of ${run.prompt} was not moved. Run ${run.id} is no evidence: ${why}`,
  );
}

async function decideAgain(project: Project, prompt: ResolvedPrompt, run: RunFile, folder: string) {
  const arms = armsOf(run);
  const { pairings, repeats } = run;
  const cases = releaseCases((await loadPromptDataset(project, prompt)).cases);
  const observations = new Observations(cases, repeats);
  let completed = 0;
  for await (const line of readJsonLines(join(folder, 'trials.jsonl'), () => undefined)) {
    if (!isTrialRecord(line)) continue;
    observations.add(line);
    if (line.status === 'completed') completed++;
  }
  const evaluators = prepareEvaluators(prompt.evaluators, outputSchemaOf(arms));
  return decide(observations, {
    pairings,
    metrics: evaluators.flatMap((evaluator) => evaluator.metrics),
    gates: prompt.gates,
    interface: interfaceOf(arms),
    trials: { planned: countTrials({ ...arms, cases, pairings, repeats }), completed },
    hasBaseline: arms.baseline !== null,
  });
}

function armsOf({ arms: { baseline, candidate } }: RunFile): Arms {
  return {
    baseline: baseline && { name: 'baseline', ...baseline },
    candidate: { name: 'candidate', ...candidate },
  };
}

export function isTrialRecord(line: unknown): line is TrialRecord {
  return isJsonObject(line) && typeof line.case === 'string' && Array.isArray(line.scores);
}
