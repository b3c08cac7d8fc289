import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';
import { startSumsServer, sumsDataset, sumsPrompt } from './sums-project.ts';

/** An evaluator of the user's that keeps the whole process busy, and gates that look at latency. */
function config(baseURL: string): string {
  return `import { defineConfig, defineEvaluator } from 'prompteval';
const busy = defineEvaluator({
  name: 'busy', version: '1', metrics: [{ id: 'busy', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate() {
    const end = performance.now() + 60;
    while (performance.now() < end);
    return { metric: 'busy', value: 1 };
  },
});
export default defineConfig({
  prompts: { sums: { dataset: 'sums.csv', evaluators: [busy], gates: [
    { metric: 'latency', maxIncrease: '20%' },
    { metric: 'latency', max: '1h', name: 'within the hour' },
  ] } },
  providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused' } },
  prices: { 'openai/adder': { input: 1, output: 2 } },
});
`;
}

it('decides nothing by latencies of which it does not know how much the model took', async () => {
  const server = await startSumsServer(undefined, 40);
  const project = await makeProject({
    'prompteval.config.ts': config(server.baseURL),
    'prompts/sums.prompt.yml': sumsPrompt({ variant: 'fair' }),
    'sums.csv': sumsDataset(24),
  });
  await runCli(['publish', 'sums', '--note', 'first'], { cwd: project.folder });
  await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'good' }));
  const result = await runCli(['run', 'sums', '--baseline', 'sums@1', '--json'], { cwd: project.folder });
  expect(result.exitCode, result.stderr).toBe(3);
  const run = result.json<RunFile>();
  const decided = run.verdict.outcomes.slice(0, 2).map(({ gate, status, reason }) => [gate, status, reason]);
  expect(decided).toEqual([
    ['latency', 'inconclusive', 'timed-late'],
    // Whatever the models took, it was no longer than that.
    ['within the hour', 'pass', 'within-limit'],
  ]);
  expect(run.warnings.join()).toContain(
    'This process was busy when answers of openai/adder came (candidate)',
  );
  expect(run.latencies?.[0]?.late?.median).toBeGreaterThan(0.05);
  const summary = await project.read(`reports/sums/${run.id}/summary.md`);
  expect(summary).toContain('This process was busy');

  const recomputed = await runCli(['recompute', run.id], { cwd: project.folder });
  expect(recomputed, recomputed.stdout).toMatchObject({ exitCode: 0 });
  const released = await runCli(['release', 'sums', '--run', run.id], { cwd: project.folder });
  expect(released.exitCode).toBe(3);
});
