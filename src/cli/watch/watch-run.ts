import { findConfig } from '../../config/load-config.ts';
import { InputError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { newlyWatched, type WatchedPrompt, watchPrompt } from '../../project/tuning/watch-prompt.ts';
import { codeFiles, sourcesOf } from '../../project/tuning/watched-files.ts';
import { type EvaluationFlags, listenForInterrupt, toEvaluationOptions } from '../evaluation-options.ts';
import { open } from '../open.ts';
import { createOutput, type Output } from '../output.ts';
import { printCase } from '../print-case.ts';
import { createProgress } from '../progress.ts';
import { printRun } from '../run-outcome.ts';
import { showError } from '../show-error.ts';
import { Changes, type Due, union } from './changes.ts';
import { Spending } from './spending.ts';
import { changeWords, flipLines, spentWords } from './watch-words.ts';

export interface WatchFlags extends EvaluationFlags {
  /** USD, over all runs of the watch. */
  watchBudget?: number;
}

/** USD. Enough to see a few hundred answers of a small model flip, too little to hurt. */
const usualBudget = 1;

/** Runs again whatever is saved, until Ctrl-C or until the budget is spent. */
export async function watch(names: readonly string[], flags: WatchFlags): Promise<void> {
  refuseWhatCannotBeWatched(flags);
  const interrupt = listenForInterrupt();
  const session = new Session(names, flags, interrupt.signal);
  try {
    await session.run();
  } finally {
    interrupt.release();
  }
}

function refuseWhatCannotBeWatched(flags: WatchFlags): void {
  const { json, dryRun, resume, changed, shard, policyFrom } = flags;
  const others = {
    '--json': json,
    '--dry-run': dryRun,
    '--resume': resume,
    '--changed': changed,
    '--shard': shard,
    '--policy-from': policyFrom,
  };
  const problems = Object.entries(others)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([field]) => ({ field, message: 'does not go with --watch, which runs until Ctrl-C' }));
  if (problems.length > 0) throw new InputError(problems);
}

class Session {
  readonly #names: readonly string[];
  readonly #flags: WatchFlags;
  readonly #signal: AbortSignal;
  readonly #output: Output;
  readonly #spending: Spending;
  readonly #changes: Changes;
  readonly #prompts = new Map<string, WatchedPrompt>();
  readonly #config: string;
  #isSpent = false;

  constructor(names: readonly string[], flags: WatchFlags, signal: AbortSignal) {
    this.#names = names;
    this.#flags = flags;
    this.#signal = signal;
    this.#output = createOutput(flags);
    this.#spending = new Spending(flags.watchBudget ?? usualBudget);
    this.#config = findConfig(process.cwd(), flags.config);
    this.#changes = new Changes(signal);
  }

  async run(): Promise<void> {
    await this.#checkNames();
    let due: Due = 'all';
    let files: string[] = [];
    while (!this.#signal.aborted && !this.#isSpent) {
      const stop = new AbortController();
      const round = this.#round(due, files, AbortSignal.any([stop.signal, this.#signal]));
      const meanwhile = await this.#changes.until(round);
      stop.abort();
      const left = await round;
      if (this.#signal.aborted || this.#isSpent) break;
      files = [...new Set([...meanwhile, ...(await this.#changes.settled(meanwhile.length > 0))])];
      due = union(left, this.#changes.promptsOf(files));
    }
    this.#end();
  }

  /** A name that is mistyped is no file that is half saved; of a config that is, the first round tells. */
  async #checkNames(): Promise<void> {
    const project = await open(this.#flags).then(
      (opened) => opened.project,
      () => null,
    );
    if (project !== null) for (const name of this.#names) findPrompt(project, name);
  }

  /** Runs what is due. Gives what is left to do: all that a round could not come to, because something was saved meanwhile. */
  async #round(due: Due, files: readonly string[], signal: AbortSignal): Promise<Due> {
    try {
      await this.#changes.watch(new Map((await codeFiles(this.#config)).map((file) => [file, null])));
      const { project } = await open(this.#flags);
      const names = this.#names.length > 0 ? [...new Set(this.#names)] : [...project.config.prompts.keys()];
      await this.#changes.watch(await sourcesOf(project, names));
      this.#announce(project, files, names);
      const asked = due === 'all' ? names : names.filter((name) => due.has(name));
      for (const [index, name] of asked.entries()) {
        if (signal.aborted || this.#isSpent) return new Set(asked.slice(index));
        await this.#runOne(project, name, signal);
        if (signal.aborted) return new Set(asked.slice(index));
      }
      if (!this.#isSpent)
        this.#output.note(`\nWatching; ${this.#spentWords()}. Save a file to run again, Ctrl-C to end.`);
      return new Set();
    } catch (error) {
      this.#show(error);
      this.#output.note('Watching for the next save; Ctrl-C to end.');
      return due;
    }
  }

  #announce(project: Project, files: readonly string[], names: readonly string[]): void {
    if (files.length > 0) {
      const time = new Date().toTimeString().slice(0, 8);
      this.#output.print(`\n${this.#output.bold(`── ${time}  ${changeWords(files.map(project.display))}`)}`);
    } else if (this.#prompts.size === 0) {
      this.#output.note(
        `Watching ${counted(this.#changes.size, 'file')} of ${names.join(', ')}. All runs together spend at most ${this.#spentWords().replace(/^.* of /, '')} (--watch-budget). Ctrl-C ends it.`,
      );
    }
  }

  async #runOne(project: Project, name: string, signal: AbortSignal): Promise<void> {
    const flags = this.#flags;
    const known = this.#prompts.get(name) ?? newlyWatched();
    this.#prompts.set(name, known);
    const progress = this.#spending.counting(await createProgress(flags));
    const { left } = this.#spending;
    const cap = flags.maxCost ?? project.config.maxCost;
    const maxCost = Math.min(cap ?? left, left);
    try {
      const prompt = findPrompt(project, name);
      const options = { ...toEvaluationOptions(flags, progress, signal), maxCost };
      const watched = await watchPrompt(project, prompt, options, known);
      await progress.close();
      await printCase(this.#output, watched.folder, watched.run);
      await printRun(this.#output, project, watched);
      if (watched.flips)
        this.#output.print(`\n${flipLines(watched.flips, watched.run.models.length > 1).join('\n')}`);
      this.#isSpent = isOutOfBudget(watched.run) && maxCost === left;
    } catch (error) {
      await progress.close();
      // Something was saved, or it was Ctrl-C: that is no trouble.
      if (!signal.aborted) this.#show(error, this.#names.length === 1 ? undefined : name);
    } finally {
      await progress.close();
    }
  }

  #show(error: unknown, about?: string): void {
    showError(error, { json: false, ...(about !== undefined && { about }) });
  }

  #spentWords(): string {
    return spentWords(this.#spending.spent, this.#spending.budget);
  }

  #end(): void {
    if (this.#isSpent) {
      this.#output.note(
        `\nThe budget of the watch has no room for another call (${this.#spentWords()}). Start again with a higher --watch-budget; what was answered is in the cache.`,
      );
      process.exitCode = 3;
      return;
    }
    this.#output.note(`\nThe watch has ended; ${this.#spentWords()}.`);
    process.exitCode = 130;
  }
}

function isOutOfBudget({ verdict }: RunFile): boolean {
  return verdict.outcomes.some(({ reason }) => reason === 'budget-spent');
}
