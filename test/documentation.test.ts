import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunFile } from '../src/core/run-file.ts';
import { builtInEvaluators } from '../src/evaluators/built-ins.ts';
import type { PromptStatus } from '../src/project/overview/status.ts';
import { parsePromptFile } from '../src/prompts/parse-prompt-file.ts';
import { links, type Snippet, snippets } from './support/documents.ts';
import { runCli, startCli, startNode } from './support/run-cli.ts';
import { serveCli } from './support/serve-cli.ts';
import { exampleProject, makeProject, type TemporaryProject } from './support/temporary-project.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name: packageName }: { name: string } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const all = snippets();
const where = (snippet: Snippet) => `${snippet.document}:${snippet.line}`;
const isConfig = (snippet: Snippet) => snippet.language === 'ts' && snippet.text.includes('defineConfig(');
const isEvaluator = (snippet: Snippet) =>
  snippet.language === 'ts' && snippet.text.includes('defineEvaluator(');

const isContract = (snippet: Snippet) =>
  snippet.language === 'js' && snippet.text.includes('checkEvaluator(');
const isClient = (snippet: Snippet) => snippet.language === 'js' && snippet.text.includes('createClient(');

const triage = {
  'prompts/triage.prompt.yml': `name: triage
model: demo/in-context
responseFormat: json_schema
jsonSchema: '{"name": "triage", "schema": {"type": "object", "required": ["category"], "properties": {"category": {"enum": ["a", "b"]}}}}'
messages:
  - role: user
    content: |
      Answer in JSON: {{message}}
`,
  'datasets/triage.csv': ['id,message,expected:json,tags,critical,customer,document,attack,checks']
    .concat(
      Array.from(
        { length: 100 },
        (_, index) =>
          `c${index},text ${index},"{""category"": ""a""}",german,${index < 2},customer ${index % 80},document ${index % 60},,`,
      ),
    )
    .join('\n'),
};

function snippet(document: string, language: string, including: string): string {
  const found = all.filter(
    (item) => item.document === document && item.language === language && item.text.includes(including),
  );
  expect(found, `${document} has one ${language} block with "${including}"`).toHaveLength(1);
  return found[0]?.text ?? '';
}

const greeting = () => ({
  'prompts/greeting.prompt.yml': snippet('README.md', 'yaml', 'name: greeting'),
  'datasets/greeting.csv': snippet('README.md', 'csv', 'ada'),
});

const commands = all.filter(({ language, text }) => language === 'sh' && text.split('\n').some(isRun));

/** What other tests run, or what stands for something that only a reader has. */
const notRun = [
  'README.md: npm ci && npx prompteval release support-triage',
  'README.md: npm test',
  'docs/ci.md: prompteval approve support-triage --policy-from origin/main --plan 4c1f0e2a9b3d',
  'docs/ci.md: prompteval run --changed --since origin/main',
  'docs/ci.md: prompteval run --changed --since origin/main --policy-from origin/main',
  'docs/delivery.md: prompteval serve',
  'docs/formats.md: prompteval completion bash >> ~/.bashrc',
  'docs/formats.md: prompteval completion fish > ~/.config/fish/completions/prompteval.fish',
  'docs/formats.md: prompteval completion zsh >> ~/.zshrc',
  'docs/formats.md: prompteval import movie-critic.json --format langfuse',
  'docs/formats.md: prompteval import promptfooconfig.yaml',
  'docs/formats.md: prompteval import prompts/recipe.prompt --model openai/gpt-4.1-mini',
  'docs/formats.md: prompteval import summarize.prompt.yml --name summary',
  'docs/registry.md: prompteval audit verify',
  'docs/registry.md: prompteval release <prompt>',
  'docs/running.md: prompteval run support-triage --resume --max-cost 10',
  'docs/speed.md: npm run bench',
  'docs/sweeps.md: prompteval release support-triage',
];

function isRun(line: string): boolean {
  return line.startsWith('prompteval ') && line !== 'prompteval serve';
}

/** Ids of runs and digests of plans are of a reader's own. */
async function argumentsOf(line: string, project: TemporaryProject): Promise<string[]> {
  const ask = async <Answer>(...args: string[]) =>
    (await runCli([...args, '--json'], { cwd: project.folder })).json<Answer>();
  let own = line;
  if (runId.test(line)) own = own.replace(runId, (await ask<RunFile[]>('runs'))[0]?.id ?? '');
  if (planDigest.test(line)) {
    const { plans } = await ask<PromptStatus>('status', 'support-triage');
    own = own.replace(planDigest, plans?.[0]?.digest ?? '');
  }
  const words = own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map((match) => match[1] ?? match[2] ?? match[3] ?? '').slice(1);
}

const runId = /\b\d{8}-\d{6}-[0-9a-f]{6}\b/;
const planDigest = /\b[0-9a-f]{12}\b/;

