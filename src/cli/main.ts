/**
 * The command line's entry. Asking for the version is answered here, before anything else is loaded: scripts and
 * editors do it often.
 */
const [first, ...more] = process.argv.slice(2);

if ((first === '--version' || first === '-V') && more.length === 0) {
  const { toolVersion } = await import('../project/tool-version.ts');
  process.stdout.write(`${await toolVersion()}\n`);
} else {
  const { runProgram } = await import('./run-program.ts');
  await runProgram(process.argv);
}
