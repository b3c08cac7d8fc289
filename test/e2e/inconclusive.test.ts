import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { movesOf } from './catalog.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, writeDraft } from './sums-project.ts';

const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 },
  { cases: 'early', mustPass: 'quality' },
];

/** Twenty cases, of which the released version gets all right. */
async function makeThinProject(prompt: object) {
  const server = await startSumsServer();
  const config = { cases: 20, variant: 'good', gates: gates.slice(1), prompt };
  const project = await makeSumsProject(server.baseURL, config);
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
  await project.write(configFile, sumsConfig(server.baseURL, { ...config, gates }));
  return { project, cli };
}

const waits = /Waits for approval: The evidence is too thin/;

describe('too little evidence', () => {
  it('blocks, and says what twenty cases can prove', async () => {
    const { project, cli } = await makeThinProject({});
    await writeDraft(project, { variant: 'perfect' });
    const result = await cli('release', 'sums');
    expect(result.exitCode).toBe(3);
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(
      'no case changed, but 20 cases can only rule out drops above 13.9 points; you allow 5. Needs 59 cases.',
    );
    expect(result.stdout).not.toMatch(waits);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it("waits for a person where the config says 'ask', and moves nothing", async () => {
    const { project, cli } = await makeThinProject({ onInconclusive: 'ask' });
    await writeDraft(project, { variant: 'perfect' });
    const result = await cli('release', 'sums');
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toMatch(waits);
    expect(await movesOf(project, 'sums')).toHaveLength(1);

    const [{ id } = { id: '' }] = (await cli('runs', 'sums', '--json')).json<{ id: string }[]>();
    const run = JSON.parse(await project.read(`reports/sums/${id}/run.json`)) as RunFile;
    expect(run.plan).toMatchObject({ action: 'hold', awaits: 'approval' });
    expect(await project.read(`reports/sums/${id}/index.html`)).toMatch(/Waits for approval/);
    expect(await project.read(`reports/sums/${id}/summary.md`)).toMatch(/Waits for approval/);
    expect(await cli('recompute', id)).toMatchObject({ exitCode: 0 });

    const again = await cli('release', 'sums', '--run', id);
    expect(again.exitCode).toBe(3);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('promotes once somebody else accepted exactly that plan, and shows it apart from what was proven', async () => {
    const { project, cli } = await makeThinProject({ onInconclusive: 'ask' });
    await writeDraft(project, { variant: 'perfect' });
    const planned = await cli('release', 'sums', '--plan-only', '--json');
    expect(planned.exitCode).toBe(3);
    const { digest, accepts } = planned.json<{ digest: string; accepts: string }>();
    expect(accepts).toBe('inconclusive');
    const tom = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.email',
      GIT_CONFIG_VALUE_0: 'tom@example.com',
    };
    const options = { cwd: project.folder, env: tom };
    expect(await runCli(['approve', 'sums', '--plan', digest], options)).toMatchObject({ exitCode: 0 });
    const applied = await cli('release', 'sums', '--apply', digest);
    expect(applied.exitCode, applied.stderr).toBe(0);
    expect(applied.stdout).toMatch(/ACCEPTED/);
    expect(applied.stdout.replace(/\s+/g, ' ')).toMatch(/too thin, and tom@example.com accepted that/);
    expect((await cli('log', 'sums')).stdout).toMatch(/promote \(accepted\)/);
    expect((await cli('status', 'sums')).stdout).toMatch(/inconclusive, accepted by tom@example.com/);
    expect(await cli('audit', 'verify')).toMatchObject({ exitCode: 0 });
  });

  it("does not wait under 'ask' where something failed", async () => {
    const { project, cli } = await makeThinProject({ onInconclusive: 'ask' });
    await writeDraft(project, { variant: 'poor' });
    const result = await cli('release', 'sums');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).not.toMatch(waits);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });
});
