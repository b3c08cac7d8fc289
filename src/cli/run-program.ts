import { isTakenUp } from '../core/stray-errors.ts';
import { toolVersion } from '../project/opening/tool-version.ts';
import { createProgram } from './program.ts';
import { exitCodeOfError, showError, UsageExit } from './show-error.ts';

/** Runs a command and sets the exit code; it does not call process.exit, so that pipes are written to the end. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  watchStreams();
  const json = argv.includes('--json');
  // Node's own exit code for these would be 1, which says that a gate failed.
  process.on('uncaughtException', (error) => {
    if (isTakenUp(error)) return;
    showError(error, { json, uncaught: true });
    process.exit(2);
  });
  try {
    await createProgram(await toolVersion()).parseAsync(argv);
  } catch (error) {
    if (error instanceof UsageExit) {
      process.exitCode = error.exitCode;
      return;
    }
    showError(error, { json });
    process.exitCode = exitCodeOfError(error);
  }
}

/** A reader that went away (`prompteval log x | head -1`) is no error of ours; a full disk is one. */
function watchStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    showError(error, { json: false });
    process.exit(2);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => {});
}
