import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, runIds } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const file = 'datasets/sums.csv';
const ledger = '.prompteval/attempts/sums.jsonl';

/** Of 60 cases 16 are to tune on, 40 to release by, and 4 are both. */
function dataset(): string {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const number = index + 1;
    const split = number <= 16 ? 'tune' : number <= 20 ? '' : 'release';
    return `sum-${number},${number} + 1,${number + 1},${split}`;
  });
  return `id,question,expected,split\n${rows.join('\n')}\n`;
}

let server: OpenAIServer;
let released: TemporaryProject;
let project: TemporaryProject;
const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
const evaluate = async (...args: string[]) => (await cli('run', 'sums', '--json', ...args)).json<RunFile>();

beforeAll(async () => {
  server = await startSumsServer();
  released = await makeSumsProject(server.baseURL);
  await released.write(file, dataset());
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: released.folder })).toMatchObject({
    exitCode: 0,
  });
});
afterAll(async () => {
  await server.close();
  await released.remove();
});
beforeEach(async () => {
  project = await copyProject(released);
  await writeDraft(project, { variant: 'good' });
  server.requests.length = 0;
});

describe('--split', () => {
  it.each([
    ['tune', 20],
    ['all', 60],
  ] as const)('%s makes a smoke run that the ledger does not count', async (split, cases) => {
    const before = await project.read(ledger);
    const run = await evaluate('--split', split);
    expect(run).toMatchObject({ status: 'smoke', split, dataset: { cases }, plan: { action: 'hold' } });
    expect(server.requests).toHaveLength(2 * cases);
    expect(await project.read(ledger)).toBe(before);
    const shown = await cli('report', run.id);
    expect(shown.stdout).toContain(`sums, ${cases} cases (${split})`);
    expect(shown.stdout).toMatch(split === 'tune' ? /Smoke run: .* looked at the tune cases/ : /Smoke run: /);

    expect(await cli('recompute', run.id)).toMatchObject({ exitCode: 0 });
    expect(await cli('release', 'sums', '--run', run.id)).toMatchObject({ exitCode: 2 });
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it.each([[[]], [['--split', 'release']]])('gates on the release cases with %o', async (args) => {
    const run = await evaluate(...args);
    expect(run).toMatchObject({ status: 'complete', split: 'release', dataset: { cases: 44 }, attempt: 2 });
    const summary = await project.read(`reports/sums/${run.id}/summary.md`);
    expect(summary).toContain('44 cases (release)');
  });

  it('counts by the release cases: a tune case that is added begins no new count', async () => {
    await project.write(file, `${dataset()}sum-99,99 + 1,100,tune\n`);
    expect(await evaluate()).toMatchObject({ attempt: 2, attempts: { earlier: { pass: 1, elsewhere: 0 } } });
    expect(await evaluate('--split', 'tune')).toMatchObject({
      attempt: 1,
      attempts: { earlier: { elsewhere: 2 } },
    });
  });

  it('shows in the plan', async () => {
    const plan = (await cli('run', 'sums', '--split', 'tune', '--dry-run', '--json')).json();
    expect(plan).toMatchObject({ split: 'tune', cases: 20, calls: 40 });
    expect((await cli('release', 'sums', '--dry-run')).stdout).toContain('against v1, 44 cases (release).');
    expect((await cli('run', '--help')).stdout).toMatch(/--split <name> +tune, release or all cases/);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['tune', []],
    ['all', []],
    ['tune', ['--dry-run']],
    ['all', ['--run', 'newest']],
  ])('%s is nothing to release by %o', async (split, more) => {
    const [newest = ''] = await runIds(project, 'sums');
    const args = more.map((arg) => (arg === 'newest' ? newest : arg));
    const { exitCode, stderr } = await cli('release', 'sums', '--split', split, ...args);
    expect(stderr).toBe(
      `prompteval: --split: a run on the ${split} cases is narrowed and can never promote. Use \`prompteval run\` for it, and release without it\n`,
    );
    expect(exitCode).toBe(2);
    expect(server.requests).toHaveLength(0);
  });

  it('releases by the release cases where they are named', async () => {
    const result = await cli('release', 'sums', '--split', 'release', '--json');
    expect(result.json()).toMatchObject({ release: { to: 2 }, split: 'release', dataset: { cases: 44 } });
  });

  it('lets power look at other cases', async () => {
    const report = (await cli('power', 'sums', '--split', 'tune', '--json', '--quiet')).json();
    expect(report).toMatchObject({ cases: 20 });
  });

  it('names what is no split', async () => {
    const { exitCode, stderr } = await cli('run', 'sums', '--split', 'training');
    expect(stderr).toContain('--split: "training" does not fit; expected tune, release or all');
    expect(exitCode).toBe(2);
  });

  it.each(['tune', 'release'])('%s of a dataset without any says what to add', async (split) => {
    await project.write(file, dataset().replaceAll(/,(tune|release)$/gm, ','));
    const { exitCode, stderr } = await cli('run', 'sums', '--split', split);
    expect(stderr).toContain(
      `--split: sums has no ${split} cases. Add a field "split" to the dataset and set it to "${split}"`,
    );
    expect(exitCode).toBe(2);
    expect(server.requests).toHaveLength(0);
    expect(await evaluate('--split', 'all')).toMatchObject({ status: 'complete', dataset: { cases: 60 } });
  });
});
