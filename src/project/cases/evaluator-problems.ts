import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case, Dataset } from '../../core/case.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import { suggestion } from '../../core/suggest.ts';
import { sourceOf } from '../../datasets/case-source.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { moreLikeThese } from './more-like-these.ts';

const mostShown = 5;

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
    ...limited(dataset.cases.flatMap((item) => problemsOfCase(evaluators, item))),
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

function problemsOfCase(evaluators: readonly Evaluator[], item: Case): Problem[] {
  return evaluators.flatMap((evaluator) => {
    const flaw = evaluator.checkCase?.(item);
    return flaw === undefined
      ? []
      : [{ ...sourceOf(item), message: `case ${item.id}: ${evaluator.name}: ${flaw}` }];
  });
}

function limited(problems: readonly Problem[]): Problem[] {
  const more = problems.length - mostShown;
  return [...problems.slice(0, mostShown), ...(more > 0 ? [moreLikeThese(problems[mostShown], more)] : [])];
}
