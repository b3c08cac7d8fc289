import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { InputError } from '../core/errors.ts';
import { findPrompt, type Project } from '../project/opening/open-project.ts';
import { findRun } from '../project/runs/runs.ts';
import { findUnfinishedRun, newestUnfinished, type UnfinishedRun } from '../project/runs/unfinished-run.ts';
import type { EvaluationFlags } from './evaluation-options.ts';

/** A prompt to evaluate, or the run of it that goes on. */
export interface Chosen {
  prompt: ResolvedPrompt;
  resumed: UnfinishedRun | null;
}

/** Those that are named, or all of them; with --resume, those that have a run which was cut off. */
export async function choosePrompts(
  project: Project,
  names: string[],
  flags: EvaluationFlags,
): Promise<Chosen[]> {
  if (flags.resume) return chooseUnfinished(project, names, flags);
  return promptsOf(project, names, flags).map((prompt) => ({ prompt, resumed: null }));
}

function promptsOf(project: Project, names: string[], flags: EvaluationFlags): ResolvedPrompt[] {
  const chosen = names.length > 0 ? [...new Set(names)] : [...project.config.prompts.keys()];
  if (chosen.length > 1 && (flags.candidate || flags.baseline)) {
    throw new InputError({
      field: flags.candidate ? '--candidate' : '--baseline',
      message: `is about one prompt, and this run is about ${chosen.length}`,
      hint: 'Name the one: prompteval run <prompt>',
    });
  }
  return chosen.map((name) => findPrompt(project, name));
}

async function chooseUnfinished(
  project: Project,
  names: string[],
  flags: EvaluationFlags,
): Promise<Chosen[]> {
  const { run: id } = flags;
  const named = id === undefined ? names : [(await findRun(project, id, names[0])).prompt];
  const find = (prompt: string) =>
    named.length > 0 ? findUnfinishedRun(project, prompt, id) : newestUnfinished(project, prompt);
  const chosen = await Promise.all(
    promptsOf(project, named, flags).map(async (prompt) => ({ prompt, resumed: await find(prompt.name) })),
  );
  const unfinished = chosen.filter(({ resumed }) => resumed !== null);
  if (unfinished.length > 0) return unfinished;
  throw new InputError({
    message: `there is no unfinished run in ${project.display(project.config.reports)}`,
    hint: 'Make a new one with: prompteval run',
  });
}
