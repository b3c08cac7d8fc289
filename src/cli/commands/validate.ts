import { InputError } from '../../core/errors.ts';
import { counted, formatCount } from '../../core/format.ts';
import { formatProblem, type Problem } from '../../core/problem.ts';
import { ended } from '../../core/text.ts';
import { withoutRepeats } from '../../project/cases/case-problems.ts';
import { checkPrompt, type PromptCheck } from '../../project/evaluation/check-prompt.ts';
import { priceWarnings } from '../../project/models/price-warnings.ts';
import { webhookWarnings } from '../../project/opening/webhooks.ts';
import { ownersProblems } from '../../project/owners/owners.ts';
import { promptTwinWarnings } from '../../project/prompts/prompt-twins.ts';
import { inspect } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';
import { table } from '../table.ts';

/** Looks at all that can be looked at, so that one call shows what is wrong with config, prompts and datasets alike. */
export async function run(_args: string[], flags: GlobalOptions): Promise<void> {
  const { output, project, problems } = await inspect(flags);
  if (project === null) throw new InputError(problems);
  const prompts = [...project.config.prompts.values()];
  const checks = await Promise.all(prompts.map((prompt) => checkPrompt(project, prompt)));
  const all = [...problems, ...checks.flatMap((check) => check.problems), ...(await ownersProblems(project))];
  if (all.length > 0) throw new InputError(withoutRepeats(all));
  for (const check of checks) {
    printCheck(output, check);
    printWarnings(output, check.warnings);
  }
  const warnings = [...priceWarnings(project), ...promptTwinWarnings(project), ...webhookWarnings(project)];
  printWarnings(output, warnings);
  output.printJson({ valid: true, prompts: checks, ...(warnings.length > 0 && { warnings }) });
}

function printWarnings(output: Output, warnings: readonly Problem[]): void {
  for (const warning of warnings) output.note(`⚠ ${ended(formatProblem(warning))}`);
}

function printCheck(output: Output, check: PromptCheck): void {
  const sizes = [
    counted(check.cases, 'case'),
    `${formatCount(check.critical)} critical`,
    counted(check.gates, 'gate'),
  ];
  output.print(`${output.bold(`✔ ${check.prompt}`)}  ${sizes.join(', ')}`);
  if (check.kinds.length === 0) return;
  const rows = check.kinds.map((kind) => [kind.tag, formatCount(kind.cases), formatCount(kind.critical)]);
  const indent = '    ';
  const width = output.width - indent.length;
  const lines = table(['tag', 'cases', 'critical'], rows, { width, cut: ['tag'] });
  output.print(lines.replaceAll(/^/gm, indent));
}
