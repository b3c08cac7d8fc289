import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, sumsDataset, sumsPrompt } from './sums-project.ts';

const timeout = 90_000;
const people = ['ana', 'emil', 'wim', 'rita', 'sam'];
const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
  { cases: 'critical', mustPass: 'quality' },
];

let server: OpenAIServer;
beforeAll(async () => {
  server = await startSumsServer();
});
afterAll(() => server.close());

/** Acts as somebody: with their key, or only as who git says they are. */
function cli(project: TemporaryProject, who: string, args: string[], isSigned = true): Promise<CliResult> {
  const git = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.email',
    GIT_CONFIG_VALUE_0: `${who}@example.com`,
  };
  const key = isSigned ? ['--sign-key', `${who}.pem`] : [];
  return runCli([...args, ...key], { cwd: project.folder, env: git });
}

/** A prompt of high risk whose people all have keys. */
async function makeProject(): Promise<TemporaryProject> {
  const project = await makeSumsProject(server.baseURL, { gates });
  const rows = sumsDataset(40).trimEnd().split('\n');
  const critical = rows.map((row, index) => `${row},${index === 0 ? 'critical' : index === 1}`);
  await project.write('datasets/sums.csv', `${critical.join('\n')}\n`);
  const lines: string[] = [];
  for (const name of people) {
    const { stdout } = await runCli(['keygen', `${name}.pem`], { cwd: project.folder });
    const key = /ssh-ed25519 [A-Za-z0-9+/=]+/.exec(stdout)?.[0];
    lines.push(`  ${name}: {email: ${name}@example.com, keys: "${key}"}`);
  }
  const roles = '{engineering: [ana, emil], workflow: wim, risk: rita, support: sam, rollback: sam}';
  await project.write('OWNERS.yml', `people:\n${lines.join('\n')}\nprompts:\n  "*": ${roles}\n`);
  const file = `${sumsPrompt({ variant: 'fair' })}x-prompteval: {risk: high}\n`;
  await project.write('prompts/sums.prompt.yml', file);
  return project;
}

it('takes two signed approvals at high risk, one of them by the risk owner', { timeout }, async () => {
  const project = await makeProject();
  const before = server.requests.length;
  expect(await cli(project, 'sam', ['release', 'sums', '--quiet'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/sam may not promote sums: .*these may: wim, ana, emil/),
  });
  expect(await cli(project, 'ana', ['release', 'sums', '--quiet'], false)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/verified identities only/),
  });
  expect(server.requests).toHaveLength(before);

  const planned = await cli(project, 'ana', ['release', 'sums', '--plan-only', '--json']);
  expect(planned.exitCode, planned.stderr).toBe(3);
  const { digest, waitsFor } = planned.json<{ digest: string; waitsFor: string }>();
  expect(waitsFor).toBe(
    '2 approvals with a verified identity by an owner of workflow, domain, engineering or risk, risk among them: wim, emil, rita',
  );
  const approve = (who: string, isSigned = true) =>
    cli(project, who, ['approve', 'sums', '--plan', digest], isSigned);
  const apply = (who: string) => cli(project, who, ['release', 'sums', '--apply', digest]);
  expect((await approve('rita', false)).stderr).toMatch(/verified identities only/);
  expect((await approve('sam')).stderr).toMatch(/no owner of sums for a role that is still needed/);
  expect(await approve('wim')).toMatchObject({ exitCode: 0 });
  expect((await approve('emil')).stderr).toMatch(/still needed: risk/);
  expect(await apply('ana')).toMatchObject({ exitCode: 3 });
  expect(await approve('rita')).toMatchObject({ exitCode: 0 });
  expect(await apply('wim')).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/does not count/) });
  const applied = await apply('ana');
  expect(applied.exitCode, applied.stderr).toBe(0);
  const [move] = await movesOf(project, 'sums');
  expect(move?.approvals.map(({ by }) => by)).toEqual(['wim', 'rita']);
  expect(await auditExit(project)).toBe(0);
});

it('is rolled back and unfrozen at high risk by who owns that and signs', { timeout }, async () => {
  const project = await makeProject();
  const { digest } = (await cli(project, 'ana', ['release', 'sums', '--plan-only', '--json'])).json<{
    digest: string;
  }>();
  for (const who of ['wim', 'rita']) await cli(project, who, ['approve', 'sums', '--plan', digest]);
  expect(await cli(project, 'ana', ['release', 'sums', '--apply', digest])).toMatchObject({ exitCode: 0 });
  const freeze = ['freeze', 'sums', '--reason', 'Sale week'];
  expect(await cli(project, 'sam', freeze, false)).toMatchObject({ exitCode: 0 });
  const refused = async (who: string, command: string[], isSigned: boolean, why: RegExp) =>
    expect(await cli(project, who, command, isSigned)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(why),
    });
  await refused('ana', ['unfreeze', 'sums'], false, /verified identities only: sign with --sign-key/);
  expect(await cli(project, 'ana', ['unfreeze', 'sums'])).toMatchObject({ exitCode: 0 });

  const draft = `${sumsPrompt({ variant: 'good' })}x-prompteval: {risk: high}\n`;
  await project.write('prompts/sums.prompt.yml', draft);
  const next = (await cli(project, 'ana', ['release', 'sums', '--plan-only', '--json'])).json<{
    digest: string;
  }>();
  for (const who of ['wim', 'rita']) await cli(project, who, ['approve', 'sums', '--plan', next.digest]);
  expect(await cli(project, 'ana', ['release', 'sums', '--apply', next.digest])).toMatchObject({
    exitCode: 0,
  });
  const rollback = ['rollback', 'sums', '--reason', 'wrong'];
  await refused('ana', rollback, true, /it takes an owner of rollback, and these may: sam/);
  await refused('sam', rollback, false, /verified identities only/);
  expect(await cli(project, 'sam', rollback)).toMatchObject({ exitCode: 0 });
});

it('counts no approval that its approver did not sign', {
  timeout,
}, async () => {
  const project = await makeProject();
  const planned = await cli(project, 'ana', ['release', 'sums', '--plan-only', '--json']);
  const { digest } = planned.json<{ digest: string }>();
  for (const who of ['wim', 'rita']) {
    expect(await cli(project, who, ['approve', 'sums', '--plan', digest])).toMatchObject({ exitCode: 0 });
  }
  const owners = await project.read('OWNERS.yml');
  const keyOf = (who: string) => new RegExp(`${who}: .*keys: "(.*)"`).exec(owners)?.[1] ?? '';
  const swap = new Map([
    [keyOf('rita'), keyOf('sam')],
    [keyOf('sam'), keyOf('rita')],
  ]);
  const swapped = owners.replaceAll(/"(ssh-ed25519 .*?)"/g, (_, key) => `"${swap.get(key) ?? key}"`);
  expect(swapped).not.toBe(owners);
  await project.write('OWNERS.yml', swapped);
  const refused = await cli(project, 'ana', ['release', 'sums', '--apply', digest]);
  expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/by an owner of risk/) });
  const audit = await cli(project, 'ana', ['audit', 'verify']);
  expect(audit).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(/✖ approvals\/sums\/.* is signed with a key that is not one of rita's/),
  });
  await project.write('OWNERS.yml', owners);
  expect(await cli(project, 'ana', ['release', 'sums', '--apply', digest])).toMatchObject({ exitCode: 0 });
  expect(await auditExit(project)).toBe(0);
});
