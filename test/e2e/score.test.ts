import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, runIds } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, writeDraft } from './sums-project.ts';

let server: OpenAIServer;
let original: TemporaryProject;
let source: RunFile;

const cli = (project: TemporaryProject, ...args: string[]) => runCli(args, { cwd: project.folder });

/** `brief` says that the answer is one line; every answer of these sums is two. */
const brief = { use: 'matches', metric: 'brief', pattern: '^.*$' };
const quality = { use: 'numeric', metric: 'quality', extract: 'A:\\s*([^\\n]+)' };
const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
  { metric: 'brief', min: 1, enforce: false },
];

const newConfig = (prompt: object) => sumsConfig(server.baseURL, { gates, prompt });

beforeAll(async () => {
  server = await startSumsServer();
  original = await makeSumsProject(server.baseURL, { cases: 40 });
  expect((await cli(original, 'release', 'sums', '--quiet')).exitCode).toBe(0);
  await writeDraft(original, { variant: 'perfect' });
  source = (await cli(original, 'run', 'sums', '--json')).json<RunFile>();
  expect(source.verdict.status).toBe('pass');
  server.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  await original.remove();
});

it('scores the answers of a run again, asks no model and says where they come from', async () => {
  const project = await copyProject(original);
  await project.write(configFile, newConfig({ evaluators: [quality, brief] }));
  // What was asked then is scored, whatever is asked today.
  await writeDraft(project, { variant: 'poor' });
  await project.write('datasets/sums.csv', 'id,question,expected,tags\none,1 + 1,2,early\n');
  const result = await cli(project, 'score', source.id, '--json');
  expect(result.exitCode, result.stderr).toBe(0);
  expect(server.requests).toEqual([]);
  const run = result.json<RunFile>();
  expect(run).toMatchObject({
    scoredFrom: source.id,
    status: 'complete',
    dataset: source.dataset,
    attempt: source.attempt,
    trials: { planned: 80, completed: 80, failed: 0, cached: 80 },
    spend: { usd: 0 },
    plan: { action: 'hold', because: 'A run that scored the answers of another run again never promotes.' },
  });
  expect(run.warnings[0]).toContain(`The answers are those of run ${source.id}`);
  const compared = (of: RunFile, metric: string) =>
    of.comparisons.find((each) => each.metric === metric && each.slice === null);
  for (const metric of ['quality', 'cost', 'latency', 'outputTokens']) {
    expect(compared(run, metric)).toEqual(compared(source, metric));
  }
  expect(compared(run, 'brief')).toMatchObject({ candidate: { value: 0, n: 40 } });
  const text = await cli(project, 'score', source.id);
  expect(text.stdout).toContain(`scored again`);
});

it('can be worked out again, and never be released, overridden or counted', async () => {
  const project = await copyProject(original);
  await project.write(configFile, newConfig({ evaluators: [quality, brief] }));
  const run = (await cli(project, 'score', source.id, '--json')).json<RunFile>();
  const recomputed = await cli(project, 'recompute', run.id);
  expect(recomputed.exitCode, recomputed.stdout).toBe(0);
  const released = await cli(project, 'release', 'sums', '--run', run.id);
  expect(released.exitCode).toBe(2);
  expect(released.stderr).toContain(`scored the answers of run ${source.id} again`);
  const overridden = await cli(project, 'release', 'sums', '--run', run.id, '--override', '--reason', 'now');
  expect([overridden.exitCode, overridden.stderr]).toEqual([2, released.stderr]);
  expect(await movesOf(project, 'sums')).toHaveLength(1);
  const runs = (await cli(project, 'runs', 'sums', '--json')).json<object[]>();
  expect(runs[0]).toMatchObject({ id: run.id, scoredFrom: source.id, attempt: null });
  // Scored again, it still says which run asked.
  const again = (await cli(project, 'score', run.id, '--json')).json<RunFile>();
  expect(again.scoredFrom).toBe(run.id);
  expect(await project.read(`reports/sums/${again.id}/trials.jsonl`)).toContain(`"from":"${source.id}"`);
});

it('refuses what is not as it was, and leaves nothing behind', async () => {
  const project = await copyProject(original);
  const before = await runIds(project, 'sums');
  const trials = `reports/sums/${source.id}/trials.jsonl`;
  await project.write(trials, (await project.read(trials)).replace('A: 3', 'A: 4'));
  const changed = await cli(project, 'score', source.id);
  expect(changed.exitCode).toBe(2);
  expect(changed.stderr).toContain(`was changed after run ${source.id} finished`);
  const unknown = await cli(project, 'score', '20200101-000000-000000');
  expect(unknown.exitCode).toBe(2);
  expect(await runIds(project, 'sums')).toEqual(before);
});
