import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MoveRecord } from '../../src/core/registry.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, readRun } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, writeDraft } from './sums-project.ts';

const ledger = '.prompteval/attempts/sums.jsonl';
const corrected = { prompt: { attempts: 'corrected' } };

/** Version 1 was released, so every further candidate is the second attempt against its 40 cases at least. */
let server: OpenAIServer;
let released: TemporaryProject;
let project: TemporaryProject;
const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
const evaluate = async (...args: string[]) => (await cli('run', 'sums', '--json', ...args)).json<RunFile>();

beforeAll(async () => {
  server = await startSumsServer();
  released = await makeSumsProject(server.baseURL, { cases: 40, ...corrected });
  const { exitCode } = await runCli(['release', 'sums', '--quiet'], { cwd: released.folder });
  expect(exitCode).toBe(0);
});
afterAll(async () => {
  await server.close();
  await released.remove();
});
beforeEach(async () => {
  project = await copyProject(released);
  server.requests.length = 0;
});

describe("attempts: 'corrected'", () => {
  it('judges each further attempt more strictly, and says so before and after', async () => {
    // Another wording with the same answers: nothing flips. 40 cases prove 10 points at 95 %, and not at attempt 2.
    await writeDraft(project, { variant: 'reworded' });
    const validated = await cli('validate');
    const warning =
      'at 99.16 % (attempt 2) a margin of 0.1 needs 54 cases if nothing flips; the dataset has 40';
    expect(validated.stderr).toContain(warning);

    const run = await evaluate();
    expect(run).toMatchObject({
      attempt: 2,
      attempts: { mode: 'corrected', earlier: { pass: 1, fail: 0, inconclusive: 0 } },
      gates: [{ confidence: 0.95 }],
      verdict: { status: 'inconclusive' },
    });
    expect(run.verdict.outcomes[0]?.interval?.confidence).toBeCloseTo(1 - 0.05 / 6, 12);
    expect(run.verdict.headline).toMatch(
      / Needs 54 cases\. Attempt 2 against these cases: each gate is judged at 99\.16 %\.$/,
    );
    expect(run.warnings).toEqual([expect.stringContaining(warning)]);
    expect(await cli('recompute', run.id)).toMatchObject({ exitCode: 0 });

    await project.write(configFile, sumsConfig(server.baseURL, {}));
    expect(await evaluate()).toMatchObject({
      attempt: 3,
      attempts: { mode: 'counted', earlier: { pass: 1, inconclusive: 1 } },
      verdict: { status: 'pass' },
      warnings: [],
    });
  });

  it('releases a finished run by the attempt that it was, and keeps its number in the record', async () => {
    await writeDraft(project, { variant: 'poor' });
    expect(await evaluate()).toMatchObject({ attempt: 2, verdict: { status: 'inconclusive' } });
    await writeDraft(project, { variant: 'good' });
    const run = await evaluate();
    expect(run).toMatchObject({ attempt: 3, verdict: { status: 'pass' } });
    // A later attempt of the same candidate changes nothing about that run.
    await evaluate();

    const shown = await cli('release', 'sums', '--run', run.id);
    expect(shown.exitCode, shown.stderr).toBe(0);
    expect(shown.stdout.replace(/\s+/g, ' ')).toContain(
      'Attempt 3 against these 40 cases, as far as this working copy has seen (2 others: 1 passed, 1 inconclusive). Corrected for attempts: each gate is judged at 99.58 %; so far a bad candidate had a chance of at most 3.8 % to slip through.',
    );
    const moves = (await cli('log', 'sums', '--json')).json<MoveRecord[]>();
    expect(moves.map(({ evidence }) => evidence?.attempt)).toEqual([3, 1]);
    expect((await cli('log', 'sums')).stdout).toMatch(new RegExp(`${run.id} +3$`, 'm'));
    expect((await cli('status', 'sums')).stdout).toContain(`promoted on run ${run.id}, attempt 3`);
    expect(await auditExit(project)).toBe(0);
  });

  it('takes a run as stale where the config took attempts otherwise', async () => {
    await writeDraft(project, { variant: 'good' });
    await project.write(configFile, sumsConfig(server.baseURL, {}));
    const run = await evaluate();
    expect(run.verdict.status).toBe('pass');
    await project.write(configFile, sumsConfig(server.baseURL, corrected));
    const { exitCode, stderr } = await cli('release', 'sums', '--run', run.id);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'The config now says that attempts are corrected, and in the run they were counted.',
    );
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('does not believe a run.json that says it was an earlier attempt', async () => {
    await writeDraft(project, { variant: 'reworded' });
    const { id } = await evaluate();
    const path = `reports/sums/${id}/run.json`;
    await project.write(path, (await project.read(path)).replace('"attempt": 2', '"attempt": 1'));
    const { exitCode, stdout } = await cli('recompute', id);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('attempt');
  });

  it('refuses a mode that there is not', async () => {
    await project.write(configFile, sumsConfig(server.baseURL, { prompt: { attempts: 'correct' } }));
    const { exitCode, stderr } = await cli('validate');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/attempts.*"counted".*"corrected"/);
  });
});

