import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { PairRecord } from '../../src/core/pair.ts';
import { isPairRecord } from '../../src/core/pair-line.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { ChatAnswer, ChatRequest, OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { runIds } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const pairwise = { use: 'pairwiseJudge', model: 'openai/judge', criteria: 'Which sum is right?' };
const prices = { 'openai/adder': { input: 1, output: 2 }, 'openai/judge': { input: 10, output: 20 } };
const cases = 40;

/** What the judge is shown. */
interface Shown {
  input: { question: string };
  answer1: string;
  answer2: string;
}

let server: OpenAIServer;
let project: TemporaryProject;
afterEach(() => project.remove());

/** By the truth: an answer that is right beats one that is not. */
function honest({ input, answer1, answer2 }: Shown): string {
  const sum = Number.parseInt(input.question, 10) + 1;
  const [one, two] = [answer1, answer2].map((answer) => answer.includes(`A: ${sum}`));
  return JSON.stringify({ reason: 'by the sum', better: one === two ? 'tie' : one ? '1' : '2' });
}

/** A project whose \`fair\` draft is released, as its judge says. */
async function released(says: (shown: Shown, request: ChatRequest) => ChatAnswer, rest: object = {}) {
  server = await startSumsServer((request) => {
    if (request.model !== 'judge') return undefined;
    return says(JSON.parse(request.messages[1]?.content ?? ''), request);
  });
  project = await makeSumsProject(server.baseURL, {
    cases,
    gates: [{ metric: 'preference', noWorseThan: 'baseline', margin: 0.2 }],
    prompt: { evaluators: [pairwise] },
    provider: { maxRetries: 0 },
    rest: { prices, ...rest },
  });
  const result = await runCli(['release', 'sums', '--quiet', '--json'], { cwd: project.folder });
  expect(result.exitCode, result.stderr).toBe(0);
  return result.json<RunFile>();
}

async function run(...options: string[]) {
  const result = await runCli(['run', 'sums', '--json', ...options], { cwd: project.folder });
  return { result, run: result.stdout === '' ? null : result.json<RunFile>() };
}

async function pairsOf(id: string): Promise<PairRecord[]> {
  const lines = (await project.read(`reports/sums/${id}/trials.jsonl`)).trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line)).filter(isPairRecord);
}

const judgeCalls = () => server.requests.filter(({ model }) => model === 'judge').length;

it('decides nothing without a baseline, then compares both answers in both orders, and stands in every figure', async () => {
  const first = await released(honest);
  expect(judgeCalls()).toBe(0);
  expect(first.verdict.outcomes[0]).toMatchObject({ reason: 'no-baseline', enforced: false });
  await writeDraft(project, { variant: 'good' });

  const { result, run: second } = await run();
  expect(result.exitCode, result.stderr).toBe(0);
  // Every fourth answer differs; of the same ones nothing is asked.
  expect(judgeCalls()).toBe(20);
  const comparison = second?.comparisons.find(({ metric }) => metric === 'preference');
  expect(comparison).toMatchObject({
    candidate: { value: 0.625, n: cases },
    baseline: { value: 0.375, n: cases },
    delta: 0.25,
    wins: 10,
    losses: 0,
    interval: { method: 'exact unconditional, score ordering' },
  });
  expect(second?.judges).toMatchObject([
    {
      metric: 'preference',
      kappaAtLeast: null,
      evaluator: 'pairwiseJudge',
      version: '1',
      models: ['openai/judge'],
      spend: { calls: 20, unpriced: 0 },
      flips: { asked: 10, flipped: 0, first: 0, second: 0, fit: true },
    },
  ]);
  expect(second?.spend.judgeUsd).toBeGreaterThan(0);
  const pairs = await pairsOf(second?.id ?? '');
  expect(pairs).toHaveLength(cases);
  const won = pairs.find(({ case: id }) => id === 'sum-004');
  expect(won?.scores[0]).toMatchObject({ metric: 'preference', value: 1 });
  // The judge never learns of the arms.
  const asked = server.requests
    .filter(({ model }) => model === 'judge')
    .map(({ body }) => JSON.stringify(body));
  expect(asked.some((body) => /baseline|candidate|stable|variant/.test(body))).toBe(false);
  const again = await runCli(['recompute', second?.id ?? ''], { cwd: project.folder });
  expect(again.exitCode, again.stdout).toBe(0);
  const scored = await runCli(['score', second?.id ?? '', '--json'], { cwd: project.folder });
  expect(scored.json<RunFile>().comparisons).toEqual(second?.comparisons);
  expect(judgeCalls()).toBe(20);
  // Every report says what the judge did, in the same words.
  const words = 'fit: flipped with the order in 0 of 10 pairs (0.0 %)';
  expect(result.stderr + (await project.read(`reports/sums/${second?.id}/summary.md`))).toContain(words);
  expect(await project.read(`reports/sums/${second?.id}/index.html`)).toContain(words);
});

