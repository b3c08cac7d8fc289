import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Attempt } from '../../core/attempts.ts';
import type { Case, Dataset } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { sourceOf } from '../../datasets/case-source.ts';
import { type ClusterUse, clusterProblems } from '../../datasets/cluster-problems.ts';
import { datasetProblems } from '../../datasets/dataset-problems.ts';
import { gatesOfAttempt } from '../../gates/attempts.ts';
import { criticalTagWarnings } from '../../gates/critical-tag.ts';
import { type Feasibility, feasibilityOf } from '../../gates/feasibility.ts';
import { gateProblems } from '../../gates/gate-problems.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { pairModels } from '../../runner/model-pairings.ts';
import { evaluatorModelProblems } from '../models/evaluator-models.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { evaluatorProblemsOf } from './evaluator-problems.ts';
import { ProblemKinds } from './problem-kinds.ts';
import { releaseCases, type SplitCases } from './release-cases.ts';

/** Cases that a prompt cannot be rendered with: a missing value, one of the wrong type, one that is too long. */
export function renderProblems(dataset: Dataset, prompt: PromptFile): Problem[] {
  const missing = datasetProblems(dataset, prompt);
  if (missing.length > 0) return missing;
  const problems = new ProblemKinds();
  const known = new Map<Case, readonly Problem[]>();
  for (const item of dataset.cases) {
    const isStandIn = known.has(item);
    const ofCase = known.get(item) ?? problemsOfRendering(prompt, item);
    known.set(item, ofCase);
    for (const problem of ofCase) {
      const { field = '', message } = problem;
      const placed = { ...sourceOf(item, field), ...problem, message: `case ${item.id}: ${message}` };
      problems.add(`${field} ${message}`, placed, isStandIn);
    }
  }
  return problems.shown();
}

/** A case's own, without its place. */
function problemsOfRendering(prompt: PromptFile, item: Case): readonly Problem[] {
  try {
    renderPrompt(prompt, item.variables);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems;
  }
}

/** More cases than this share without a score make every gate inconclusive. */
const missingLimit = 0.05;

/** What the config asks of this dataset and can't get, however the models answer. */
export function configProblems(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  dataset: Dataset,
): Problem[] {
  return [
    ...gateProblemsOf(project, prompt, candidate, dataset),
    ...expectationProblems(project, prompt, dataset),
    ...evaluatorProblemsOf(project, prompt, dataset),
    ...clusterProblemsOf(project, prompt, dataset),
    ...evaluatorModelProblems(project, prompt),
  ];
}

/** What the prompt counts cases by has to be in all of them, as any split may be run; what one gate does, in its own. */
function clusterProblemsOf(project: Project, prompt: ResolvedPrompt, { cases }: Dataset): Problem[] {
  const file = project.display(project.config.file);
  const use = (field: string, where: string): ClusterUse => ({
    field,
    place: { file, field: `prompts['${prompt.name}']${where}` },
  });
  const ofPrompt =
    prompt.cluster === undefined ? [] : clusterProblems(cases, use(prompt.cluster, '.cluster'));
  const ofGates = prompt.gates.flatMap(({ name, slice, cluster }) => {
    if (cluster === undefined || cluster === prompt.cluster) return [];
    const about = cases.filter((item) => slice === null || item.tags.includes(slice));
    return clusterProblems(about, use(cluster, ` gate "${name}" cluster`));
  });
  return [...ofPrompt, ...ofGates];
}

/** Evaluators that compare with `expected`, where too many cases have none. */
function expectationProblems(project: Project, prompt: ResolvedPrompt, dataset: Dataset): Problem[] {
  const cases = releaseCases(dataset.cases);
  const without = cases.filter((item) => item.expected === undefined || item.expected === null);
  const [first] = without;
  if (first === undefined || without.length / cases.length <= missingLimit) return [];
  const { file, line } = sourceOf(first);
  const place = [file, line].filter((part) => part !== undefined).join(':');
  const hint =
    without.length === cases.length
      ? 'Add a field "expected" to the dataset'
      : 'Fill "expected" in where it is empty';
  const written = Object.keys(first.variables).find((name) => name.trim().toLowerCase() === 'expected');
  const spelt =
    written === undefined ? '' : `. The field "${written}" is a variable: it has to be called "expected"`;
  return prompt.evaluators
    .filter((evaluator) => evaluator.needsExpected)
    .map((evaluator) => ({
      file: project.display(project.config.file),
      ...lineInConfig(project.config, ['prompts', prompt.name, 'evaluators']),
      field: `prompts['${prompt.name}'].evaluators`,
      message: `${evaluator.name} compares with "expected", which ${without.length} of ${cases.length} cases of ${dataset.name} do not have. First: ${first.id}${place === '' ? '' : ` (${place})`}`,
      hint: `${hint}, or use an evaluator that needs none${spelt}`,
    }));
}

/** Gates that cannot decide anything on this dataset, placed in the config. */
function gateProblemsOf(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  dataset: Dataset,
): Problem[] {
  const models = pairModels(prompt.models, null, candidate).map((pairing) => pairing.id);
  const own = prompt.models.includes('own') ? ['own'] : [];
  const problems = gateProblems(prompt.gates, releaseCases(dataset.cases), [...models, ...own]);
  return inConfig(project, prompt, problems);
}

export interface FeasibilityGrounds extends Pick<SplitCases, 'cases' | 'split'> {
  dataset: Dataset;
  /** The one that these cases would be asked for next. */
  attempt: Attempt;
}

/** What the gates ask for and so many cases can't prove: refused where it is impossible, else warned of. */
export function gateFeasibility(
  project: Project,
  prompt: Pick<
    ResolvedPrompt,
    'name' | 'gates' | 'gatePlaces' | 'policy' | 'evaluators' | 'repeats' | 'stopEarly'
  >,
  { dataset, cases, split, attempt }: FeasibilityGrounds,
): Feasibility {
  const { problems, warnings } = feasibilityOf(gatesOfAttempt(prompt.gates, attempt), {
    cases,
    setApart: split === 'release' && cases.length < dataset.cases.length,
    metrics: prompt.evaluators.flatMap((evaluator) => evaluator.metrics),
    repeats: prompt.repeats,
    stopEarly: prompt.stopEarly,
    attempt: attempt.mode === 'corrected' ? attempt.number : undefined,
  });
  return {
    problems: inConfig(project, prompt, problems),
    warnings: inConfig(project, prompt, [...warnings, ...criticalTagWarnings(prompt.gates, cases)]),
  };
}

function inConfig(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name' | 'gatePlaces' | 'policy'>,
  problems: readonly Problem[],
): Problem[] {
  const file = project.display(project.config.file);
  return problems.map((problem) => ({
    file,
    ...lineOfGate(project, prompt, problem),
    ...problem,
    field: `prompts['${prompt.name}'] ${problem.field}`,
  }));
}

/** Gates of the protected branch have no line here. */
function lineOfGate(
  { config }: Project,
  { name, gatePlaces, policy }: Pick<ResolvedPrompt, 'name' | 'gatePlaces' | 'policy'>,
  { field = '' }: Problem,
): { line?: number } {
  const gate = /^gate "(.*)" (\w+)$/s.exec(field);
  const index = gatePlaces?.get(gate?.[1] ?? '');
  if (policy !== undefined || index === undefined) return {};
  return lineInConfig(config, ['prompts', name, 'gates', index, gate?.[2] ?? '']);
}

export function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
