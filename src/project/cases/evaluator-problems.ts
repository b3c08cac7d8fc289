import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case, Dataset } from '../../core/case.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import { suggestion } from '../../core/suggest.ts';
import { sourceOf } from '../../datasets/case-source.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { ProblemKinds } from './problem-kinds.ts';

/** What the evaluators of a prompt read of its cases and is not there, or can't be read. */
export function evaluatorProblemsOf(
  project: { display: Project['display']; config: Pick<Project['config'], 'file'> },
  { name, evaluators }: Pick<ResolvedPrompt, 'name' | 'evaluators'>,
  dataset: Dataset,
): Problem[] {
  const file = project.display(project.config.file);
  const line = lineInConfig(project.config, ['prompts', name, 'evaluators']);
  const place = { file, ...line, field: `prompts['${name}'].evaluators` };
  return [
    ...evaluators.flatMap((evaluator) => fieldProblems(evaluator, dataset, place)),
    ...caseProblems(evaluators, dataset),
  ];
}

/** A field that no case has is a slip of the pen: every case would pass, or none be scored. */
function fieldProblems(
  { name, needsField }: Evaluator,
  { name: dataset, cases }: Dataset,
  place: Pick<Problem, 'file' | 'field'>,
): Problem[] {
  if (needsField === undefined || cases.length === 0) return [];
  if (cases.some(({ variables }) => Object.hasOwn(variables, needsField))) return [];
  const fields = [...new Set(cases.flatMap(({ variables }) => Object.keys(variables)))];
  const message = `${name} reads the field "${needsField}", which no case of ${dataset} has`;
  const hint = suggestion(needsField, fields);
  return [{ ...place, message, ...(hint && { hint }) }];
}

function caseProblems(evaluators: readonly Evaluator[], { cases }: Dataset): Problem[] {
  const problems = new ProblemKinds();
  const known = new Set<Case>();
  for (const item of cases) {
    const isStandIn = known.has(item);
    known.add(item);
    for (const evaluator of evaluators) {
      const flaw = evaluator.checkCase?.(item);
      if (flaw === undefined) continue;
      const words = `${evaluator.name}: ${flaw}`;
      const place = sourceOf(item, evaluator.needsField);
      problems.add(words, { ...place, message: `case ${item.id}: ${words}` }, isStandIn);
    }
  }
  return problems.shown();
}
