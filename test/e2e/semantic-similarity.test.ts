import { afterEach, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { type Answer, sendJson, startServer, type TestServer } from '../providers/server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { readRun } from './catalog.ts';

const prompt = `name: reply
model: openai/writer
messages:
  - role: user
    content: "{{message}}"
`;

/** Ten cases with three expected texts between them; every answer is `a reply to <message>`. */
const dataset = Array.from({ length: 10 }, (_, index) =>
  JSON.stringify({ id: `c${index}`, message: `m${index}`, expected: `good ${index % 3} é👋` }),
).join('\n');

let server: TestServer | undefined;
afterEach(() => server?.close());

/** Both wires on one port: what is expected points up, every answer 60 degrees away from it. */
const both: Answer = (response, text) => {
  const body = JSON.parse(text);
  const vector = (asked: string) => (asked.startsWith('good') ? [0, 2] : [Math.sqrt(3) / 2, 0.5]);
  if ('messages' in body) {
    const { content } = body.messages[0];
    sendJson(response, 200, {
      choices: [{ message: { role: 'assistant', content: `a reply to ${content}` }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 4 },
    });
  } else if ('input' in body) {
    sendJson(response, 200, {
      data: [{ embedding: vector(body.input) }],
      usage: { prompt_tokens: 10, total_tokens: 10 },
    });
  } else if ('inputText' in body) {
    sendJson(response, 200, { embedding: vector(body.inputText), inputTextTokenCount: 20 });
  }
};

const overOpenAI = { use: 'semanticSimilarity', metric: 'near', model: 'vectors/small' };
const overBedrock = {
  use: 'semanticSimilarity',
  metric: 'close',
  model: 'bedrock/amazon.titan-embed-text-v2:0',
  min: 0.4,
};

async function makeReplies(answer: Answer, entry: object, rest: object = {}): Promise<TemporaryProject> {
  server = await startServer(answer);
  const address = { baseURL: `${server.url}/v1`, apiKey: 'unused', maxRetries: 0 };
  const config = {
    prompts: { reply: { dataset: 'replies.jsonl', ...entry } },
    providers: {
      openai: address,
      vectors: { type: 'openai', ...address },
      bedrock: { region: 'us-east-1', endpoint: server.url, maxRetries: 0 },
    },
    prices: {
      'openai/writer': { input: 1, output: 1 },
      'vectors/small': { input: 2, output: 0 },
      'bedrock/amazon.titan-embed-text-v2:0': { input: 3, output: 0 },
    },
    ...rest,
  };
  return makeProject({
    'prompts/reply.prompt.yml': prompt,
    'replies.jsonl': dataset,
    'prompteval.config.json': JSON.stringify(config),
  });
}

const env = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: 'unused' };

async function run(project: TemporaryProject, ...args: string[]) {
  const result = await runCli(['run', 'reply', '--json', ...args], { cwd: project.folder, env });
  return { exitCode: result.exitCode, stderr: result.stderr, run: () => result.json<RunFile>() };
}

const embedded = (): string[] =>
  (server?.requests ?? [])
    .filter(({ path }) => !path.includes('chat'))
    .map(({ body }) => JSON.parse(body))
    .map(({ input, inputText }) => `${input === undefined ? 'bedrock' : 'openai'} ${input ?? inputText}`);

it('compares answers by their vectors over both wires, each expected text once, and pays for it as for a judge', async () => {
  const project = await makeReplies(
    both,
    { evaluators: [overOpenAI, overBedrock], repeats: 2, gates: [{ metric: 'near', min: 0.1 }] },
    { maxCost: 1 },
  );
  const result = await run(project);
  expect(result.exitCode, result.stderr).not.toBe(2);
  expect(result.stderr).not.toContain('ExceededWarning');
  const found = result.run();
  const value = (metric: string) =>
    found.comparisons.find((comparison) => comparison.metric === metric)?.candidate.value;
  expect(value('near')).toBeCloseTo(0.5, 6);
  expect(value('close')).toBe(1);
  expect(found.unscored).toEqual([]);
  const asked = embedded();
  expect(asked.filter((each) => each.includes('good')).sort()).toEqual(
    ['bedrock', 'openai'].flatMap((wire) => [0, 1, 2].map((index) => `${wire} good ${index} é👋`)),
  );
  expect(asked).toHaveLength(2 * (20 + 3));
  // 10 tokens at 2 and 20 at 3 USD per million.
  expect(found.spend.judgeUsd).toBeCloseTo((23 * 10 * 2 + 23 * 20 * 3) / 1e6, 12);
  const lines = (await project.read(`reports/reply/${found.id}/trials.jsonl`)).trim().split('\n');
  const calls = lines.map((line): TrialRecord => JSON.parse(line)).map(({ judge }) => judge?.calls ?? 0);
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(46);
  // No gate goes by a model's judgement: a vector is measured, not judged.
  expect(found.warnings.join()).not.toContain('judgement');
});

it('keeps to the limits of its provider, and takes vectors of earlier runs from the cache', async () => {
  const inFlight = { now: 0, most: 0 };
  const slow: Answer = (response, text, index) => {
    if (text.includes('"messages"')) return both(response, text, index);
    inFlight.most = Math.max(inFlight.most, ++inFlight.now);
    setTimeout(() => {
      inFlight.now--;
      both(response, text, index);
    }, 5);
  };
  const project = await makeReplies(slow, {
    evaluators: [overOpenAI],
    gates: [{ metric: 'near', min: 0.1 }],
  });
  const first = (await run(project, '--cache', 'on', '--concurrency', '2')).run();
  expect(inFlight.most).toBe(2);
  expect(embedded()).toHaveLength(13);
  const again = (await run(project, '--cache', 'on', '--concurrency', '2')).run();
  expect(embedded()).toHaveLength(13);
  expect(again.spend.judgeUsd).toBe(0);
  expect(first.judges).toMatchObject([
    { metric: 'near', models: ['vectors/small'], asks: 1, spend: { calls: 13 } },
  ]);
  // Scored again without a call, what was measured stands while the model is the same.
  const scored = await runCli(['score', first.id, '--json'], { cwd: project.folder, env });
  expect(scored.json<RunFile>().unscored).toEqual([]);
  expect(embedded()).toHaveLength(13);
  expect(again.comparisons.map(({ metric, candidate }) => [metric, candidate.value])).toContainEqual([
    'near',
    first.comparisons.find(({ metric }) => metric === 'near')?.candidate.value,
  ]);
});

it('is counted before it is asked for', async () => {
  const project = await makeReplies(both, {
    evaluators: [overOpenAI],
    gates: [{ metric: 'near', min: 0.1 }],
  });
  const { stdout } = await runCli(['run', 'reply', '--dry-run', '--json'], { cwd: project.folder, env });
  expect(JSON.parse(stdout).models).toMatchObject([
    { arm: 'candidate', calls: 10 },
    { arm: 'judge', model: 'vectors/small', calls: 20, outputTokens: 0 },
  ]);
});

it('is unscored, never 0, where no vector comes', async () => {
  const down: Answer = (response, text, index) =>
    text.includes('"messages"') ? both(response, text, index) : sendJson(response, 503, {});
  const project = await makeReplies(down, {
    evaluators: [overOpenAI],
    gates: [{ metric: 'near', min: 0.1 }],
  });
  const result = await run(project);
  expect(result.exitCode, result.stderr).toBe(3);
  expect(result.run().unscored).toMatchObject([
    { metric: 'near', count: 10, reason: expect.stringContaining('503') },
  ]);
  expect(await readRun(project, 'reply', result.run().id)).toMatchObject({
    verdict: { status: 'inconclusive' },
  });
});

it('says before a call which provider has no embeddings', async () => {
  const evaluators = [
    { ...overOpenAI, model: 'demo/in-context' },
    { ...overBedrock, model: 'anthropic/claude' },
    { ...overOpenAI, metric: 'far', model: 'nowhere/model' },
  ];
  const project = await makeReplies(both, { evaluators, gates: [{ metric: 'near', min: 0.1 }] });
  for (const command of ['validate', 'run']) {
    const { exitCode, stderr } = await runCli([command], { cwd: project.folder, env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /prompteval\.config\.json:\d+ prompts\['reply'\]\.evaluators: the provider "demo", which demo\/in-context names, has no embeddings/,
    );
    expect(stderr).toContain('the provider "anthropic"');
    expect(stderr).toContain('there is no provider "nowhere"');
  }
  expect(server?.requests).toEqual([]);
});
