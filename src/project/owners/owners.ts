import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { readTextFile } from '../../core/read-file.ts';
import type { Owners } from '../../owners/owners.ts';
import { readOwners } from '../../owners/read-owners.ts';
import type { Project } from '../opening/open-project.ts';

type WithConfig = Pick<Project, 'config' | 'display' | 'ownersFrom'>;

/**
 * OWNERS.yml beside the config, or the file that the config names; null where neither is there.
 *
 * @throws InputError with everything that is wrong with it.
 */
export async function loadOwners(project: WithConfig): Promise<Owners | null> {
  const { root, owners: named } = (project.ownersFrom ?? project).config;
  const file = named ?? join(root, 'OWNERS.yml');
  const text = await readTextFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return readOwners(text, project.display(file));
  if (named === null) return null;
  throw new InputError({
    file: project.display(project.config.file),
    field: 'owners',
    message: `there is no file ${project.display(file)}`,
    hint: 'Write it (docs/owners.md), or leave owners out',
  });
}

/** For a look at everything at once. */
export async function ownersProblems(project: WithConfig): Promise<readonly Problem[]> {
  try {
    await loadOwners(project);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
