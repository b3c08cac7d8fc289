import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { recomputeRun } from '../../src/project/scoring/recompute.ts';
import type { ChatRequest } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, runIds } from './catalog.ts';
import {
  configFile,
  makeSumsProject,
  readSumsRequest,
  type SumsOptions,
  startSumsServer,
  writeDraft,
} from './sums-project.ts';

const cases = 200;
const margin = { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 };
const stopEarly = { stopEarly: true };

/** `weak` is like `fair`, but loses every tenth case; `otherPoor` is poor on the other model alone. */
function losesSome(request: ChatRequest) {
  const { variant, number, model } = readSumsRequest(request);
  if (variant === 'otherPoor') return model === 'other' && number % 2 === 0 ? 'A: 0' : `A: ${number + 1}`;
  return variant === 'weak' && number % 10 === 1 ? 'A: 0' : undefined;
}

/** With `fair` live and another draft; the server counts from here on. */
async function draftProject(variant: string, options: SumsOptions = {}) {
  const server = await startSumsServer(losesSome);
  const project = await makeSumsProject(server.baseURL, {
    cases,
    gates: [margin],
    prompt: stopEarly,
    ...options,
  });
  const released = await cli(project, 'release', 'sums', '--quiet');
  expect(released.exitCode, released.stderr).toBe(0);
  await writeDraft(project, { variant });
  server.requests.length = 0;
  return { project, server };
}

const cli = (project: TemporaryProject, ...args: string[]) => runCli(args, { cwd: project.folder });

async function differencesIn(project: TemporaryProject, run: RunFile) {
  return recomputeRun(run, project.path(`reports/sums/${run.id}`));
}