it('finds a judge unfit that takes whatever stands first, and decides nothing by it', async () => {
  await released(() => '{"reason":"first","better":"1"}');
  await writeDraft(project, { variant: 'good' });
  const { result, run: unfit } = await run();
  expect(result.exitCode).toBe(3);
  expect(unfit?.judges?.[0]?.flips).toEqual({ asked: 10, flipped: 10, first: 10, second: 0, fit: false });
  expect(unfit?.verdict.outcomes[0]).toMatchObject({
    status: 'inconclusive',
    reason: 'judge-unfit',
    text: expect.stringContaining(
      'in 10 of 10 pairs its choice changed with the order of the answers (100.0 %); 10 times it took whichever stood first',
    ),
  });
  const again = await runCli(['recompute', unfit?.id ?? ''], { cwd: project.folder });
  expect(again.exitCode, again.stdout).toBe(0);
});

it('leaves the verdict open where the judge is down, or can not be read: that is no tie', async () => {
  let down = true;
  await released(() => (down ? { status: 503 } : 'rather the first'));
  await writeDraft(project, { variant: 'good' });
  const { result, run: unanswered } = await run();
  expect(result.exitCode).toBe(3);
  expect(unanswered?.verdict.outcomes[0]).toMatchObject({
    status: 'inconclusive',
    reason: 'missing-results',
  });
  expect(unanswered?.unscored).toMatchObject([{ metric: 'preference', count: 10 }]);
  down = false;
  const { run: unread } = await run();
  expect(unread?.unscored).toMatchObject([
    { metric: 'preference', count: 10, reason: expect.stringContaining('could not be read twice') },
  ]);
});

it('goes on where it was cut off, and pays for no judgement twice', async () => {
  await released(honest);
  await writeDraft(project, { variant: 'good' });
  const { run: whole } = await run();
  const id = whole?.id ?? '';
  const folder = `reports/sums/${id}`;
  // As a kill leaves it: half of the pairs are judged, and there is no result.
  const lines = (await project.read(`${folder}/trials.jsonl`)).trim().split('\n');
  const isJudged = (line: string) => line.includes('"replies"');
  const judged = lines.filter(isJudged);
  const kept = lines.filter((line) => !judged.slice(0, 5).includes(line));
  await project.write(`${folder}/trials.jsonl`, `${kept.join('\n')}\n`);
  await rm(join(project.folder, folder, 'run.json'));
  const before = server.requests.length;
  const { result, run: resumed } = await run('--resume', '--run', id);
  expect(result.exitCode, result.stderr).toBe(0);
  expect(server.requests.length - before).toBe(10);
  expect(resumed?.comparisons).toEqual(whole?.comparisons);
  expect(resumed?.spend.judgeUsd).toBeCloseTo(whole?.spend.judgeUsd ?? 0, 12);
  expect(await runIds(project, 'sums')).toContain(id);
});

it('is the same run in shards, each pair judged where its answers are', async () => {
  await released(honest);
  await writeDraft(project, { variant: 'good' });
  const { run: whole } = await run();
  const shards = await Promise.all([1, 2].map((index) => run('--shard', `${index}/2`)));
  const folders = shards.map(({ run: shard }) => join(project.folder, 'reports/sums', shard?.id ?? ''));
  const merged = await runCli(['merge', ...folders, '--json'], { cwd: project.folder });
  expect(merged.exitCode, merged.stderr).toBe(0);
  const [run2] = [merged.json<RunFile | RunFile[]>()].flat();
  expect(run2?.judges?.[0]?.flips).toEqual(whole?.judges?.[0]?.flips);
  const preference = (of: RunFile | null | undefined) =>
    of?.comparisons.filter(({ metric }) => metric === 'preference');
  expect(preference(run2)).toEqual(preference(whole));
  const again = await runCli(['recompute', run2?.id ?? ''], { cwd: project.folder });
  expect(again.exitCode, again.stdout).toBe(0);
});
