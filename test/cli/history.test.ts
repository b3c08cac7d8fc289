import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { PromptHistory } from '../../src/report/history/history.ts';
import type { PortfolioEntry } from '../../src/report/history/portfolio.ts';
import { fixtureFolder } from '../report/support.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { actor, cli, copyOf, makeReleasedProject, succeed } from './released-project.ts';

let released: TemporaryProject;
let runs: string[];

beforeAll(async () => {
  released = await makeReleasedProject();
  const listed = (await succeed(released, 'runs', '--json')).json<{ id: string }[]>();
  runs = listed.map(({ id }) => id).sort();
});
afterAll(() => released.remove());

async function changePrompt(project: TemporaryProject, from: string, to: string): Promise<void> {
  const text = await project.read('prompts/greet.prompt.yml');
  await project.write('prompts/greet.prompt.yml', text.replace(from, to));
}

describe('history <prompt>', () => {
  it('prints versions and runs, and writes a page that links to the reports', async () => {
    const project = await copyOf(released);
    const { stdout } = await succeed(project, 'history', 'greet');
    expect(stdout).toMatch(/^greet: 2 versions, 2 runs, stable is v2\n/);
    expect(stdout).toMatch(/^v2 .* pass .* \$0\.0000/m);
    expect(stdout).toMatch(/\npage {2}reports\/greet\/history\.html\n$/);
    const page = await project.read('reports/greet/history.html');
    for (const id of runs) expect(page).toContain(`href="${id}/index.html"`);
    expect(page).toContain('<p class="crumb">All prompts');
  });

  it('prints what it knows as JSON: figures as the runs have them', async () => {
    const project = await copyOf(released);
    const history = (await succeed(project, 'history', 'greet', '--json')).json<PromptHistory>();
    expect(history).toMatchObject({ prompt: 'greet', volume: null, problems: [] });
    expect(history.live).toMatchObject([{ alias: 'stable', version: 2, by: actor }]);
    expect(history.runs.map(({ id }) => id)).toEqual(runs.toReversed());
    expect(history.versions.map(({ version, run }) => [version, run])).toEqual([
      [1, runs[0]],
      [2, runs[1]],
    ]);
    const run: RunFile = JSON.parse(await project.read(`reports/greet/${runs[1]}/run.json`));
    const told = run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);
    const quality = history.metrics.find(({ metric }) => metric.id === 'quality');
    expect(quality?.points[1]).toMatchObject({ value: told?.candidate.value, interval: told?.interval });
  });

  it('needs only the registry for what was released', async () => {
    const project = await copyOf(released);
    await rm(project.path('reports'), { recursive: true });
    const history = (await succeed(project, 'history', 'greet', '--json')).json<PromptHistory>();
    expect(history.runs.map(({ id, stored }) => [id, stored])).toEqual([
      [runs[1], false],
      [runs[0], false],
    ]);
    expect(history.runs[0]?.release).toMatchObject({ alias: 'stable', to: 2 });
    expect(history.versions.every(({ costUsd }) => costUsd !== null)).toBe(true);
    expect(await project.read('reports/greet/history.html')).not.toContain(`href="${runs[0]}`);
  });

  it('goes on past a damaged run and names it', async () => {
    const project = await copyOf(released);
    await project.write(`reports/greet/${runs[1]}/run.json`, '{"formatVersion": 1,');
    const result = await succeed(project, 'history', 'greet', '--json');
    const history = result.json<PromptHistory>();
    expect(history.problems).toHaveLength(1);
    expect(history.problems[0]).toContain(`${runs[1]}/run.json`);
    expect(result.stderr).toContain('Could not be read');
    // The registry keeps a copy of it.
    expect(history.runs.map(({ id, stored }) => [id, stored])).toEqual([
      [runs[1], false],
      [runs[0], true],
    ]);
  });

  it('writes where it is told to, with links that fit', async () => {
    const project = await copyOf(released);
    await succeed(project, 'history', 'greet', '--out', 'docs/greet history.html');
    const page = await project.read('docs/greet history.html');
    expect(page).toContain(`href="../reports/greet/${runs[0]}/index.html"`);
    expect(await project.list('reports/greet')).not.toContain('reports/greet/history.html');
  });

  it('refuses to write a page where a folder is', async () => {
    const result = await cli(released, 'history', 'greet', '--out', 'reports');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--out: reports is a folder');
  });

  it('refuses a prompt that there is not', async () => {
    const result = await cli(released, 'history', 'gret');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('there is no prompt "gret"');
  });
});

