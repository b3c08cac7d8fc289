import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatAnswer, type OpenAIServer, startOpenAIServer } from './openai-server.ts';
import { gsm8k, sharedIsPresent, skippedWithoutShared, startReplayServer } from './replay-server.ts';
import { cleanEnvironment, startNode } from './run-cli.ts';
import { exampleProject, makeProject, type TemporaryProject } from './temporary-project.ts';

function ask(baseURL: string, content: string, system = ''): Promise<Response> {
  return fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
    body: JSON.stringify({
      model: 'm',
      temperature: 0,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content },
      ],
    }),
    signal: AbortSignal.timeout(5000),
  });
}

describe('startOpenAIServer', () => {
  it('answers in the shape of a chat completion and keeps what it was asked', async () => {
    const server = await startOpenAIServer({
      answer: ({ messages, index }) => `${index}: ${messages.at(-1)?.content}`,
    });
    const reply = await (await ask(server.baseURL, 'hello!!!', 'be kind.')).json();
    expect(reply).toMatchObject({
      object: 'chat.completion',
      model: 'm',
      choices: [{ message: { role: 'assistant', content: '0: hello!!!' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 },
    });
    expect(server.requests).toMatchObject([
      { model: 'm', authorization: 'Bearer secret', index: 0, body: { temperature: 0 } },
    ]);
  });

  it('answers with a status, a body and headers', async () => {
    const answers: ChatAnswer[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 200, body: 'no JSON' },
    ];
    const server = await startOpenAIServer({ answer: ({ index }) => answers[index] ?? 'done' });
    const limited = await ask(server.baseURL, 'a');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await limited.json()).toMatchObject({ error: { message: 'status 429' } });
    expect(await (await ask(server.baseURL, 'b')).text()).toBe('no JSON');
    expect((await ask(server.baseURL, 'c')).status).toBe(200);
  });

  it('cuts an answer in the middle of its body', async () => {
    const server = await startOpenAIServer({ answer: () => 'cut' });
    const reply = await ask(server.baseURL, 'a');
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow();
  });

  it('hangs until it is closed', async () => {
    const server = await startOpenAIServer({ answer: () => 'hang' });
    const reply = ask(server.baseURL, 'a').catch(() => 'closed');
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    expect(await reply).toBe('closed');
  });

  it('counts what is in flight and refuses other routes', async () => {
    let letGo = (): void => {};
    const threeCame = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const server = await startOpenAIServer({
      latencyMs: 1,
      async answer({ index }) {
        if (index === 2) letGo();
        await threeCame;
        return 'ok';
      },
    });
    await Promise.all([1, 2, 3].map(async () => (await ask(server.baseURL, 'a')).text()));
    expect(server.maxInFlight()).toBe(3);
    expect((await fetch(`${server.baseURL}/models`)).status).toBe(404);
  });

  describe('made in beforeAll', () => {
    let server: OpenAIServer;
    beforeAll(async () => {
      server = await startOpenAIServer({ answer: () => 'ok' });
    });
    afterAll(() => server.close());

    it.each([1, 2])('lives through test %d', async () => {
      expect((await ask(server.baseURL, 'a')).status).toBe(200);
    });
  });
});

describe('makeProject', () => {
  let last: TemporaryProject | undefined;

  it('writes files and lists them', async () => {
    last = await makeProject({ 'a.txt': 'A', 'deep/er/b.txt': 'B' });
    expect(await last.list()).toEqual(['a.txt', 'deep/er/b.txt']);
    expect(await last.list('deep')).toEqual(['deep/er/b.txt']);
    expect(await last.list('nowhere')).toEqual([]);
    expect(await last.read('deep/er/b.txt')).toBe('B');
  });

  it('is gone after its test', () => {
    expect(existsSync(last?.folder ?? '')).toBe(false);
  });
});

describe('exampleProject', () => {
  it('takes the registry back to its first version and move', async () => {
    const after = await makeProject(
      Object.fromEntries(
        [
          'prompteval.config.ts',
          'prompts/p.prompt.yml',
          'datasets/p.csv',
          'evaluators/e.ts',
          'reports/p/1/run.json',
          '.prompteval/cache/x.json',
          '.prompteval/registry/versions/p/0000000001.json',
          '.prompteval/registry/versions/p/0000000002.json',
          '.prompteval/registry/aliases/p/stable/0000000001.json',
          '.prompteval/registry/aliases/p/stable/0000000002.json',
          '.prompteval/registry/aliases/p/stable/0000000011.json',
          '.prompteval/registry/blobs/sha256/ab12',
        ].map((file) => [file, file]),
      ),
    );
    const project = await exampleProject(after.folder);
    expect(await project.list()).toEqual([
      '.prompteval/registry/aliases/p/stable/0000000001.json',
      '.prompteval/registry/blobs/sha256/ab12',
      '.prompteval/registry/versions/p/0000000001.json',
      'datasets/p.csv',
      'evaluators/e.ts',
      'prompteval.config.ts',
      'prompts/p.prompt.yml',
    ]);
  });
});

describe('startNode', () => {
  const script = (text: string): string[] => ['--input-type=module', '--eval', text];

  it('gives the exit code and both streams', async () => {
    const { folder } = await makeProject();
    const text = 'console.log(JSON.stringify(process.cwd())); console.error("told"); process.exitCode = 3';
    const result = await startNode(script(text), { cwd: folder }).finished;
    expect(result).toMatchObject({ exitCode: 3, signal: null, stderr: 'told\n' });
    expect(result.json()).toBe(folder);
  });

  it('hands over input and environment, and shows what is no JSON', async () => {
    const { folder } = await makeProject();
    const text =
      'for await (const chunk of process.stdin) process.stdout.write(chunk + process.env.NO_COLOR)';
    const result = await startNode(script(text), { cwd: folder, input: 'in ', env: { NO_COLOR: '1' } })
      .finished;
    expect(result.stdout).toBe('in 1');
    expect(() => result.json()).toThrow('in 1');
  });

  it('takes signals', async () => {
    const { folder } = await makeProject();
    const { child, finished } = startNode(script('setInterval(() => {}, 1000)'), { cwd: folder });
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });
});

describe('cleanEnvironment', () => {
  it('keeps what Node needs, and no key, no CI and no colour', () => {
    const kept = { PATH: '/bin', HOME: '/root', LANG: 'C' };
    const removed = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'u', ANTHROPIC_API_KEY: 'k', AWS_PROFILE: 'p' };
    expect(cleanEnvironment({ ...kept, ...removed, CI: 'true', NO_COLOR: '1', FORCE_COLOR: '1' })).toEqual({
      ...kept,
      XDG_CACHE_HOME: expect.stringContaining('prompteval-test-cache'),
    });
  });
});

describe.skipIf(!sharedIsPresent)(`startReplayServer${skippedWithoutShared}`, () => {
  it('serves what a model once answered', async () => {
    const { baseURL } = await startReplayServer(gsm8k.recorded);
    const question =
      'A robe takes 2 bolts of blue fiber and half that much white fiber.  How many bolts in total does it take?';
    const reply = await (await ask(baseURL, question, '[variant: 6b_finetuning]')).json();
    expect(reply).toMatchObject({ choices: [{ message: { content: expect.stringContaining('A: 3') } }] });
  });
});