describe('the ledger of attempts', () => {
  it('counts a line that cannot be read, with a warning, and goes on behind it', async () => {
    await project.write(ledger, `${await project.read(ledger)}{"at":"2026-`);
    const validated = await cli('validate');
    const warning = `${ledger}:2: this line of the ledger of attempts cannot be read, and counts as an attempt against these cases`;
    expect(validated).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`⚠ ${warning}`) });

    await writeDraft(project, { variant: 'good' });
    const run = await evaluate();
    expect(run).toMatchObject({ attempt: 3, attempts: { earlier: { pass: 1, unreadable: 1 } } });
    expect(run.warnings).toContainEqual(expect.stringContaining(warning));
    expect(await evaluate()).toMatchObject({
      attempt: 4,
      attempts: { earlier: { pass: 2, unreadable: 1 } },
    });
  });

  it('stops a run before its first call where it cannot be read at all', async () => {
    project = await makeSumsProject(server.baseURL);
    await project.write(`${ledger}/in-its-place`, '');
    for (const args of [['run', 'sums'], ['release', 'sums'], ['validate']]) {
      const { exitCode, stderr } = await cli(...args);
      expect(stderr).toMatch(/attempts\/sums\.jsonl: the ledger of attempts cannot be read/);
      expect(exitCode).toBe(2);
    }
    expect(server.requests).toHaveLength(0);
  });

  it('counts neither narrowed runs nor those of a prompt against itself', async () => {
    const before = await project.read(ledger);
    const itself = await evaluate('--candidate', 'sums@1');
    expect(itself).toMatchObject({ status: 'complete', attempt: 1, plan: { action: 'hold' } });
    expect(itself).toMatchObject({ attempts: { mode: 'counted' } });
    expect(itself.verdict.headline).not.toContain('Attempt');
    await writeDraft(project, { variant: 'good' });
    await evaluate('--first', '30');
    expect(await project.read(ledger)).toBe(before);
    const runs = (await cli('runs', '--json')).json<{ attempt: number | null }[]>();
    expect(runs.map(({ attempt }) => attempt)).toEqual([null, null, 1]);
    expect(await readRun(project, 'sums', itself.id)).toMatchObject({ attempts: { earlier: { pass: 1 } } });
  });

  it('says so where the dataset is another by now', async () => {
    await writeDraft(project, { variant: 'good' });
    const cases = await project.read('datasets/sums.csv');
    await project.write('datasets/sums.csv', `${cases}sum-900,900 + 1,901,late\n`);
    expect(await evaluate()).toMatchObject({ attempt: 1, attempts: { earlier: { pass: 0, elsewhere: 1 } } });
    const [header, ...rows] = cases.trimEnd().split('\n');
    await project.write('datasets/sums.csv', `${[header, ...rows.reverse()].join('\n')}\n`);
    expect(await evaluate()).toMatchObject({ attempt: 2, attempts: { earlier: { pass: 1, elsewhere: 1 } } });
  });
});
