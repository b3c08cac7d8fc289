import { rm } from 'node:fs/promises';
import type { TemporaryProject } from '../support/temporary-project.ts';

/** A run as a kill leaves it: without a result, and with the beginning of a line at the end. */
export async function cutOff(project: TemporaryProject, id: string, kept: number): Promise<void> {
  const file = `reports/sums/${id}/trials.jsonl`;
  const lines = (await project.read(file)).split('\n');
  await project.write(file, `${lines.slice(0, kept).join('\n')}\n${lines[kept]?.slice(0, 60)}`);
  for (const name of ['run.json', 'index.html', 'summary.md', 'junit.xml']) {
    await rm(project.path(`reports/sums/${id}/${name}`));
  }
}
