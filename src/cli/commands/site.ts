import { resolve } from 'node:path';
import { counted } from '../../core/format.ts';
import { writeSite } from '../../project/overview/write-site.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([folder = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const site = await writeSite(project, resolve(folder));
  output.printJson({ folder, ...site });
  const { prompts, runs, pages, written } = site;
  output.print(
    `${project.display(resolve(folder))}: ${counted(prompts, 'prompt')}, ${counted(runs, 'run')}; ${written} of ${counted(pages, 'page')} written`,
  );
  output.note('Open index.html in it, or hand the folder to any static host');
}