describe('history', () => {
  it('shows every prompt: live version, owner, verdict, incidents, plans, cost, checklist', async () => {
    const project = await copyOf(released);
    await changePrompt(project, 'risk: low', 'risk: medium, volume: 50000');
    await cli(project, 'release', 'greet', '--plan-only', '--quiet');
    const { stdout } = await succeed(project, 'history');
    expect(stdout).toMatch(/^prompt .* checklist\ngreet +v2 +support-ai +PASSED +0 +1 +\$\d/);
    expect(stdout).toMatch(/\npage {2}reports\/index\.html\n$/);
    const [entry] = (await succeed(project, 'history', '--json')).json<PortfolioEntry[]>();
    expect(entry).toMatchObject({
      ...{ prompt: 'greet', owner: 'support-ai', risk: 'medium', volume: 50_000, problems: [] },
      live: { version: 2, by: actor, frozen: false },
      lastRun: { verdict: 'pass' },
      plans: [{ alias: 'stable', what: 'draft', by: actor }],
    });
    expect(entry?.plans[0]?.waitsFor).toContain('1 approval');
    expect(entry?.costAMonthUsd).toBeCloseTo((entry?.costUsd ?? 0) * 50_000, 10);
    const page = await project.read('reports/index.html');
    expect(page).toContain('href="greet/history.html"');
    expect(page).toContain(`href="greet/${entry?.lastRun?.id}/index.html"`);
    // Now that there is one, the page of the prompt leads back to it.
    expect((await succeed(project, 'history', 'greet')).exitCode).toBe(0);
    expect(await project.read('reports/greet/history.html')).toContain('href="../index.html"');
  });

  it('knows open incidents, and no plan that the alias has moved past', async () => {
    const project = await copyOf(released);
    await succeed(project, 'release', 'greet', '--plan-only', '--quiet');
    await succeed(project, 'rollback', 'greet', '--incident', 'Greets <b>nobody</b>');
    const [entry] = (await succeed(project, 'history', '--json')).json<PortfolioEntry[]>();
    expect(entry?.live?.version).toBe(1);
    expect(entry?.incidents).toMatchObject([{ incident: 1, text: 'Greets <b>nobody</b>' }]);
    expect(entry?.plans).toEqual([]);
    expect(await project.read('reports/index.html')).toContain('Greets &lt;b&gt;nobody&lt;/b&gt;');
  });

  it('answers the checklist of what is live', async () => {
    const project = await copyOf(released);
    const [entry] = (await succeed(project, 'history', '--json')).json<PortfolioEntry[]>();
    const items = new Map(entry?.checklist?.map(({ item, state, text }) => [item, [state, text]]));
    expect(items.get('owner')).toEqual(['done', 'support-ai']);
    expect(items.get('gates passed')?.[0]).toBe('done');
    expect(items.get('rollback version')).toEqual(['done', 'v1']);
  });

  it('has a line for a prompt of which nothing is kept', async () => {
    const project = await copyOf(released);
    await rm(project.path('reports'), { recursive: true });
    await rm(project.path('.prompteval'), { recursive: true });
    const [entry] = (await succeed(project, 'history', '--json')).json<PortfolioEntry[]>();
    expect(entry).toMatchObject({ live: null, lastRun: null, plans: [], checklist: null, costUsd: null });
  });
});

