import { formatCount } from '../../core/format.ts';
import type { UnkeptAnswer } from '../models/answer-files.ts';
import type { Project } from '../opening/open-project.ts';

/** When the progress is over, which it would tear. */
export function warnOfUnkept(project: Project, [first, ...others]: readonly UnkeptAnswer[]): void {
  if (first === undefined) return;
  const more = others.length > 0 ? ` (and ${formatCount(others.length)} more)` : '';
  project.warn(`${first.message}${more}. The run has them all the same`);
}

export function warnOfCommitted(project: Project, count: number): void {
  if (count === 0) return;
  const answers = count === 1 ? '1 answer' : `${formatCount(count)} answers`;
  project.warn(
    `${answers} of the cache were not taken, because git tracks them: who commits an answer chooses what the model said. They were asked for live. Take them out of the repository with: git rm -r --cached .prompteval/cache`,
  );
}
