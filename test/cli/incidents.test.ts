import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { actor, cli, copyOf, makeReleasedProject, succeed } from './released-project.ts';

/** Versions 1 and 2 were released, 2 is stable, and the draft differs. */
let released: TemporaryProject;
let runs: string[];

beforeAll(async () => {
  released = await makeReleasedProject();
  runs = (await readdir(released.path('reports/greet'))).sort();
});
afterAll(() => released.remove());

describe('an incident', () => {
  it('is opened by a rollback, stays in status, and closes with a cause and a case', async () => {
    const project = await copyOf(released);
    const back = await succeed(
      project,
      'rollback',
      'greet',
      '--incident',
      'Too \u001b[31mcurt',
      '--users',
      'ten',
    );
    expect(back.stdout).toMatch(
      /^Rolled back: stable of greet is v1 again \(was v2\)\.\nIncident 1 of greet is open/,
    );
    expect(back.stdout).not.toContain('\u001b');
    expect(back.stderr).toContain('When the cause is known: prompteval incident greet 1 --cause');
    const status = await succeed(project, 'status', 'greet');
    expect(status.stdout).toMatch(
      /^ {2}incident 1 is open: Too �?curt \(v2, live since .*; needs a cause and a case$/m,
    );
    expect((await succeed(project, 'status', 'greet', '--json')).json()).toMatchObject({
      incidents: [
        {
          incident: 1,
          status: 'open',
          from: { version: 2 },
          to: { version: 1 },
          move: 3,
          run: runs[1],
          users: 'ten',
          workflows: null,
          cause: null,
          cases: [],
          rollbackOwner: actor,
          openedBy: actor,
        },
      ],
    });
    const [opened] = (await succeed(project, 'incidents', '--json')).json<{ affectedSince: string }[]>();
    const [, release] = (await succeed(project, 'log', 'greet', '--json')).json<{ at: string }[]>();
    expect(opened?.affectedSince).toBe(release?.at);

    const cause = await succeed(project, 'incident', 'greet', '1', '--cause', 'One word');
    expect(cause.stdout).toMatch(
      /^Incident 1 of greet is open: needs a case\n[\s\S]* {2}root cause {6}One word$/m,
    );
    const trial = `${runs[1]}:b`;
    const added = await succeed(
      project,
      'dataset',
      'add',
      'greet',
      '--from-trial',
      trial,
      '--expected',
      'maybe',
      '--tag',
      'curt',
      '--incident',
      '1',
    );
    expect(added.stdout).toBe(
      'Added case b-2 to datasets/greet.csv; the next run asks it too.\nIncident 1 of greet is closed\n',
    );
    expect(added.stderr).toBe('The same input is already in: b. Both count.\n');
    expect(await project.read('datasets/greet.csv')).toBe(
      `${await released.read('datasets/greet.csv')}b-2,bye,maybe,short|last|curt\n`,
    );
    expect((await succeed(project, 'status', 'greet')).stdout).not.toContain('incident');
    expect((await succeed(project, 'incidents', 'greet', '--json')).json()).toMatchObject([
      { status: 'closed', cases: [{ file: 'datasets/greet.csv', id: 'b-2' }] },
    ]);
    expect((await succeed(project, 'incidents')).stdout).toMatch(/^greet +1 +closed +v2 → v1 /m);
    expect((await succeed(project, 'audit', 'verify')).stdout).toContain(
      ', 3 records of incidents, 2 plans\n',
    );
  });

  it('is opened later, once a rollback, and linked to a case that is there', async () => {
    const project = await copyOf(released);
    expect((await cli(project, 'incident', 'greet', '--open', 'x')).stderr).toContain(
      'stable of greet was never rolled back',
    );
    await succeed(project, 'rollback', 'greet', '--reason', 'Too curt');
    await succeed(project, 'incident', 'greet', '--open', 'Too curt', '--workflows', 'mail');
    const again = await cli(project, 'incident', 'greet', '--open', 'x');
    expect(again.stderr).toContain('incident 1 is about that rollback already (move 3 of stable)');
    expect(again.exitCode).toBe(2);
    const linked = await succeed(project, 'incident', 'greet', '1', '--case', 'b', '--cause', 'x', '--json');
    expect(linked.json()).toMatchObject({ status: 'closed', workflows: 'mail', cases: [{ id: 'b' }] });
  });

  it('that can not be written leaves a rollback that is done, with a warning that --quiet does not silence', async () => {
    const project = await copyOf(released);
    await project.write('.prompteval/registry/incidents', 'a file');
    const args = ['rollback', 'greet', '--incident', 'Too curt', '--json', '--quiet'];
    const { exitCode, stdout, stderr } = await cli(project, ...args);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('stable of greet WAS rolled back to v1')]);
    expect(stderr).toContain('prompteval incident greet --open "…"');
    expect(JSON.parse(stdout)).toMatchObject({
      seq: 3,
      kind: 'rollback',
      to: { version: 1 },
      incident: null,
    });
  });

  it.each([
    [['incident', 'greet', '1'], 'greet has no incident 1'],
    [['incident', 'greet'], 'which incident is not said'],
    [['incident', 'greet', 'one'], '"one" does not fit'],
    [['incident', 'grett', '1'], 'Did you mean "greet"?'],
    [['rollback', 'greet'], '--reason: a rollback says why'],
    [['rollback', 'greet', '--incident', ' '], '--incident: " " does not fit'],
  ])('%j is refused', async (args, says) => {
    const { exitCode, stderr } = await cli(released, ...args);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });

  it('lists none where there is none', async () => {
    expect((await succeed(released, 'incidents')).stdout).toBe('no incident yet\n');
    expect((await succeed(released, 'incidents', '--json')).json()).toEqual([]);
  });
});

