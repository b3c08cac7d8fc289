import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

/** Scores what the sum needs, and on every `every`th case does what `misbehave` says. */
const evaluator = (misbehave: string, every: number): string => `import { defineEvaluator } from 'prompteval';
export default defineEvaluator({
  name: 'odd',
  version: '1',
  timeoutMs: 50,
  metrics: [{ id: 'odd', better: 'higher', kind: 'score', range: [0, 1] }],
  evaluate({ case: { id } }) {
    if (Number(id.slice(4)) % ${every} === 0) { ${misbehave} }
    return { metric: 'odd', value: 1 };
  },
});
`;

async function runWith(misbehave: string, every: number) {
  const server = await startSumsServer();
  const options = {
    cases: 100,
    variant: 'good',
    gates: [{ metric: 'odd', noWorseThan: 'baseline', margin: 0.1 }],
    prompt: { evaluators: ['./evaluators/odd.mjs'] },
  };
  const project = await makeSumsProject(server.baseURL, options);
  await project.write('evaluators/odd.mjs', evaluator('', every));
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
  await project.write('evaluators/odd.mjs', evaluator(misbehave, every));
  await writeDraft(project, { variant: 'perfect' });
  const result = await cli('run', 'sums', '--json');
  return { result, run: result.json<RunFile>() };
}

const ways: [string, string, RegExp][] = [
  ['throws', "throw new Error('out of order');", /^odd failed: out of order$/],
  ['returns NaN', "return { metric: 'odd', value: Number.NaN };", /^odd returned NaN, which is no number$/],
  ['returns nothing', 'return;', /^odd returned no score for it$/],
  ['returns a text', "return 'good';", /^odd failed: it returned "good" instead of /],
  [
    'changes what it sees',
    "arguments[0].completion.text = 'mine';",
    /^odd failed: Cannot assign to read only/,
  ],
  ['hangs', 'return new Promise(() => {});', /^odd failed: no score within 50 ms$/],
];

describe.each(ways)('an evaluator that %s', (_, misbehave, reason) => {
  it('on every fifth case leaves those unscored, and nothing is decided', async () => {
    const { result, run } = await runWith(misbehave, 5);
    expect(result.exitCode).toBe(3);
    expect(run.status).toBe('complete');
    expect(run.trials).toMatchObject({ planned: 200, completed: 200, failed: 0 });
    expect(run.unscored).toMatchObject([
      { metric: 'odd', arm: 'baseline', count: 20, reason: expect.stringMatching(reason) },
      { metric: 'odd', arm: 'candidate', count: 20, reason: expect.stringMatching(reason) },
    ]);
    expect(run.verdict.outcomes[0]).toMatchObject({ status: 'inconclusive', reason: 'missing-results' });
    expect(run.verdict.headline).toContain('20 of 100 cases (20.0 %) have no result');
    const odd = run.comparisons.find(({ metric, slice }) => metric === 'odd' && slice === null);
    expect(odd).toMatchObject({ missing: 20, pairs: 80, candidate: { value: 1, n: 80 } });
  });
});

it('unscored answers up to 5 % count as the worst that could be, and are counted', async () => {
  const { result, run } = await runWith("throw new Error('out of order');", 50);
  expect(result.exitCode).toBe(0);
  expect(run.verdict.outcomes[0]?.text).toContain(
    'Counted as the worst that could be: 2 cases without a result.',
  );
  expect(run.comparisons[0]).toMatchObject({ missing: 2 });
});

it.each([
  ['in a timer', "setTimeout(() => { throw new Error('too late'); }, 1);"],
  ['in a promise that it does not await', "Promise.reject(new Error('too late'));"],
])('an error that an evaluator leaves behind %s harms no score, and is told', async (_, misbehave) => {
  const { result, run } = await runWith(misbehave, 5);
  expect(result).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('at ') });
  expect(run).toMatchObject({ trials: { completed: 200 }, unscored: [], verdict: { status: 'pass' } });
  expect(run.warnings).toContainEqual(
    expect.stringMatching(
      /^Code of the project left an error behind .*"too late" \(evaluators\/odd\.mjs:\d+\), 40 times\.$/,
    ),
  );
});
