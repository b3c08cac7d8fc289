import { isTakenUp } from '../core/stray-errors.ts';
import { toolVersion } from '../project/opening/tool-version.ts';
import { decideProcessEnd, endProcess, guardProcessEnd } from './process-end.ts';
import { createProgram } from './program.ts';
import { exitCodeOfError, showError, UsageExit } from './show-error.ts';
import { keepStandardOutput } from './standard-output.ts';

/** Runs a command and sets the exit code; it does not end the process, so that pipes are written to the end. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  watchStreams();
  const json = argv.includes('--json');
  keepStandardOutput();
  guardProcessEnd(json);
  // Node's own exit code for these would be 1, which says that a gate failed.
  process.on('uncaughtException', (error) => {
    if (isTakenUp(error)) return;
    showError(error, { json, uncaught: true });
    endProcess(2);
  });
  try {
    await createProgram(await toolVersion()).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof UsageExit)) showError(error, { json });
    process.exitCode = error instanceof UsageExit ? error.exitCode : exitCodeOfError(error);
  }
  decideProcessEnd();
}

/** A reader that went away (`prompteval log x | head -1`) is no error of ours; a full disk is one. */
function watchStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    showError(error, { json: false });
    endProcess(2);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => {});
}