describe('dataset add', () => {
  const add = (project: TemporaryProject, ...args: string[]) =>
    cli(project, 'dataset', 'add', 'greet', ...args);

  it('takes a case from a file', async () => {
    const project = await copyOf(released);
    await project.write('case.json', '{"message": "so, so", "expected": "yes", "other": 1}');
    const added = await add(project, '--from-file', 'case.json', '--id', 'c', '--json');
    expect(added.exitCode, added.stderr).toBe(0);
    expect(added.json()).toMatchObject({
      prompt: 'greet',
      file: 'datasets/greet.csv',
      case: { id: 'c', variables: { message: 'so, so' }, expected: 'yes' },
      incident: null,
    });
    expect(added.stderr).toContain('Left out, for want of a column: other');
    expect(await project.read('datasets/greet.csv')).toMatch(/\nc,"so, so",yes,\n$/);
    expect(await project.list('datasets')).toEqual(['datasets/greet.csv']);
  });

  it.each<[string, string[], string]>([
    ['an id that is taken', ['--from-trial', 'RUN:b', '--id', 'a'], '--id: greet has a case "a" already'],
    ['a case that the run does not have', ['--from-trial', 'RUN:zz'], 'has no case "zz"'],
    ['a run that does not exist', ['--from-trial', '20200101-000000-000000:b'], 'there is no run'],
    ['a trial without its case', ['--from-trial', 'RUN'], 'names no case of a run'],
    ['no source', [], 'a case is taken from one place'],
    ['a column that is not there', ['--from-trial', 'RUN:b', '--critical'], 'there is no column "critical"'],
    ['a value that the prompt needs', ['--from-file', 'bare.json'], 'has no value for {{message}}'],
    ['what is no case', ['--from-file', 'list.json'], 'list.json: is no case'],
    ['a file that is not there', ['--from-file', 'none.json'], 'none.json: is not there'],
    ['another dataset', ['--from-trial', 'RUN:b', '--dataset', 'x.csv'], 'is no dataset of greet'],
    ['an incident that was never opened', ['--from-trial', 'RUN:b', '--incident', '3'], 'has no incident 3'],
  ])('refuses %s and leaves the file as it is', async (_, args, says) => {
    const project = await copyOf(released);
    await project.write('bare.json', '{"id": "c", "expected": "yes"}');
    await project.write('list.json', '[]');
    const { exitCode, stderr } = await add(project, ...args.map((arg) => arg.replace('RUN', runs[1] ?? '')));
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
    expect(await project.read('datasets/greet.csv')).toBe(await released.read('datasets/greet.csv'));
    expect(await project.list('datasets')).toEqual(['datasets/greet.csv']);
  });
});

describe('blame', () => {
  it('says what was live, who put it there and what replaced it', async () => {
    const [second, first] = (await succeed(released, 'log', 'greet', '--json')).json<{ at: string }[]>();
    const { stdout } = await succeed(released, 'blame', 'greet', '--at', first?.at ?? '');
    expect(stdout).toMatch(/^\d.*: stable of greet was v1 [0-9a-f]{7}$/m);
    expect(stdout).toContain(`move 1: promoted on run ${runs[0]}, attempt 1\n`);
    expect(stdout).toMatch(/^ {2}replaced {6}.* by mia.*, with v2$/m);
    expect((await succeed(released, 'blame', 'greet', '--at', 'now', '--json')).json()).toMatchObject({
      prompt: 'greet',
      alias: 'stable',
      live: { version: 2, since: second?.at, until: null },
      move: { seq: 2 },
      replacedBy: null,
    });
    const before = await succeed(released, 'blame', 'greet', '--at', '2020-01-01');
    expect(before.stdout).toMatch(
      /^1 Jan 2020 00:00:00 UTC: nothing was stable of greet; its first move was on /,
    );
  });

  it.each([
    [['--at', 'noon'], '--at: "noon" is no time; expected a date'],
    [['--at', 'now', '--alias', 'stabel'], 'Did you mean "stable"?'],
  ])('%j is refused', async (args, says) => {
    const { exitCode, stderr } = await cli(released, 'blame', 'greet', ...args);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });
});

describe('the card', () => {
  it('has what a person answers for, and the version to go back to', async () => {
    const { stdout } = await succeed(released, 'show', 'greet@stable');
    for (const line of [
      'alias            stable',
      'settings         –',
      'variables        message: string, required, sensitive',
      'output format    text',
      'last approved by –',
      'release note     Answers and does not just say',
      'rollback version v1',
    ])
      expect(stdout).toContain(`\n  ${line}\n`);
    expect((await succeed(released, 'show', 'greet@2', '--json')).json()).toMatchObject({
      name: 'greet',
      owner: 'support-ai',
      version: 2,
      aliases: ['stable'],
      model: 'demo/in-context',
      settings: {},
      outputFormat: { format: 'text', name: null, schema: null },
      tools: [],
      authority: { never: [], needsApproval: [] },
      released: { alias: 'stable', seq: 2, by: actor, run: runs[1] },
      lastApprovedBy: [],
      rollbackVersion: 1,
    });
    expect((await succeed(released, 'show', 'greet@draft', '--json')).json()).toMatchObject({
      version: null,
      aliases: [],
      released: null,
      rollbackVersion: null,
      releaseNote: 'Is polite',
    });
  });
});
