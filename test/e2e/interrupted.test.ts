import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { auditExit, movesOf, runIds } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s keeps what was measured, says where, and moves nothing',
  async (signal) => {
    const server = await startSumsServer(undefined, 20);
    const project = await makeSumsProject(server.baseURL, { cases: 100, provider: { concurrency: 4 } });
    const first = await runCli(['release', 'sums', '--quiet', '--concurrency', '100'], {
      cwd: project.folder,
    });
    expect(first.exitCode).toBe(0);
    await writeDraft(project, { variant: 'good' });
    const before = await runIds(project, 'sums');
    server.requests.length = 0;

    const { child, finished } = startCli(['release', 'sums'], { cwd: project.folder });
    while (server.requests.length < 40) await wait(5);
    child.kill(signal);
    const result = await finished;

    expect(result.exitCode).toBe(130);
    const [id = ''] = (await runIds(project, 'sums')).filter((run) => !before.includes(run));
    expect(result.stderr).toContain(`reports/sums/${id}`);
    const lines = (await project.read(`reports/sums/${id}/trials.jsonl`)).split('\n');
    expect(lines.pop()).toBe('');
    const trials = lines.map((line) => JSON.parse(line));
    expect(trials.every((trial) => trial.status === 'completed')).toBe(true);
    expect(trials.length).toBeGreaterThan(20);
    expect(trials.length).toBeLessThan(200);

    const run = JSON.parse(await project.read(`reports/sums/${id}/run.json`)) as RunFile;
    expect(run).toMatchObject({
      status: 'incomplete',
      trials: { planned: 200, completed: trials.length, failed: 0 },
      plan: { action: 'hold' },
      release: null,
    });
    expect(await movesOf(project, 'sums')).toHaveLength(1);

    const finishedRun = await runCli(['release', 'sums', '--run', id], { cwd: project.folder });
    expect(finishedRun.exitCode).toBe(3);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
    expect(await auditExit(project)).toBe(0);
  },
);
