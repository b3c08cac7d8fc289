import { digestBytes } from '../../core/digest.ts';
import { evidenceText } from '../../core/evidence.ts';
import { counted, formatCount } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { excerpt, printable } from '../../core/text.ts';
import { attemptLedger } from '../../project/cases/attempt-ledger.ts';
import type { Project } from '../../project/opening/open-project.ts';
import { findRun, readAnyResult, type StoredRun } from '../../project/runs/runs.ts';
import type { Difference } from '../../project/scoring/differences.ts';
import { recomputeRun } from '../../project/scoring/recompute.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

/** How many places are listed for people; --json has them all. */
const shown = 20;

export async function run([id]: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const stored = await findRun(project, id);
  const runFile = await readAnyResult(stored);
  const recomputed = await recomputeRun(runFile, stored.path);
  const found = [...placeDifferences(stored, runFile), ...recomputed];
  const differences = found.length > 0 ? found : await changedSince(project, runFile);
  const fits = differences.length === 0;
  if (fits) {
    const trials = counted(runFile.trials.completed + runFile.trials.failed, 'trial');
    const comparisons = counted(runFile.comparisons.length, 'comparison');
    output.print(
      `✔ Run ${stored.id} fits: its ${trials} come to the same ${comparisons} and the same verdict, ${runFile.verdict.status}.`,
    );
  } else {
    output.print(`✖ Run ${stored.id} does not fit in ${counted(differences.length, 'place')}:`);
    for (const difference of differences.slice(0, shown)) output.print(`  ${describe(runFile, difference)}`);
    if (differences.length > shown) output.print(`  and ${formatCount(differences.length - shown)} more`);
    if (runFile.tool !== project.tool) {
      output.note(`prompteval ${runFile.tool} made this run, and this is ${project.tool}.`);
    }
  }
  output.printJson({ run: stored.id, fits, differences: differences.map(asDocument) });
  process.exitCode = fits ? 0 : 1;
}

/** Where a run.json says that it is another run than the one that its folder is named for. */
function placeDifferences(stored: StoredRun, run: RunFile): Difference[] {
  return (['id', 'prompt'] as const)
    .filter((field) => run[field] !== stored[field])
    .map((field) => ({ path: field, stored: run[field], recomputed: stored[field] }));
}

/**
 * What trials can't tell is held by the ledger's digest, where the run was made here: who made it, when, from what, and how
 * it compares with other runs.
 */
async function changedSince(project: Project, run: RunFile): Promise<Difference[]> {
  const ledger = attemptLedger(project, run.prompt);
  const change = await ledger.changeOf(run);
  if (change === undefined) return [];
  const known = await ledger.runDigest(run.id);
  const path = 'the whole of run.json';
  if (known === undefined) return [{ path, stored: change, recomputed: undefined }];
  return [{ path, stored: digestBytes(evidenceText(run)), recomputed: known }];
}

/** JSON has no undefined: what is not there is null. */
function asDocument({ path, stored = null, recomputed = null }: Difference): Difference {
  return { path, stored, recomputed };
}

function describe(run: RunFile, { path, stored, recomputed }: Difference): string {
  if (/^\w+\.jsonl:\d+$/.test(path)) return printable(`${path} ${String(stored)}`);
  const place = `${path}${aboutComparison(run, path)}`;
  return printable(`${place}: run.json has ${shortly(stored)}, recomputed ${shortly(recomputed)}`);
}

/** An index says little: ` (quality, openai/gpt-4.1, tag german)`. */
function aboutComparison({ comparisons }: RunFile, path: string): string {
  const comparison = comparisons[Number(/^comparisons\[(\d+)\]/.exec(path)?.[1])];
  if (comparison === undefined) return '';
  const { metric, model, slice } = comparison;
  return ` (${[metric, model, ...(slice === null ? [] : [`tag ${slice}`])].join(', ')})`;
}

function shortly(value: unknown): string {
  return value === undefined ? 'nothing' : excerpt(JSON.stringify(value), 100);
}
