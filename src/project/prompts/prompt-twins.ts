import { caseTwin } from '../../core/case-twin.ts';
import type { Problem } from '../../core/problem.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';

/** Prompts whose names differ only by case: their reports and ledgers share a place where a file system ignores case. */
export function promptTwinWarnings({ config, display }: Pick<Project, 'config' | 'display'>): Problem[] {
  const names = [...config.prompts.keys()];
  return names.flatMap((name, index): Problem[] => {
    const twin = caseTwin(name, names.slice(0, index));
    if (twin === undefined) return [];
    return [
      {
        file: display(config.file),
        ...lineInConfig(config, ['prompts', name]),
        field: `prompts['${name}']`,
        message: `the prompts "${twin}" and "${name}" differ only by case, so only one of them can be published`,
        hint: "Give one another name: some file systems can't keep their files apart",
      },
    ];
  });
}
