import { join } from 'node:path';
import { reviewCommand } from '../core/answer-review.ts';
import type { ExitCode, PromptevalError } from '../core/errors.ts';
import { countFailedOnTheWay } from '../core/failed-trials.ts';
import { isCutOff } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';
import { printable } from '../core/text.ts';
import type { Project } from '../project/opening/open-project.ts';
import type { EvaluatedRun } from '../project/runs/evaluated-run.ts';
import type { EvaluationCommand } from '../project/runs/evaluation-options.ts';
import { loadReportInput } from '../report/load-report.ts';
import { renderTerminal } from '../report/terminal.ts';
import type { Output } from './output.ts';
import { asTyped } from './typed-options.ts';

/** 0 for a passing verdict, 1 for a failing one, 3 for one that is inconclusive. A shard that is whole has done its part. */
export function exitCodeOf(run: RunFile): ExitCode {
  if (run.shard && !isCutOff(run)) return 0;
  return { pass: 0, fail: 1, inconclusive: 3 }[run.verdict.status] as ExitCode;
}

/** Of several prompts' exit codes the one that counts. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return ([130, 2, 1, 4, 3] as const).find((code) => codes.includes(code)) ?? 0;
}

export async function printRun(
  output: Output,
  project: Project,
  { folder }: EvaluatedRun,
  exitCode?: ExitCode,
): Promise<void> {
  if (output.json) return;
  const input = await loadReportInput(folder);
  const report = project.display(join(folder, 'index.html'));
  const { color, width } = output;
  output.print(renderTerminal(input, { color, width, paths: { report }, exitCode }).trimEnd());
}

/** The alias has moved, so this is no failure; but nobody may believe what the run's own files say. */
export function printUnreported(output: Output, { release, prompt, id }: RunFile, why: string): void {
  output.print(`Released: ${release?.alias} of ${prompt} is v${release?.to} (move ${release?.seq}).`);
  process.stderr.write(
    `${printable(asTyped(`⚠ its reports could not be written (${why}). When that is mended: prompteval report ${id}`))}\n`,
  );
}

/** Runs can be looked at without their registry. */
export function noteTrouble(output: Output): (error: PromptevalError) => void {
  return ({ message }) =>
    output.note(`⚠ the registry could not be asked which runs were released: ${message.split('\n')[0]}`);
}

export function hintAfterRun(output: Output, run: RunFile): void {
  if (run.plan.action !== 'promote') return;
  output.note(
    `Release it without another call: prompteval release ${run.prompt} --run ${run.id}${aliasOption(run)}`,
  );
}

/** Of a run that waits for people's word: what they said is taken up without another call. */
export function hintForReviewers(output: Output, run: RunFile): void {
  const waiting = run.unscored?.some(({ awaiting }) => awaiting !== undefined);
  if (!waiting || run.verdict.status !== 'inconclusive' || run.scoredFrom !== undefined) return;
  const release = `prompteval release ${run.prompt} --run ${run.id}${aliasOption(run)}`;
  output.note(`Review what waits: ${reviewCommand(run.prompt, run.id)}, then release it: ${release}`);
}

/** Of a run that its budget ended, or that has trials which failed on the way: it can go on. */
export function hintAfterCutOff(output: Output, run: RunFile, command: EvaluationCommand): void {
  if (isCutOff(run)) {
    output.note(
      `Go on with more: prompteval ${command} ${run.prompt} --resume --run ${run.id} --max-cost <usd>`,
    );
  } else hintAfterFailures(output, run, command);
}

function hintAfterFailures(output: Output, run: RunFile, command: EvaluationCommand): void {
  const failed = countFailedOnTheWay(run);
  if (failed === 0 || run.verdict.status === 'pass') return;
  const what = failed === 1 ? 'the trial that failed' : `the ${failed} trials that failed`;
  output.note(`Ask ${what} on the way again: prompteval ${command} ${run.prompt} --resume --run ${run.id}`);
}

export function hintAfterRelease(output: Output, run: RunFile): void {
  if (run.release?.override) {
    output.note(
      `This was an override: audit verify fails until somebody else reviews it with: prompteval audit review ${run.prompt} --seq ${run.release.seq} --reason "…"${aliasOption(run)}`,
    );
  }
  if (run.release === null || run.release.from === null) return;
  output.note(`Take it back with: prompteval rollback ${run.prompt} --reason "…"${aliasOption(run)}`);
}

function aliasOption({ plan }: RunFile): string {
  return plan.alias === 'stable' ? '' : ` --alias ${plan.alias}`;
}
