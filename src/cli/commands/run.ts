import { type ExitCode, InputError, PromptevalError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import { planRun } from '../../project/dry-run.ts';
import { evaluatePrompt } from '../../project/evaluation.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import {
  createProgress,
  type EvaluationFlags,
  listenForInterrupt,
  toEvaluationOptions,
} from '../evaluation-options.ts';
import { createOutput } from '../output.ts';
import { printPlan } from '../print-plan.ts';
import { exitCodeOf, printRun, worstExitCode } from '../run-outcome.ts';
import { showError } from '../show-error.ts';

export async function run(names: string[], flags: EvaluationFlags): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const prompts = (names.length > 0 ? names : [...project.config.prompts.keys()]).map((name) =>
    findPrompt(project, name),
  );
  if (prompts.length > 1 && (flags.candidate || flags.baseline)) {
    throw new InputError({
      message: '--candidate and --baseline are about one prompt',
      hint: 'Name it: prompteval run <prompt>',
    });
  }
  const interrupt = listenForInterrupt();
  const documents: unknown[] = [];
  const codes: ExitCode[] = [];
  for (const prompt of prompts) {
    const progress = createProgress(flags);
    try {
      const options = toEvaluationOptions(flags, progress, interrupt.signal);
      if (flags.dryRun) {
        const plan = await planRun(project, prompt, options);
        documents.push(plan);
        printPlan(output, plan);
        continue;
      }
      const evaluated = await evaluatePrompt(project, prompt, options);
      progress.close();
      const code = exitCodeOf(evaluated.run);
      codes.push(code);
      documents.push(evaluated.run satisfies RunFile);
      await printRun(output, project, evaluated, code);
    } catch (error) {
      progress.close();
      // Of several prompts, one that could not run takes nothing from the others.
      if (prompts.length === 1 || !(error instanceof PromptevalError) || error.exitCode === 130) throw error;
      showError(error, { json: false });
      documents.push({ prompt: prompt.name, error: error.message });
      codes.push(error.exitCode);
    } finally {
      progress.close();
    }
  }
  interrupt.release();
  output.printJson(prompts.length === 1 ? documents[0] : documents);
  process.exitCode = worstExitCode(codes);
}