describe('site <folder>', () => {
  it('gives every prompt and run an address, all links relative and none dead', async () => {
    const project = await copyOf(released);
    const { stdout } = await succeed(project, 'site', 'public');
    expect(stdout).toBe('public: 1 prompt, 2 runs; 5 of 5 pages written\n');
    const pages = (await project.list('public')).filter((file) => file.endsWith('.html'));
    expect(pages).toEqual(
      [
        'greet/index.html',
        'greet/latest/index.html',
        ...runs.map((id) => `greet/${id}/index.html`),
        'index.html',
      ]
        .map((file) => `public/${file}`)
        .sort(),
    );
    for (const page of pages) {
      const text = (await project.read(page)).replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');
      const targets = [...text.matchAll(/(?:href|url)="?=?([^"#][^"]*)"/g)].map((match) => match[1] ?? '');
      for (const target of targets) {
        expect(target).not.toMatch(/^(?:[a-z]+:|\/)/i);
        const file = project.path(posix.join(posix.dirname(page), decodeURIComponent(target)));
        expect(existsSync(file), `${page} links to ${target}`).toBe(true);
      }
    }
    expect(await project.read('public/greet/latest/index.html')).toContain(`../${runs[1]}/index.html`);
    expect(await project.read(`public/greet/${runs[0]}/index.html`)).toContain('href="../../index.html"');
  });

  it('hides sensitive values, whatever the stored page shows', async () => {
    const project = await copyOf(released);
    const id = '20260822-140311-7f3a1c';
    await cp(fixtureFolder('promoted'), project.path(`reports/greet/${id}`), { recursive: true });
    const run = JSON.parse(await project.read(`reports/greet/${id}/run.json`));
    await project.write(`reports/greet/${id}/run.json`, JSON.stringify({ ...run, prompt: 'greet' }));
    await succeed(project, 'report', id, '--show-sensitive', '--quiet');
    expect(await project.read(`reports/greet/${id}/index.html`)).toContain('Erika Mustermann');
    await succeed(project, 'site', 'public');
    const page = await project.read(`public/greet/${id}/index.html`);
    expect(page).toContain('[hidden: sensitive]');
    expect(page).not.toContain('Erika Mustermann');
  });

  it('keeps the addresses of runs that are gone, and writes only what changed', async () => {
    const project = await copyOf(released);
    await succeed(project, 'site', 'public');
    await rm(project.path(`reports/greet/${runs[0]}`), { recursive: true });
    await rm(project.path('.prompteval'), { recursive: true });
    const site = (await succeed(project, 'site', 'public', '--json')).json();
    expect(site).toMatchObject({ folder: 'public', prompts: 1, runs: 1 });
    expect(existsSync(project.path(`public/greet/${runs[0]}/index.html`))).toBe(true);
  });

  it('shows what the registry keeps of a release whose folder is gone', async () => {
    const project = await copyOf(released);
    await rm(project.path('reports'), { recursive: true });
    await succeed(project, 'site', 'public');
    const page = await project.read(`public/greet/${runs[1]}/index.html`);
    expect(page).toContain('PROMOTED');
    expect(page).toContain('run&#39;s folder is not here');
  });

  it('refuses a folder that holds something else, and leaves it as it was', async () => {
    const project = await copyOf(released);
    await project.write('public/index.html', 'mine');
    const before = await project.list('public');
    for (const folder of ['public', '.', 'reports', 'prompts/greet.prompt.yml']) {
      const result = await cli(project, 'site', folder);
      expect(result.exitCode, folder).toBe(2);
      expect(result.stderr).toContain('nothing was written');
    }
    expect(await project.list('public')).toEqual(before);
    expect(await project.read('public/index.html')).toBe('mine');
  });

  it('takes an empty branch of git, and refuses a site of another version', async () => {
    const project = await copyOf(released);
    await project.write('public/.git', 'gitdir: elsewhere');
    // As a process leaves it that was killed.
    await project.write('public/prompteval-site.json.0123456789abcdef.tmp', '{');
    await succeed(project, 'site', 'public');
    expect(await project.read('public/.git')).toBe('gitdir: elsewhere');
    await project.write('public/prompteval-site.json', '{"v": 2}');
    const result = await cli(project, 'site', 'public');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('another version');
  });
});
