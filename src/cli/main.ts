/**
 * The command line's entry. Asking for the version is answered here, before anything else is loaded: scripts and
 * editors do it often.
 */
const [first, ...more] = process.argv.slice(2);

if ((first === '--version' || first === '-V') && more.length === 0) {
  const { toolVersion } = await import('../project/opening/tool-version.ts');
  process.stdout.write(`${await toolVersion()}\n`);
} else {
  // What a command holds is small; left alone, V8 lets four times as much garbage lie beside it. Runs choose for themselves.
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--heap-growing-percent=40');
  // A command lives for seconds: to compile long functions into each other takes a twentieth of a run of 10,000 trials, and one of
  // 100,000 is no slower without.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
  const { runProgram } = await import('./run-program.ts');
  await runProgram(process.argv);
}
