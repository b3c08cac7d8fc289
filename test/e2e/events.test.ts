import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';
import { configFile, startSumsServer, sumsConfig, sumsDataset, sumsPrompt } from './sums-project.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/events.schema.json', import.meta.url), 'utf8'));
const fits = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateFormats: false }).compile(schema);

interface Line {
  type: string;
  run: string | null;
  case?: string;
  arm?: string;
}

it('writes down every change of state of a release, and says it at --log-level debug', async () => {
  let refused = 0;
  const server = await startSumsServer(({ messages, index }) => {
    const question = messages.at(-1)?.content ?? '';
    if (index === 3 && refused++ === 0) {
      return { status: 429, headers: { 'retry-after': '1' }, body: { error: { message: question } } };
    }
    return question === '7 + 1' ? { status: 400, body: { error: { message: question } } } : undefined;
  });
  const key = 'sk-never-shown';
  const project = await makeProject({
    [configFile]: sumsConfig(server.baseURL, {
      gates: [{ metric: 'quality', min: 0.1 }],
      provider: { apiKey: key, concurrency: 4 },
    }),
    'prompts/sums.prompt.yml': `${sumsPrompt({ variant: 'good' })}x-prompteval: {variables: {question: {sensitive: true}}}\n`,
    'datasets/sums.csv': sumsDataset(40),
  });
  const release = () =>
    runCli(['release', 'sums', '--json', '--events', 'events.jsonl', '--log-level', 'debug'], {
      cwd: project.folder,
    });
  const result = await release();
  expect(result.exitCode, result.stderr).toBe(0);
  const run = result.json<RunFile>();
  const text = await project.read('events.jsonl');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  for (const line of lines) expect(fits(line), JSON.stringify([line, fits.errors])).toBe(true);
  expect(new Set(lines.map((line) => line.run))).toEqual(new Set([run.id]));

  const counts = Object.fromEntries(
    [...new Set(lines.map(({ type }) => type))].map((type) => [
      type,
      lines.filter((line) => line.type === type).length,
    ]),
  );
  expect(counts).toMatchObject({
    'run-started': 1,
    'trial-started': 40,
    'attempt-started': 41,
    'attempt-answered': 39,
    'attempt-failed': 2,
    'trial-waiting': 1,
    'trial-completed': run.trials.completed,
    'trial-failed': run.trials.failed,
    'run-finished': 1,
    verdict: 1,
    released: 1,
  });
  const waited = lines.find(({ type }) => type === 'trial-waiting');
  expect(waited).toMatchObject({ code: 'rate-limited', waitMs: 1000, attempt: 1 });
  const ofOne = lines.filter((line) => line.case === waited?.case && line.arm === 'candidate');
  expect(ofOne.map(({ type }) => type)).toEqual([
    'trial-started',
    'attempt-started',
    'attempt-failed',
    'trial-waiting',
    'attempt-started',
    'attempt-answered',
    'trial-completed',
  ]);
  expect(lines.slice(-3).map(({ type }) => type)).toEqual(['run-finished', 'verdict', 'released']);

  expect(result.stderr).toMatch(
    /warn {2}candidate sum-007 on openai\/adder: failed after 1 attempt \(bad-request\)/,
  );
  expect(result.stderr).toMatch(/debug candidate sum-\d+ on openai\/adder: waits 1\.00 s after attempt 1/);
  for (const shown of [text, result.stderr]) {
    expect(shown).not.toContain(key);
    expect(shown, 'what a sensitive variable holds').not.toMatch(/\d+ \+ 1\b(?! tokens)/);
  }
});

it.each([
  ['begins a line of its own where a full disk tore the last one', '{"at":"2026-11', 1],
  ['goes on after a whole line', '{"at":"2026-11-21T14:05:15.020Z"}\n', 1],
  ['begins an empty file', '', 0],
])('%s', async (_, before, linesBefore) => {
  const server = await startSumsServer();
  const project = await makeProject({
    [configFile]: sumsConfig(server.baseURL, { gates: [] }),
    'prompts/sums.prompt.yml': sumsPrompt({ variant: 'good' }),
    'datasets/sums.csv': sumsDataset(4),
    'events.jsonl': before,
  });
  const result = await runCli(['run', 'sums', '--events', 'events.jsonl'], { cwd: project.folder });
  expect(result.exitCode, result.stderr).toBe(0);
  const text = await project.read('events.jsonl');
  expect(text.startsWith(before)).toBe(true);
  const lines = text.trimEnd().split('\n').slice(linesBefore);
  expect(lines.map((line): Line => JSON.parse(line))[0]).toMatchObject({ type: 'run-started' });
});

it.each([
  ['--events', 'nowhere/events.jsonl', '--events: cannot be written'],
  ['--events', '-', 'standard output is for the result'],
  ['--log-level', 'loud', 'error, warn, info or debug'],
])('refuses %s %s', async (option, value, says) => {
  const project = await makeProject({
    [configFile]: sumsConfig('http://127.0.0.1:9', {}),
    'prompts/sums.prompt.yml': sumsPrompt({ variant: 'good' }),
    'datasets/sums.csv': sumsDataset(4),
  });
  const result = await runCli(['run', 'sums', option, value], { cwd: project.folder });
  expect(result).toMatchObject({ exitCode: 2 });
  expect(result.stderr).toContain(says);
});