/** Two saves: one that breaks the prompt, and one that mends it in other words. */
async function watchAnEdit(args: string[], cwd: string): Promise<void> {
  const { child, finished } = startCli(args, { cwd });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: string) => (said += text));
  const file = posix.join(cwd, 'prompts/mail-topic.prompt.yml');
  const text = await readFile(file, 'utf8');
  const until = (words: RegExp) =>
    vi.waitFor(() => expect(said).toMatch(words), { timeout: 20_000, interval: 50 });
  await until(/Watching; spent/);
  await writeFile(file, text.replace(/.*Answer with one JSON object.*\n/, ''));
  await until(/since the last save: 0 better, [1-9]/);
  await writeFile(file, text.replace('You sort', 'You always sort'));
  await until(/since the last save: [1-9]\d* better, 0 worse/);
  child.kill('SIGINT');
  expect((await finished).exitCode).toBe(130);
}

let released: TemporaryProject;
beforeAll(async () => {
  released = await exampleProject();
  const result = await runCli(['release', 'support-triage'], { cwd: released.folder });
  expect(result.exitCode, result.stderr).toBe(0);
  const file = 'prompts/support-triage.prompt.yml';
  await released.write(file, (await released.read(file)).replace('You sort', 'You always sort'));
});
afterAll(() => released.remove());

async function releasedCopy(): Promise<TemporaryProject> {
  const copy = await makeProject();
  await cp(released.folder, copy.folder, { recursive: true });
  return copy;
}

