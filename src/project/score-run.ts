import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObservedCase } from '../comparison/observations.ts';
import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { Case } from '../core/case.ts';
import { InputError, InterruptedError } from '../core/errors.ts';
import type { PairRecord } from '../core/pair.ts';
import type { RunFile } from '../core/run-file.ts';
import type { TrialRecord } from '../core/trial.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import { evaluatorsDigest } from '../evaluation/digests.ts';
import type { ChosenCases, Evaluation, Ports, Work } from '../evaluation/evaluation.ts';
import { readJsonLines } from '../report/json-lines.ts';
import { digestFile, openJournal } from '../runner/journal.ts';
import { armsOf } from './decide-again.ts';
import type { EvaluatedRun } from './evaluated-run.ts';
import { runEvaluation } from './evaluation.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { judgedAlike } from './judged-alike.ts';
import type { Project } from './open-project.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';
import { readResult, type StoredRun } from './runs.ts';
import { type StoredAnswer, scoreAnswers } from './score-answers.ts';
import { readStoredCases } from './stored-cases.ts';
import { openStoredPairs } from './stored-pairs.ts';
import { digestOfTrials } from './stored-trials.ts';

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
  const cases = await readSource(project, stored, source);
  const evaluation = evaluationOf(prompt, source);
  const asked = { alias: source.plan.alias, progress, signal };
  return runEvaluation(project, prompt, asked, evaluation, (usual, folder) => ({
    resolveArms: async () => ({ arms: armsOf(source), head: source.head }),
    loadCases: async () => chosenCases(prompt, source, cases),
    runAndScore: (_, work, onRecord) => scoreInto(folder, stored, source, work, signal, onRecord),
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

/** What the run was about, checked against what it says of itself. */
async function readSource(project: Project, { id, path }: StoredRun, run: RunFile): Promise<Case[]> {
  const problem = (message: string, hint: string) => new InputError({ message, hint });
  if (run.status === 'incomplete') {
    throw problem(
      `run ${id} did not finish, so there is nothing whole to score again`,
      'Name a run that did',
    );
  }
  if (run.drift !== undefined) {
    throw problem(
      `run ${id} is a drift run, which scores its answers itself`,
      'Measure it again: prompteval drift',
    );
  }
  if (!Array.isArray(run.pairings)) {
    throw problem(`run ${id} does not say which models it ran on`, 'Runs made from this version on do');
  }
  if ((await digestOfTrials(id, path)) !== run.digests.trials) {
    const message = `${project.display(join(path, 'trials.jsonl'))} was changed after run ${id} finished`;
    throw problem(message, 'Restore it from where the run was made');
  }
  const { cases, flaws } = await readStoredCases(path);
  const [flaw] = flaws;
  if (flaw !== undefined) throw problem(`${flaw.place} of run ${id} ${flaw.message}`, 'Restore the file');
  return cases.filter(isCase);
}

/** The folder keeps whole cases; reading them for counting asks for less. */
function isCase(item: ObservedCase): item is Case {
  return item.variables !== undefined;
}

function evaluationOf(prompt: ResolvedPrompt, source: RunFile): Evaluation {
  const { alias } = source.plan;
  const { evaluators, gates, attempts, onInconclusive, cluster } = prompt;
  return {
    prompt: prompt.name,
    alias,
    models: [],
    repeats: source.repeats,
    evaluators,
    gates,
    attempts,
    onInconclusive,
    cluster,
    narrowed: source.status === 'smoke',
    // Where answers came from a cache, latency is about those cases alone that were asked for.
    cache: source.latencySample ? 'on' : 'off',
    stopEarly: false,
    scoredFrom: { run: source.id, pairings: source.pairings },
  };
}

function chosenCases(prompt: ResolvedPrompt, source: RunFile, cases: Case[]): ChosenCases {
  const { dataset, attempts, split, id } = source;
  const isSame = evaluatorsDigest(prompt.evaluators) === source.digests.evaluators;
  return {
    dataset: { name: dataset.name, digest: dataset.digest, cases },
    cases,
    ...(split !== undefined && { split }),
    narrowed: source.status === 'smoke',
    casesDigest: attempts?.cases ?? dataset.digest,
    warnings: [
      `The answers are those of run ${id}, scored again; no model was asked, and this run never promotes.`,
      ...(isSame ? [`The evaluators are those of run ${id} too.`] : []),
    ],
  };
}

async function* answersOf(
  { path }: StoredRun,
  source: RunFile,
  { plan }: Work,
): AsyncGenerator<StoredAnswer> {
  const cases = new Map(plan.cases.map((item) => [item.id, item]));
  for await (const line of readJsonLines(join(path, 'trials.jsonl'), () => undefined)) {
    const record: TrialRecord | undefined = isTrialRecord(line) ? line : undefined;
    const testCase = record && cases.get(record.case);
    const arm = record && plan[record.arm];
    if (!record || !testCase || !arm) continue;
    const { judge: _, ...answer } = record;
    yield { record: { ...answer, from: record.from ?? source.id }, case: testCase, prompt: arm.prompt };
  }
}

/** Nothing is left behind where it is interrupted or fails: it can be done again at no cost. */
async function scoreInto(
  folder: RunFolder,
  stored: StoredRun,
  source: RunFile,
  work: Work,
  signal: AbortSignal,
  onRecord: (record: TrialRecord | PairRecord) => void,
): ReturnType<Ports['runAndScore']> {
  const { plan, evaluators } = work;
  const alike = judgedAlike(source, evaluators);
  const pairs = await openStoredPairs(stored, source, work, alike);
  await createRunFolder(folder, plan.cases);
  const journal = openJournal(folder.trials);
  const count = { completed: 0, failed: 0 };
  const keep = async (record: TrialRecord | PairRecord) => {
    if (signal.aborted) throw new InterruptedError('Nothing was kept');
    await journal.append(record);
    onRecord(record);
  };
  try {
    for await (const record of scoreAnswers(answersOf(stored, source, work), evaluators, alike)) {
      await keep(record);
      count[record.status]++;
      for (const pair of await pairs.scoredWith(record)) await keep(pair);
    }
    await journal.close();
  } catch (error) {
    await journal.close().catch(() => undefined);
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
  const cached = count.completed + count.failed;
  return {
    ...count,
    cached,
    usd: 0,
    judgeUsd: 0,
    stopped: null,
    trialsDigest: await digestFile(folder.trials),
  };
}
