import { spawnSync } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OpenAIServer } from '../support/openai-server.ts';
import { cleanEnvironment, runCli, startCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { copyProject } from './copy-project.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsDataset,
  sumsPrompt,
  writeDraft,
} from './sums-project.ts';

const cases = 24;
const config = { gates: [{ metric: 'quality', min: 0.5 }] };
const draft = 'prompts/sums.prompt.yml';

let server: OpenAIServer;
let released: TemporaryProject;
let project: TemporaryProject;

beforeAll(async () => {
  server = await startSumsServer();
  released = await makeSumsProject(server.baseURL, { cases, ...config });
  expect((await runCli(['release', 'sums', '--quiet'], { cwd: released.folder })).exitCode).toBe(0);
});
afterAll(async () => {
  await server.close();
  await released.remove();
});
beforeEach(async () => {
  project = await copyProject(released);
  server.requests.length = 0;
});

/** A watch that is under way. `until` waits for words, and gives what was said since the last wait. */
function startWatch(...args: string[]) {
  const { child, finished } = startCli(['run', 'sums', '--watch', ...args], { cwd: project.folder });
  let text = '';
  let read = 0;
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: string) => (text += chunk));
  return {
    child,
    finished,
    async until(words: string | RegExp): Promise<string> {
      const said = () => text.slice(read);
      await vi.waitFor(() => expect(said()).toMatch(words), { timeout: 20_000, interval: 50 });
      const found = said();
      read = text.length;
      return found;
    },
  };
}

const watching = /Watching; spent/;
const callsSince = (before: number) => server.requests.length - before;

describe('run --watch', () => {
  it('runs again what was saved, asks only what is new, and shows what flipped', async () => {
    const watch = startWatch();
    const first = await watch.until(watching);
    expect(first).toContain(
      'Watching 3 files of sums. All runs together spend at most $1.00 (--watch-budget)',
    );
    // Both arms are one prompt, and each has answers of its own.
    expect(callsSince(0)).toBe(2 * cases);
    expect(first).not.toContain('since the last save');

    let before = server.requests.length;
    await writeDraft(project, { variant: 'good' });
    const better = await watch.until(watching);
    expect(better).toMatch(/── \d\d:\d\d:\d\d {2}prompts\/sums.prompt.yml changed/);
    expect(better).toContain('since the last save: 6 better, 0 worse');
    expect(better).toContain(' ✔ sum-004  quality fail → pass   So it is. A: 5');
    expect(callsSince(before)).toBe(cases);

    // A file that is half saved, by an editor that writes beside and renames.
    before = server.requests.length;
    await project.write(`${draft}~`, 'messages: [');
    await rename(project.path(`${draft}~`), project.path(draft));
    const broken = await watch.until(watching);
    expect(broken).toContain('prompts/sums.prompt.yml:1');
    await project.write(configFile, '{"prompts": ');
    expect(await watch.until(/Watching for the next save/)).toContain(`${configFile}`);
    await project.write(configFile, sumsConfig(server.baseURL, config));
    await watch.until(watching);
    await writeDraft(project, { variant: 'poor' });
    expect(await watch.until(watching)).toContain('since the last save: 0 better, 12 worse');
    expect(callsSince(before)).toBe(cases);

    // Back to what was answered before, and an evaluator of which the same answers make something else: no call.
    before = server.requests.length;
    await writeDraft(project, { variant: 'good' });
    expect(await watch.until(watching)).toContain('since the last save: 12 better, 0 worse');
    const strict = sumsConfig(server.baseURL, config).replace('A:\\\\s*', 'Z:\\\\s*');
    await project.write(configFile, strict);
    expect(await watch.until(watching)).toContain(`since the last save: 0 better, ${cases} worse`);
    await project.write('datasets/sums.csv', sumsDataset(cases + 1));
    await watch.until(watching);
    expect(callsSince(before)).toBe(2);

    watch.child.kill('SIGINT');
    const end = await watch.finished;
    expect(end.exitCode).toBe(130);
    expect(end.stderr).toContain('The watch has ended; spent $');
    // One run is left, no attempt was hidden, and nothing can be released by it.
    const runs = (await runCli(['runs', '--json'], { cwd: project.folder })).json<{ status: string }[]>();
    expect(runs).toHaveLength(2);
    const ledger = (await project.read('.prompteval/attempts/sums.jsonl')).trim().split('\n');
    expect(ledger.length).toBeGreaterThanOrEqual(3);
  }, 60_000);

  it('ends what it runs when something is saved meanwhile, and keeps the answers', async () => {
    const slow = await startSumsServer(undefined, 300);
    await project.write(configFile, sumsConfig(slow.baseURL, { ...config, provider: { concurrency: 4 } }));
    const watch = startWatch();
    await vi.waitFor(() => expect(slow.requests.length).toBeGreaterThan(8), { timeout: 20_000 });
    await writeDraft(project, { variant: 'good' });
    await watch.until(/changed[\s\S]*Watching; spent/);
    // Those of stable that had come were not asked again; those in flight were.
    expect(slow.requests.length).toBeLessThan(4 * cases);
    expect(await project.list('reports/sums')).not.toContainEqual(expect.stringContaining('running.json'));
    watch.child.kill('SIGINT');
    expect((await watch.finished).exitCode).toBe(130);
  }, 60_000);

  it('never spends more than its budget', async () => {
    const budget = 0.0004;
    const watch = startWatch('--watch-budget', String(budget));
    const { exitCode, stderr } = await watch.finished;
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('The budget of the watch has no room for another call');
    const lines = (await project.list('reports/sums')).filter((file) => file.endsWith('trials.jsonl'));
    const spent: number[] = [];
    for (const file of lines.slice(1)) {
      for (const line of (await project.read(file)).trim().split('\n'))
        spent.push(JSON.parse(line).completion.costUsd);
    }
    expect(spent.length).toBeGreaterThan(2);
    expect(spent.reduce((sum, usd) => sum + usd, 0)).toBeLessThanOrEqual(budget);
  });

  it.each([
    [['--watch', '--json'], '--json: does not go with --watch'],
    [['--watch', '--resume'], '--resume: does not go with --watch'],
    [['--watch-budget', '1'], '--watch-budget: goes with --watch'],
    [['--watch', '--watch-budget', '0'], '--watch-budget: "0" does not fit'],
    [['summs', '--watch'], 'there is no prompt "summs"'],
  ])('refuses %j', async (args, says) => {
    const { exitCode, stderr } = await runCli(['run', ...args], { cwd: project.folder });
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });
});