describe('the documentation', () => {
  it('has only kinds of blocks that are checked here', () => {
    const checked = all.filter(
      (item) =>
        isConfig(item) ||
        isEvaluator(item) ||
        isClient(item) ||
        isContract(item) ||
        ['sh', 'yaml', 'csv', 'text'].includes(item.language),
    );
    expect(all.filter((item) => !checked.includes(item)).map(where)).toEqual([]);
  });

  it.each(all.filter(isConfig).map((item) => [where(item), item] as const))(
    'config of %s is valid',
    async (_, item) => {
      const project = await makeProject({ ...triage, ...greeting(), 'prompteval.config.ts': item.text });
      const result = await runCli(['validate'], { cwd: project.folder });
      // That a handful of cases proves little is no mistake in a config.
      expect(result.stderr.replaceAll(/^⚠ .*\n/gm, '')).toBe('');
      expect(result.exitCode).toBe(0);
    },
  );

  it.each(all.filter(isEvaluator).map((item) => [where(item), item] as const))(
    'evaluator of %s scores',
    async (_, item) => {
      const project = await makeProject({
        ...triage,
        'evaluators/own.ts': item.text,
        'prompteval.config.ts': `import { defineConfig } from 'prompteval';
import own from './evaluators/own.ts';
export default defineConfig({ prompts: { triage: { dataset: 'datasets/triage.csv', evaluators: [own], gates: [{ metric: own.metrics[0].id, min: 0.5 }] } } });`,
      });
      const result = await runCli(['run', 'triage', '--json'], { cwd: project.folder });
      const run = result.json<{ comparisons: { metric: string; candidate: { n: number } }[] }>();
      expect(run.comparisons.find((comparison) => comparison.metric === 'short')?.candidate.n).toBe(100);
    },
  );

  it.each(
    all
      .filter(({ language, text }) => language === 'yaml' && text.includes('messages:'))
      .map((item) => [where(item), item] as const),
  )('prompt of %s is valid', (_, item) => {
    expect(parsePromptFile(item.text, where(item)).prompt.messages.length).toBeGreaterThan(0);
  });

  it('shows a conversation with tool turns that its prompt takes', async () => {
    const project = await makeProject({
      'prompts/desk.prompt.yml': snippet('docs/prompts.md', 'yaml', 'order-desk'),
      'datasets/desk.csv': snippet('docs/prompts.md', 'csv', 'call_1'),
      'prompteval.config.ts': `import { contains, defineConfig } from 'prompteval';
export default defineConfig({ prompts: { desk: { dataset: 'datasets/desk.csv', evaluators: [contains()], gates: [{ metric: 'contains', min: 0 }] } } });`,
    });
    await project.write('images/parcel.png', 'GIF89a');
    const result = await runCli(['validate'], { cwd: project.folder });
    expect(result.exitCode, result.stderr).toBe(0);
  });

  it("prices the README's first project without a call", async () => {
    const config = snippet('README.md', 'ts', 'greeting');
    const project = await makeProject({ ...greeting(), 'prompteval.config.ts': config });
    const result = await runCli(['run', 'greeting', '--dry-run', '--json'], { cwd: project.folder });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.json()).toMatchObject({ prompt: 'greeting', cases: 2, calls: 2 });
  });

  it('has no command that is passed over in silence', () => {
    const lines = all.flatMap((item) =>
      item.text
        .split('\n')
        .filter((line) => line !== '')
        .filter((line) => (item.language === 'sh' ? !isRun(line) : /^(npx )?prompteval /.test(line)))
        .map((line) => `${item.document}: ${line.replace(/ +#.*/, '')}`),
    );
    expect(lines.sort()).toEqual(notRun);
  });

  it.each([...new Set(commands.map(({ document }) => document))].map((document) => [document] as const))(
    'names only commands that run: %s',
    async (document) => {
      const project = document === 'docs/releasing.md' ? await exampleProject() : await releasedCopy();
      await project.write('case.json', '{"message": "Where is my refund?"}');
      for (const { text } of commands.filter((item) => item.document === document)) {
        for (const line of text.split('\n').filter(isRun)) {
          const result = await runCli(await argumentsOf(line, project), { cwd: project.folder });
          // The example keeps its registry in a folder, which ci-check holds against it.
          const expected = line === 'prompteval ci-check' ? 1 : 0;
          expect(result.exitCode, `${line}\n${result.stderr}`).toBe(expected);
        }
      }
    },
    60_000,
  );

  it("leads from an idea to a release as the README's walk says, without a key", async () => {
    const walk = all.filter(({ document, language, text }) => {
      return document === 'README.md' && language === 'text' && text.startsWith('$ ');
    });
    const lines = walk.flatMap(({ text }) => text.trim().split('\n')).map((line) => line.replace(/^\$ /, ''));
    expect(lines.shift()).toBe(`npm install -D ${packageName}`);
    expect(lines).toHaveLength(11);
    const project = await makeProject({ 'package.json': '{}' });
    const { folder: cwd } = project;
    for (const line of lines) {
      const [command, ...args] = line.replace(/^npx /, '').split(' ');
      if (command === 'cp') await cp(posix.join(cwd, args[0] ?? ''), posix.join(cwd, args[1] ?? ''));
      else if (args.includes('--watch')) await watchAnEdit(args, cwd);
      else {
        expect(command, line).toBe(packageName);
        expect((await runCli(args, { cwd })).exitCode, line).toBe(0);
      }
    }
    const status = (await runCli(['status', 'mail-topic', '--json'], { cwd })).json<PromptStatus>();
    expect(status.aliases.stable?.version).toBe(2);
  }, 60_000);

  it.each(all.filter(isContract).map((item) => [where(item), item] as const))(
    'contract of %s is kept',
    async (_, item) => {
      const project = await makeProject({
        'package.json': '{ "type": "module" }',
        'evaluators/short.js': snippet('docs/evaluators.md', 'ts', "name: 'short'"),
        'contract.js': item.text,
      });
      await mkdir(project.path('node_modules'));
      await symlink(root, project.path('node_modules/prompteval'), 'junction');
      const result = await startNode(['contract.js'], { cwd: project.folder }).finished;
      expect([result.exitCode, result.stderr]).toEqual([0, '']);
      expect(result.stdout).toContain('keeps the contract');
    },
  );

  it.each(all.filter(isClient).map((item) => [where(item), item] as const))(
    'client of %s gets its prompt',
    async (_, item) => {
      const project = await exampleProject();
      await runCli(['bundle', 'public/prompts'], { cwd: project.folder });
      await mkdir(project.path('node_modules'));
      await symlink(root, project.path('node_modules/prompteval'), 'junction');
      const { url } = await serveCli([], { cwd: project.folder });
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok', registry: 'ok' });
      await project.write('client.mjs', item.text.replace('http://127.0.0.1:7070', url));
      const result = await startNode(['client.mjs'], { cwd: project.folder }).finished;
      expect([result.exitCode, result.stderr]).toEqual([0, '']);
      expect(result.stdout).not.toBe('');
    },
  );

  it("shows what the example's release really prints", async () => {
    const project = await exampleProject();
    const { stdout } = await runCli(['release', 'support-triage'], { cwd: project.folder });
    // Latencies and the run's id differ from machine to machine.
    const stable = (text: string) =>
      text
        .split('\n')
        .filter((line) => !/latency|reports\//.test(line))
        .map((line) => line.replace(/\s+/g, ' ').trim())
        .filter((line) => line !== '');
    expect(stable(snippet('README.md', 'text', 'PROMOTED'))).toEqual(stable(stdout));
  });

  it('shows every built-in evaluator in an example, and says when to use it', () => {
    const page = all.filter(({ document }) => document === 'docs/evaluators.md');
    const configs = page.filter(isConfig).map(({ text }) => text);
    const table = readFileSync(`${root}docs/evaluators.md`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const names = Object.keys(builtInEvaluators);
    const isShown = (name: string) => configs.some((text) => text.includes(`${name}(`));
    const isChosen = (name: string) => table.some((line) => line.includes(`\`${name}(`));
    expect(names.filter((name) => !isShown(name) || !isChosen(name))).toEqual([]);
  });

  it('says on every page with the name of an example that is not in the package whose it is', () => {
    const pages = readdirSync(`${root}docs`).map((page) => readFileSync(`${root}docs/${page}`, 'utf8'));
    const named = pages.filter((text) => /support-(?:triage|reply)/.test(text));
    const words = "prompteval's own repository](../README.md#in-this-repository)";
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((text) => !text.slice(0, 1000).includes(words))).toEqual([]);
  });

  it('has no dead links', () => {
    const dead = links().filter(
      ({ document, target }) => !existsSync(root + posix.join(posix.dirname(document), target)),
    );
    expect(dead).toEqual([]);
  });
});
