import { PromptevalError } from '../core/errors.ts';
import { printable } from '../core/text.ts';
import { createProgram } from './program.ts';
import { showError, UsageExit } from './show-error.ts';

/** Runs the command line and sets the exit code; never calls process.exit, so that pipes are written to the end. */
async function main(): Promise<void> {
  try {
    await createProgram().parseAsync(process.argv);
  } catch (error) {
    if (error instanceof UsageExit) {
      process.exitCode = error.exitCode;
      return;
    }
    showError(error, { json: process.argv.includes('--json') });
    process.exitCode = error instanceof PromptevalError ? error.exitCode : 2;
  }
}

// A reader that went away (`prompteval log x | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exitCode ??= 0;
});
process.title = printable('prompteval');

await main();