const tmux = (...args: string[]) =>
  spawnSync('tmux', ['-L', `watch-${process.pid}`, ...args], { encoding: 'utf8', env: cleanEnvironment() });
const hasTmux = tmux('-V').status === 0;

it.skipIf(!hasTmux)(
  `leaves a terminal as it was after Ctrl-C${hasTmux ? '' : ' (skipped: no tmux here)'}`,
  async () => {
    const bin = fileURLToPath(new URL('../../bin/prompteval.js', import.meta.url));
    const screen = () => tmux('capture-pane', '-p', '-t', 'watch', '-S', '-200').stdout;
    const shown = (words: RegExp) =>
      vi.waitFor(() => expect(screen()).toMatch(words), { timeout: 20_000, interval: 100 });
    tmux('new-session', '-d', '-s', 'watch', '-x', '120', '-y', '50', '-c', project.folder, 'sh');
    onTestFinished(() => void tmux('kill-server'));
    const state = () => tmux('display-message', '-p', '-t', 'watch', '#{cursor_flag} #{alternate_on}').stdout;
    const before = state();
    tmux('send-keys', '-t', 'watch', `${process.execPath} ${bin} run sums --watch; echo ended $?`, 'Enter');
    await shown(/Watching; spent/);
    await writeDraft(project, { variant: 'good' });
    await shown(/since the last save: 6 better, 0 worse/);
    tmux('send-keys', '-t', 'watch', 'C-c');
    await shown(/ended 130/);
    expect(state()).toBe(before);
    const command = () => tmux('display-message', '-p', '-t', 'watch', '#{pane_current_command}').stdout;
    await vi.waitFor(() => expect(command()).toMatch(/sh$/m), { timeout: 5_000 });
    expect(before.trim()).toBe('1 0');
  },
  60_000,
);

describe('a run of one case', () => {
  it('shows the messages, the answers and the scores', async () => {
    await writeDraft(project, { variant: 'good' });
    const { stdout } = await runCli(['run', 'sums', '--case', 'sum-004'], { cwd: project.folder });
    const parts = [
      '── system',
      '[variant: good]',
      '── user',
      '4 + 1',
      '── expected',
      '5',
      '── v1 on openai/adder',
      'A: 0',
      'quality: fail',
      '── draft on openai/adder',
      'A: 5',
      'quality: pass',
    ];
    let at = 0;
    for (const part of parts) {
      const found = stdout.indexOf(part, at);
      expect(found, `${part} in\n${stdout}`).toBeGreaterThanOrEqual(at);
      at = found + part.length;
    }
    expect(stdout.indexOf('v1 (stable)')).toBeGreaterThan(at);
  });

  it('hides what is sensitive', async () => {
    const prompt = `${sumsPrompt({ variant: 'good' })}x-prompteval: {variables: {question: {type: string, sensitive: true}}}\n`;
    await project.write(draft, prompt);
    const { stdout } = await runCli(['run', 'sums', '--case', 'sum-004'], { cwd: project.folder });
    expect(stdout).toContain('[hidden: sensitive]');
    expect(stdout).not.toContain('4 + 1');
  });
});
