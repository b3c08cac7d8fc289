import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCli, startCli } from '../support/run-cli.ts';
import { greetingConfig, greetingProject } from './greeting-project.ts';

/** The config of the smallest project with an evaluator of its own, and code of its own before it. */
function withCode({ before = '', evaluate = 'return { metric: "own", value: 1 };' }): string {
  const own = `defineEvaluator({ name: 'own', version: '1', metrics: [{ id: 'own', better: 'higher', kind: 'binary', range: [0, 1] }],
    async evaluate() { ${evaluate} } })`;
  return `${before}\n${greetingConfig()}`
    .replace('exactMatch }', 'defineEvaluator, exactMatch }')
    .replace("exactMatch({ metric: 'quality' })", `exactMatch({ metric: 'quality' }), ${own}`);
}

describe('code of the user', () => {
  it.each([
    ['process.exit(0) in an evaluator', ['run', 'greet'], { evaluate: 'process.exit(0);' }],
    ['process.exit() in the config', ['validate'], { before: 'process.exit();' }],
    [
      'an exit handler that means well',
      ['validate'],
      { before: "process.on('exit', () => process.exit(0)); process.exit(1);" },
    ],
    ['a top-level await that never ends', ['release', 'greet'], { before: 'await new Promise(() => {});' }],
  ])('can not end the command as a success: %s', async (_, command, code) => {
    const { folder } = await greetingProject({ 'prompteval.config.ts': withCode(code) });
    const result = await runCli([...command, '--json'], { cwd: folder });
    expect(result.exitCode, result.stderr).toBe(2);
    const why =
      command[0] === 'release' ? /never settled/ : /process\.exit\(\d?\) at \S+config\.ts was called/;
    expect(result.json<{ error: { message: string } }>().error.message).toMatch(why);
    expect(result.stderr).toMatch(why);
  });

  it('can not turn a failing command into a success when it has ended', async () => {
    const before = "process.on('exit', () => process.exit(0));";
    const { folder } = await greetingProject({ 'prompteval.config.ts': withCode({ before }) });
    const result = await runCli(['show', 'greet@9'], { cwd: folder });
    expect(result.exitCode, result.stderr).toBe(2);
  });

  it('prints to standard error, and leaves standard output to the command', async () => {
    const before = "console.log('config'); process.stdout.write('config\\n');";
    const config = withCode({ before, evaluate: 'console.info("own"); return { metric: "own", value: 1 };' });
    const { folder } = await greetingProject({ 'prompteval.config.ts': config });
    const run = await runCli(['run', 'greet', '--json'], { cwd: folder });
    expect(run.json()).toHaveProperty('verdict');
    expect(run.stderr).toContain('config\nconfig\n');
    expect(run.stderr).toContain('own\n');
    const report = await runCli(['report', '--format', 'junit'], { cwd: folder });
    expect(report.stdout).toMatch(/^<\?xml/);
  });
});

describe('Ctrl-C', () => {
  /** Every evaluation takes longer than the test waits. */
  const evaluate =
    'process.stderr.write("measuring\\n"); await new Promise((resolve) => setTimeout(resolve, 3000)); return { metric: "own", value: 1 };';

  it.each([
    ['twice at once is one', 20, /Interrupted\. .*--resume/s],
    ['once more later ends it at once', 1100, /Interrupted\. It was ended at once.*--resume/s],
  ])('%s', async (_, between, said) => {
    const { folder } = await greetingProject({ 'prompteval.config.ts': withCode({ evaluate }) });
    const { child, finished } = startCli(['run', 'greet', '--json', '--concurrency', '1'], { cwd: folder });
    const begun = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: string) => void (chunk.includes('measuring') && resolve()));
    });
    await Promise.race([begun, finished]);
    child.kill('SIGINT');
    await pause(between);
    child.kill('SIGINT');
    const result = await finished;
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toMatch(said);
    expect(result.json()).toHaveProperty('error.name', 'InterruptedError');
  });

  it.skipIf(process.platform === 'win32')('once more later ends it whatever it waits for', async () => {
    const evaluate =
      'process.stderr.write("measuring\\n"); await (await import("node:fs/promises")).readFile("pipe"); return { metric: "own", value: 1 };';
    const { folder } = await greetingProject({ 'prompteval.config.ts': withCode({ evaluate }) });
    execFileSync('mkfifo', [`${folder}/pipe`]);
    const { child, finished } = startCli(['run', 'greet'], { cwd: folder });
    const begun = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: string) => void (chunk.includes('measuring') && resolve()));
    });
    await Promise.race([begun, finished]);
    child.kill('SIGINT');
    await pause(1100);
    child.kill('SIGINT');
    expect((await finished).stderr).toContain('It was ended at once');
    expect(child.signalCode).toBe('SIGINT');
  });
});