describe('a run with stopEarly', () => {
  it('ends at the first look where the candidate is clearly worse, and says so', async () => {
    const { project, server } = await draftProject('poor');
    const result = await cli(project, 'release', 'sums', '--json');
    const run = result.json<RunFile>();
    const because = 'quality has a chance below 1 % to pass if nothing changes';
    expect(server.requests, result.stdout.slice(0, 3000)).toHaveLength(100);
    expect(result.exitCode).toBe(1);
    expect(run).toMatchObject({
      status: 'incomplete',
      stoppedEarly: { askedCases: 50, ofCases: 200, gate: 'quality', because, savedCalls: 300 },
      trials: { planned: 400, completed: 100, failed: 0 },
      dataset: { cases: 200 },
      verdict: { status: 'fail' },
      plan: { action: 'hold' },
    });
    const outcomeOf = (gate: string) => run.verdict.outcomes.find((outcome) => outcome.gate === gate);
    expect(outcomeOf('quality')).toMatchObject({ status: 'fail', reason: 'proven-worse' });
    expect(outcomeOf('trials')).toMatchObject({
      status: 'inconclusive',
      reason: 'stopped-early',
      text: `trials: stopped after 50 of 200 cases: ${because}; 300 of 400 calls saved.`,
    });
    expect(run.comparisons.every(({ missing }) => missing === 0)).toBe(true);
    expect(await differencesIn(project, run)).toEqual([]);
    expect(await movesOf(project, 'sums')).toHaveLength(1);

    const again = await cli(project, 'release', 'sums', '--run', run.id);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('did not finish');
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('ends later where it takes longer to tell, without a verdict', async () => {
    const { project, server } = await draftProject('weak', { gates: [{ ...margin, margin: 0.06 }] });
    const result = await cli(project, 'run', 'sums');
    expect(result.exitCode, result.stdout).toBe(3);
    const [id = ''] = (await runIds(project, 'sums')).slice(-1);
    const run: RunFile = JSON.parse(await project.read(`reports/sums/${id}/run.json`));
    const { askedCases = 0 } = run.stoppedEarly ?? {};
    expect([100, 150]).toContain(askedCases);
    expect(server.requests).toHaveLength(2 * askedCases);
    expect(run.verdict.headline).toMatch(
      /^2 of \d gates undecided: quality, trials\. trials: stopped after /,
    );
    const said = `topped early after ${askedCases} of 200 cases: quality has a chance`;
    const pages = ['index.html', 'summary.md'].map((file) => project.read(`reports/sums/${id}/${file}`));
    for (const text of [result.stdout, ...(await Promise.all(pages))]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
    }
    expect(await differencesIn(project, run)).toEqual([]);
  });

  it('goes on to the end where nothing changed, and passes', async () => {
    const { project, server } = await draftProject('other');
    const result = await cli(project, 'release', 'sums', '--json');
    expect(result.exitCode, result.stderr).toBe(0);
    expect(server.requests).toHaveLength(400);
    const run = result.json<RunFile>();
    expect(run.status).toBe('complete');
    expect(run).not.toHaveProperty('stoppedEarly');
    expect(run.looks).toEqual([50, 100, 150]);
    expect(await differencesIn(project, run)).toEqual([]);
  });

  it('ends where a hard rule is broken, though no chance is small', async () => {
    // `fair` would not be released under a rule that it breaks.
    const rule = { metric: 'quality', min: 1, name: 'all', enforce: false };
    const { project, server } = await draftProject('other', { gates: [margin, rule] });
    const config = await project.read(configFile);
    await project.write(configFile, config.replace('"enforce": false', '"enforce": true'));
    const result = await cli(project, 'run', 'sums', '--json');
    const run = result.json<RunFile>();
    expect(result.exitCode).toBe(1);
    expect(server.requests).toHaveLength(100);
    expect(run.stoppedEarly?.because).toBe('all has failed already, whatever the other cases say');
    expect(run.verdict.outcomes.find(({ gate }) => gate === 'quality')?.status).not.toBe('fail');
    expect(await differencesIn(project, run)).toEqual([]);
  });

  it('asks repeats and two models of the first cases, and any model may end it', async () => {
    const { project, server } = await draftProject('otherPoor', {
      cases: 80,
      prompt: { ...stopEarly, repeats: 2, models: ['own', 'openai/other'] },
      gates: [{ ...margin, margin: 0.1 }],
    });
    const result = await cli(project, 'run', 'sums', '--json');
    const run = result.json<RunFile>();
    expect(run.stoppedEarly).toMatchObject({ gate: 'quality', askedCases: 40, ofCases: 80, savedCalls: 320 });
    expect(run.stoppedEarly?.because).toMatch(/^quality on openai\/other has a chance below 1 % to pass/);
    expect(new Set(server.requests.map((request) => readSumsRequest(request).number)).size).toBe(40);
    expect(server.requests).toHaveLength(320);
    expect(await differencesIn(project, run)).toEqual([]);
  });

  it('goes by the budget first, and a narrowed run is never stopped', async () => {
    const { project, server } = await draftProject('poor');
    const short = (await cli(project, 'run', 'sums', '--max-cost', '0.0005', '--json')).json<RunFile>();
    expect(short.verdict.outcomes.map(({ reason }) => reason)).toContain('budget-spent');
    expect(short).not.toHaveProperty('stoppedEarly');
    server.requests.length = 0;
    const smoke = await cli(project, 'run', 'sums', '--first', '40', '--json');
    expect(smoke.json<RunFile>().status).toBe('smoke');
    expect(server.requests).toHaveLength(80);
  });

  it('is announced by --dry-run', async () => {
    const { project } = await draftProject('poor');
    const { stdout } = await cli(project, 'run', 'sums', '--dry-run');
    expect(stdout).toContain('Fewer, where a gate can hardly pass any more after 50, 100 or 150 cases');
    const smoke = await cli(project, 'run', 'sums', '--first', '40', '--dry-run', '--json');
    expect(smoke.json()).toMatchObject({ looks: [] });
  });

  it('counts as an attempt, and what its run.json says of the stop is worked out again', async () => {
    const { project } = await draftProject('poor');
    const run = (await cli(project, 'run', 'sums', '--json')).json<RunFile>();
    expect((await cli(project, 'run', 'sums', '--json')).json<RunFile>().attempt).toBe(run.attempt + 1);
    const { stoppedEarly } = run;
    if (stoppedEarly === undefined) throw new Error('it was not stopped');
    const paths = async (changed: RunFile) => (await differencesIn(project, changed)).map(({ path }) => path);
    const otherwise = { ...stoppedEarly, because: 'it was late' };
    expect(await paths({ ...run, stoppedEarly: otherwise })).toContain('stoppedEarly.because');
    const earlier = await paths({ ...run, stoppedEarly: { ...stoppedEarly, askedCases: 49 } });
    expect(earlier).toContain('comparisons[0].baseline.n');
    const { stoppedEarly: _, ...hidden } = run;
    expect(await paths(hidden)).toContain('comparisons[0].missing');
  });
});
