import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { printable } from '../core/text.ts';
import { changedPrompts } from '../project/ci/changed-prompts.ts';
import type { Project } from '../project/opening/open-project.ts';
import type { Chosen } from './choose-prompts.ts';
import type { EvaluationFlags } from './evaluation-options.ts';
import type { Output } from './output.ts';

/** A run that names no revision would compare with nothing. */
export function refuseUnclearChange({ changed, since, resume }: EvaluationFlags): void {
  const problems: Problem[] = [];
  if (changed && since === undefined) {
    problems.push({ field: '--changed', message: 'says since what', expected: '--since origin/main' });
  }
  if (!changed && since !== undefined) problems.push({ field: '--since', message: 'goes with --changed' });
  if (changed && resume) problems.push({ field: '--changed', message: 'does not go with --resume' });
  if (problems.length > 0) throw new InputError(problems);
}

/** With --changed, the prompts that are not what they were; a check that has nothing to check succeeds. */
export async function onlyChanged(
  output: Output,
  project: Project,
  chosen: Chosen[],
  { changed: asked, since: revision }: EvaluationFlags,
): Promise<Chosen[]> {
  if (!asked || revision === undefined) return chosen;
  const prompts = chosen.map(({ prompt }) => prompt);
  const { since, changed } = await changedPrompts(project, prompts, revision);
  const at = `${since.name} (${since.commit.slice(0, 12)})`;
  if (changed.length === 0) {
    const [first] = prompts;
    const about = prompts.length === 1 ? `Nothing of ${first?.name}` : `None of ${prompts.length} prompts`;
    output.print(printable(`${about} changed since ${at}: nothing to run.`));
  }
  for (const { prompt, changes } of changed) {
    output.note(`${prompt.name} changed since ${at}: ${changes.join(', ')}`);
  }
  return changed.map(({ prompt }) => ({ prompt, resumed: null }));
}
