import { InputError } from '../../core/errors.ts';
import { formatCount } from '../../core/format.ts';
import { checkPrompt } from '../../project/check-prompt.ts';
import { openProject } from '../../project/open-project.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run(_args: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const checks = await Promise.all(
    [...project.config.prompts.values()].map((prompt) => checkPrompt(project, prompt)),
  );
  const problems = checks.flatMap((check) => check.problems);
  if (problems.length > 0) throw new InputError(problems);
  for (const check of checks) {
    output.print(
      output.bold(`✔ ${check.prompt}`) +
        `  ${formatCount(check.cases)} cases, ${formatCount(check.critical)} critical, ${check.gates} gates`,
    );
    const rows = check.kinds.map((kind) => [kind.tag, formatCount(kind.cases), formatCount(kind.critical)]);
    if (rows.length > 0) output.print(table(['tag', 'cases', 'critical'], rows).replaceAll(/^/gm, '    '));
  }
  output.printJson({ valid: true, prompts: checks });
}
