import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { greetingConfig, greetingProject, greetingPrompt } from '../cli/greeting-project.ts';
import { type ChatAnswer, type ChatRequest, startOpenAIServer } from '../support/openai-server.ts';
import { runCli, startNode } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';

/** A chat completion that says what a server says of itself, or nothing. */
function reply(said: { model?: string; usage?: unknown }): ChatAnswer {
  const message = { role: 'assistant', content: 'hello world', refusal: null };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { status: 200, body: { id: '1', object: 'chat.completion', created: 1, choices, ...said } };
}

async function servedProject(answer: (request: ChatRequest) => ChatAnswer): Promise<TemporaryProject> {
  const { baseURL } = await startOpenAIServer({ answer });
  const more = `providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused' } }, prices: { 'openai/test': { input: 1, output: 1 } },`;
  return greetingProject({
    'prompteval.config.ts': greetingConfig(more),
    'prompts/greet.prompt.yml': greetingPrompt('openai/test', 'Answer yes or no. {{message}}'),
  });
}

const cli = (project: TemporaryProject, ...args: string[]) => runCli(args, { cwd: project.folder });

describe('the model that a provider says it served', () => {
  const usage = { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 };

  it('is recorded, and a change since the release is warned of', async () => {
    let model = 'test-04-14';
    const project = await servedProject(() => reply({ model, usage }));
    expect(await cli(project, 'release', 'greet')).toMatchObject({ exitCode: 0 });
    expect((await cli(project, 'run', 'greet', '--json')).json<RunFile>()).toMatchObject({
      served: [
        { model: 'openai/test', arm: 'baseline', ids: [{ id: 'test-04-14', trials: 2 }] },
        { model: 'openai/test', arm: 'candidate', ids: [{ id: 'test-04-14', trials: 2 }] },
      ],
      warnings: [],
    });
    model = 'test-09-02';
    const later = await cli(project, 'run', 'greet');
    expect(later.stdout).toMatch(
      /openai\/test is served as test-09-02 now, and was as test-04-14 in run \S+,/,
    );
    expect(await cli(project, 'recompute')).toMatchObject({ exitCode: 0 });
    expect(await cli(project, 'audit', 'verify')).toMatchObject({ exitCode: 0 });
  });

  it('may differ between the arms, which is warned of', async () => {
    const project = await servedProject(({ messages }) =>
      reply({ model: messages[0]?.content.includes('please') ? 'test-09-02' : 'test-04-14', usage }),
    );
    await cli(project, 'release', 'greet');
    await project.write(
      'prompts/greet.prompt.yml',
      greetingPrompt('openai/test', 'Yes or no, please. {{message}}'),
    );
    const { stdout } = await cli(project, 'run', 'greet');
    expect(stdout).toContain(
      'openai/test was served as test-04-14 to the baseline and as test-09-02 to the candidate: ',
    );
  });
});

it('estimates tokens and cost where a provider counts none, and says so', async () => {
  const project = await servedProject(() => reply({ model: 'test' }));
  const run = (await cli(project, 'run', 'greet', '--json')).json<RunFile>();
  expect(run.warnings).toEqual([
    'No answer came with its token count. Their tokens, and what they cost, are estimates (tiktoken, o200k_base; images count as 0).',
  ]);
  expect(run.spend).toMatchObject({ usd: expect.any(Number), unpriced: 0 });
  expect(run.verdict.outcomes.find(({ metric }) => metric === 'outputTokens')).toMatchObject({
    status: 'inconclusive',
    reason: 'estimated-usage',
  });
  const lines = (await project.read(`reports/greet/${run.id}/trials.jsonl`)).trim().split('\n');
  for (const line of lines) {
    const { completion }: TrialRecord = JSON.parse(line);
    expect(completion?.usage).toEqual({ inputTokens: expect.any(Number), outputTokens: 2, estimated: true });
    expect(completion?.costUsd).toBeCloseTo(((completion?.usage?.inputTokens ?? 0) + 2) / 1e6, 12);
  }
});

describe('what is loaded', () => {
  /** In the path of a script, or before its part of a bundle. */
  const heavy = /node_modules\/(openai|@anthropic-ai|@aws-sdk|tiktoken)\//g;

  /** The packages of these kinds of which any script was loaded. */
  async function loadedBy(project: TemporaryProject, args: string[], exit = 0): Promise<unknown[]> {
    const folder = project.path('coverage');
    const options = { cwd: project.folder, env: { NODE_V8_COVERAGE: folder } };
    const { exitCode, stderr } = await startNode(args, options).finished;
    expect(exitCode, stderr).toBe(exit);
    const reports = await Promise.all(
      (await readdir(folder)).map((name) => readFile(`${folder}/${name}`, 'utf8')),
    );
    const urls = reports.flatMap((text) => JSON.parse(text).result.map(({ url }: { url: string }) => url));
    const bundled = [...new Set(urls)].filter((url) => url.includes('/dist/'));
    expect(bundled).not.toEqual([]);
    const texts = await Promise.all(bundled.map((url) => readFile(new URL(url), 'utf8')));
    const found = [...urls, ...texts].flatMap((text) => [...text.matchAll(heavy)]);
    return [...new Set(found.map(([, name]) => name))].sort();
  }

  const bin = fileURLToPath(new URL('../../bin/prompteval.js', import.meta.url));
  const index = new URL('../../dist/bundle/index.js', import.meta.url).href;

  it('is no SDK and no tokenizer with the package itself', async () => {
    expect(
      await loadedBy(await greetingProject(), ['--input-type=module', '--eval', `import '${index}'`]),
    ).toEqual([]);
  });

  it('is no SDK and no tokenizer for the demo model', async () => {
    expect(await loadedBy(await greetingProject(), [bin, 'run', 'greet'])).toEqual([]);
  });

  it('is no tokenizer where usage is reported', async () => {
    const project = await servedProject(() => 'yes');
    expect(await loadedBy(project, [bin, 'run', 'greet'])).toEqual(['openai']);
  });

  it('is the tokenizer where none is: so that the tests above could fail', async () => {
    const project = await servedProject(() => reply({}));
    // No limit on tokens holds for certain where they are estimated.
    expect(await loadedBy(project, [bin, 'run', 'greet'], 3)).toEqual(['openai', 'tiktoken']);
  });
});
