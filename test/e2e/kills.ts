import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunFile } from '../../src/core/run-file.ts';

// No vitest in here: bench/kills.mjs runs it too.

export interface KillOptions {
  kills: number;
  cases: number;
  concurrency: number;
  latencyMs: number;
  report(line: string): void;
}

/**
 * Kills a run at random moments, goes on with it, and compares it with one that nobody disturbed. What does not fit, one
 * line each.
 */
export async function killAndResume(options: KillOptions): Promise<string[]> {
  const server = await startCountingServer(options.latencyMs);
  const project = await makeProject(server.baseURL, options);
  try {
    await cli(project, ['release', 'sums', '--quiet']);
    await project.write('prompts/sums.prompt.yml', promptText('good'));
    const undisturbed = await cli(project, ['run', 'sums', '--json']);
    if (undisturbed.exitCode !== 0) throw new Error(`the undisturbed run failed: ${undisturbed.stderr}`);
    const expected = essence(undisturbed.stdout);
    const trials = options.cases * 2;
    const findings: string[] = [];
    for (let kill = 1; kill <= options.kills; kill++) {
      server.reset();
      // A few moments are before the first request and after the last.
      const at = Math.round((Math.random() * 1.1 - 0.05) * trials);
      const found = await killOnce(project, server, {
        at,
        expected,
        exitCode: undisturbed.exitCode,
        options,
      });
      findings.push(...found.map((line) => `kill ${kill} at request ${at}: ${line}`));
      if (kill % 20 === 0) options.report(`${kill} kills, ${findings.length} findings`);
    }
    return findings;
  } finally {
    await server.close();
    await project.remove();
  }
}

interface Expected {
  at: number;
  expected: string;
  exitCode: number | null;
  options: KillOptions;
}

async function killOnce(
  project: Project,
  server: CountingServer,
  { at, expected, exitCode, options: { cases, concurrency } }: Expected,
): Promise<string[]> {
  const before = await project.runs();
  const running = startCli(project, ['run', 'sums', '--quiet', '--concurrency', String(concurrency)]);
  let isOver = false;
  void running.finished.then(() => {
    isOver = true;
  });
  while (!isOver && server.asked() < at) await pause(1);
  if (at > cases * 2) await pause(Math.random() * 60);
  else if (at <= 0) await pause(Math.random() * 600);
  running.kill();
  await running.finished;
  const [id] = (await project.runs()).filter((run) => !before.includes(run));
  const measured = id === undefined ? 0 : await project.trials(id);
  const lost = server.asked() - measured;

  const resumed = await cli(project, ['run', 'sums', '--resume', '--json']);
  // Killed before it had begun, or after it had ended: there is nothing to go on with.
  if (resumed.exitCode === 2 && lost === 0 && (measured === 0 || measured === cases * 2)) return [];
  return [
    ...(resumed.exitCode === exitCode ? [] : [`exit ${resumed.exitCode}: ${resumed.stderr}`]),
    ...(essence(resumed.stdout) === expected ? [] : ['another verdict, comparisons, counts or cost']),
    ...(lost <= concurrency ? [] : [`${lost} trials were asked and not kept, with ${concurrency} at once`]),
    ...(server.asked() === cases * 2 + lost
      ? []
      : [`${server.asked()} requests for ${cases * 2} trials of which ${lost} were in flight`]),
  ];
}

/** What must not depend on a kill: everything but times. */
function essence(text: string): string {
  try {
    const run = JSON.parse(text) as RunFile;
    const { comparisons, verdict, trials, spend, regressions, status } = run;
    const { usd, ...amounts } = spend;
    return JSON.stringify({
      status,
      verdict,
      trials,
      spend: { ...amounts, usd: usd.toFixed(9) },
      regressions,
      comparisons: comparisons.filter(({ metric }) => metric !== 'latency'),
    });
  } catch {
    return `no run: ${text}`;
  }
}

interface Project {
  folder: string;
  write(file: string, text: string): Promise<void>;
  runs(): Promise<string[]>;
  /** Whole lines of a run's trials.jsonl. */
  trials(id: string): Promise<number>;
  remove(): Promise<void>;
}

async function makeProject(baseURL: string, { cases }: KillOptions): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'prompteval-kills-')));
  const project: Project = {
    folder,
    async write(file, text) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    runs: () => readdir(join(folder, 'reports/sums')).catch(() => []),
    async trials(id) {
      const text = await readFile(join(folder, 'reports/sums', id, 'trials.jsonl'), 'utf8').catch(() => '');
      return text.split('\n').length - 1;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  const rows = Array.from({ length: cases }, (_, index) => `sum-${index},${index} + 1,${index + 1}`);
  await project.write('datasets/sums.csv', `id,question,expected\n${rows.join('\n')}\n`);
  await project.write('prompts/sums.prompt.yml', promptText('fair'));
  await project.write('prompteval.config.json', configText(baseURL));
  return project;
}

function promptText(variant: string): string {
  return `name: sums\nmodel: openai/adder\nmessages:\n  - {role: system, content: "Add. [${variant}]"}\n  - {role: user, content: "{{question}}"}\n`;
}

function configText(baseURL: string): string {
  return JSON.stringify({
    prompts: {
      sums: {
        dataset: 'datasets/sums.csv',
        evaluators: [{ use: 'exactMatch', metric: 'quality', normalize: 'number' }],
        gates: [
          { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
          { metric: 'cost', maxIncrease: '50%' },
        ],
      },
    },
    providers: { openai: { baseURL, apiKey: 'unused' } },
    prices: { 'openai/adder': { input: 1, output: 2 } },
  });
}

interface CountingServer {
  baseURL: string;
  /** Requests since the last reset. */
  asked(): number;
  reset(): void;
  close(): Promise<void>;
}

/** Adds; the prompt \`fair\` gets every fourth sum wrong. */
async function startCountingServer(latencyMs: number): Promise<CountingServer> {
  let asked = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked++;
      const text = Buffer.concat(chunks).toString();
      const number = Number(/"(\d+) \+ 1"/.exec(text)?.[1]);
      const isRight = text.includes('[good]') || number % 4 !== 0;
      const answer = JSON.stringify(completion(String(isRight ? number + 1 : 0)));
      response.setHeader('content-type', 'application/json');
      setTimeout(() => response.end(answer), latencyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    reset: () => {
      asked = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function completion(content: string): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'adder',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
  };
}

const bin = fileURLToPath(new URL('../../bin/prompteval.js', import.meta.url));

interface Finished {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

function cli(project: Project, args: string[]): Promise<Finished> {
  return startCli(project, args).finished;
}

function startCli({ folder }: Project, args: string[]): { kill(): void; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
    });
  }
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, ...texts }));
  });
  return { kill: () => void child.kill('SIGKILL'), finished };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
