import { cp } from 'node:fs/promises';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

/** A project of its own with the same files. */
export async function copyProject(project: TemporaryProject): Promise<TemporaryProject> {
  const copy = await makeProject();
  await cp(project.folder, copy.folder, { recursive: true });
  return copy;
}
