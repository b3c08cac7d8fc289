import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parsePromptFile } from '../src/prompts/parse-prompt-file.ts';
import { links, type Snippet, snippets } from './support/documents.ts';
import { runCli, startNode } from './support/run-cli.ts';
import { serveCli } from './support/serve-cli.ts';
import { exampleProject, makeProject } from './support/temporary-project.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const all = snippets();
const where = (snippet: Snippet) => `${snippet.document}:${snippet.line}`;
const isConfig = (snippet: Snippet) => snippet.language === 'ts' && snippet.text.includes('defineConfig(');
const isEvaluator = (snippet: Snippet) =>
  snippet.language === 'ts' && snippet.text.includes('defineEvaluator(');

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
  'datasets/triage.csv': ['id,message,expected:json,tags,critical,customer,document']
    .concat(
      Array.from(
        { length: 100 },
        (_, index) =>
          `c${index},text ${index},"{""category"": ""a""}",german,${index < 2},customer ${index % 80},document ${index % 60}`,
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

describe('the documentation', () => {
  it('has only kinds of blocks that are checked here', () => {
    const checked = all.filter(
      (item) =>
        isConfig(item) ||
        isEvaluator(item) ||
        isClient(item) ||
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

  it('names only commands that run', async () => {
    const project = await exampleProject();
    const released = await runCli(['release', 'support-triage'], { cwd: project.folder });
    expect(released.exitCode, released.stderr).toBe(0);
    await project.write(
      'prompts/support-triage.prompt.yml',
      (await project.read('prompts/support-triage.prompt.yml')).replace('You sort', 'You always sort'),
    );
    const lines = all
      .filter((item) => item.language === 'sh')
      .flatMap((item) => item.text.split('\n'))
      .filter((line) => line.startsWith('prompteval '));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines.filter((each) => !each.startsWith('prompteval serve'))) {
      const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '').slice(1);
      const result = await runCli(args, { cwd: project.folder });
      expect(result.exitCode, `${line}\n${result.stderr}`).toBe(0);
    }
  });

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

  it('has no dead links', () => {
    const dead = links().filter(
      ({ document, target }) => !existsSync(root + posix.join(posix.dirname(document), target)),
    );
    expect(dead).toEqual([]);
  });
});
