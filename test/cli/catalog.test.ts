import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { greetingCases, greetingProject } from './greeting-project.ts';
import { actor, cli, copyOf, makeReleasedProject, succeed } from './released-project.ts';

/** What is printed of a time. */
const time = /\d{1,2} \w{3} \d{4} \d{2}:\d{2} UTC/;
const anyDigest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
const anyRun = expect.stringMatching(/^\d{8}-\d{6}-[0-9a-f]{6}$/);

/** Versions 1 and 2 were released, 2 is stable, and the draft differs. */
let released: TemporaryProject;
/** Of the runs behind versions 1 and 2. */
let runs: string[];

beforeAll(async () => {
  released = await makeReleasedProject();
  runs = (await readdir(released.path('reports/greet'))).sort();
});
afterAll(() => released.remove());

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

describe('list', () => {
  it('names owner, live version and last verdict', async () => {
    const { stdout } = await succeed(released, 'list');
    expect(stdout).toMatch(/^prompt +owner +stable +last verdict +run\n/);
    expect(stdout).toMatch(new RegExp(`^greet +support-ai +v2 since ${time.source} +pass +${runs[1]}$`, 'm'));
  });

  it('takes no prompt for one that was never run where only its reports are not here, as in a fresh clone', async () => {
    const project = await copyOf(released);
    await rm(project.path('reports'), { recursive: true });
    const { stdout } = await succeed(project, 'list');
    expect(stdout).toMatch(new RegExp(`^greet +support-ai +v2 since ${time.source} +no run here *$`, 'm'));
  });

  it('gives the same as JSON', async () => {
    expect((await succeed(released, 'list', '--json')).json()).toEqual([
      {
        prompt: 'greet',
        owner: 'support-ai',
        stable: { version: 2, since: expect.any(String) },
        lastRun: { id: runs[1], verdict: 'pass', status: 'complete', kind: null },
        unreadable: [],
      },
    ]);
  });
});

describe('status', () => {
  it('says what is live, since when, by whom and on which evidence', async () => {
    const { stdout, stderr } = await succeed(released, 'status', 'greet');
    const [name, stable, move, latest, draft] = stdout.split('\n');
    expect(name).toBe('greet');
    expect(stable).toMatch(new RegExp(`^ {2}stable {2}v2 [0-9a-f]{7}, since ${time.source}, by ${actor}$`));
    expect(move).toBe(`          move 2: promoted on run ${runs[1]}, attempt 2`);
    expect(latest).toBe('  latest  v2');
    expect(draft).toMatch(/^ {2}draft {3}[0-9a-f]{7}, differs from stable$/);
    expect(stderr).toBe('');
  });

  it('gives one document for a prompt and an array for all', async () => {
    const status = {
      prompt: 'greet',
      aliases: {
        stable: {
          version: 2,
          digest: anyDigest,
          seq: 2,
          since: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
          by: actor,
          run: runs[1],
          attempt: 2,
          kind: 'promote',
          approvedBy: [],
          reason: null,
        },
      },
      latest: 2,
      incidents: [],
      plans: [],
      draft: { digest: anyDigest, changed: true },
    };
    expect((await succeed(released, 'status', 'greet', '--json')).json()).toEqual(status);
    expect((await succeed(released, 'status', '--json')).json()).toEqual([status]);
  });

  it('says that nothing is live, and how to change that', async () => {
    const project = await greetingProject();
    const { stdout, stderr } = await succeed(project, 'status');
    expect(stdout).toMatch(/^greet\n {2}stable {2}nothing is live\n {2}latest {2}no version yet\n/);
    expect(stdout).toMatch(/draft {3}[0-9a-f]{7}, is not released\n$/);
    expect(stderr).toBe('Release it with: prompteval release greet\n');
  });

  it.each([
    [
      'the version that is live is gone',
      'versions/greet/0000000002.json',
      /0000000002.json is missing, although stable of greet names it/,
    ],
    ['a file is in the place of the registry', '', /registry: a file is in the way/],
  ])('is not told as if all were well where %s', async (_, key, says) => {
    const project = await copyOf(released);
    const path = project.path(`.prompteval/registry/${key}`);
    await rm(path, { recursive: true });
    if (key === '') await writeFile(path.replace(/\/$/, ''), '');
    const result = await cli(project, 'status', 'greet');
    expect(result).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(says) });
  });

  it('shows what is live even where the draft is broken', async () => {
    const project = await copyOf(released);
    await project.write('prompts/greet.prompt.yml', 'name: [');
    const { stdout } = await succeed(project, 'status');
    expect(stdout).toContain('stable  v2');
    expect(stdout).toContain('draft   cannot be read; see: prompteval validate');
    expect((await succeed(project, 'status', '--json')).json()).toMatchObject([{ draft: null, latest: 2 }]);
    expect((await succeed(project, 'list')).stdout).toMatch(/^greet +– +v2 since/m);
  });
});

describe('versions', () => {
  it('lists them, the newest first, in 100 columns', async () => {
    const { stdout } = await succeed(released, 'versions', 'greet');
    expect(stdout.split('\n')[1]).toMatch(/^v2 +[0-9a-f]{7} +stable .*mia\.with-.*….*Answers and/);
    expect(stdout.split('\n')[2]).toMatch(/^v1 +[0-9a-f]{7} {2,}\d.*mia\.with-.*….*The first words$/);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
  });

  it('gives all of it as JSON', async () => {
    expect((await succeed(released, 'versions', 'greet', '--json')).json()).toMatchObject([
      { version: 2, aliases: ['stable'], digest: anyDigest, model: 'demo/in-context', actor },
      { version: 1, aliases: [], note: 'The first words' },
    ]);
  });

  it('says that there is none', async () => {
    const { stdout } = await succeed(await greetingProject(), 'versions', 'greet');
    expect(stdout).toBe('greet has no version yet\n');
  });
});

describe('show', () => {
  it.each([
    ['greet@1', 'greet@1 is version 1', 'Say yes or no. {{message}}'],
    ['greet@stable', 'greet@stable is version 2', 'Answer yes or no. {{message}}'],
    ['greet@latest', 'greet@latest is version 2', 'Answer yes or no. {{message}}'],
    ['greet@draft', 'greet@draft is the draft', 'Answer yes or no, please. {{message}}'],
  ])('%s', async (ref, title, text) => {
    const { stdout } = await succeed(released, 'show', ref);
    expect(stdout).toMatch(new RegExp(`^${title}\\n  digest +sha256:`));
    expect(stdout).toContain(`\n  [user]\n  ${text}\n`);
    expect(stdout).toMatch(/^ {2}owner +support-ai$/m);
  });

  it('finds a version by the beginning of its digest', async () => {
    const [newest] = (await succeed(released, 'versions', 'greet', '--json')).json<{ digest: string }[]>();
    const ref = `greet@${newest?.digest.slice(0, 'sha256:'.length + 8)}`;
    expect((await succeed(released, 'show', ref, '--json')).json()).toMatchObject({ version: 2 });
  });

  it('lists who has each role in OWNERS.yml, and does without one that has mistakes', async () => {
    const project = await copyOf(released);
    const owners = '{engineering: [mia, tom], rollback: tom}';
    await project.write('OWNERS.yml', `people: {mia: {}, tom: {}}\nprompts:\n  "*": ${owners}\n`);
    const { stdout } = await succeed(project, 'show', 'greet@stable');
    expect(stdout).toMatch(/^ {2}engineering owner +mia, tom\n {2}rollback owner +tom\n {2}risk /m);
    const card = (await succeed(project, 'show', 'greet@stable', '--json')).json();
    expect(card).toMatchObject({ owners: { engineering: ['mia', 'tom'], rollback: ['tom'], risk: [] } });
    await project.write('OWNERS.yml', 'people: 7\n');
    expect((await succeed(project, 'show', 'greet@stable', '--json')).json()).toMatchObject({ owners: null });
  });
});

describe('diff', () => {
  it('shows what changed', async () => {
    const { stdout } = await succeed(released, 'diff', 'greet@1', '@2');
    expect(stdout).toBe(`message 1 (user): changed
! [-Say-]{+Answer+} yes or no. {{message}}

About the prompt, seen by no model
!  changelog  The first words → Answers and does not just say
`);
  });

  it('shows it in Markdown and as a page', async () => {
    const markdown = await succeed(released, 'diff', 'greet@1', '@2', '--format', 'markdown');
    expect(markdown.stdout).toMatch(/^### greet@\u200b1 → @\u200b2\n\n```diff\n@@ message 1/);
    const page = await succeed(released, 'diff', 'greet@1', '@2', '--format', 'html');
    expect(page.stdout).toContain('<del>Say</del><ins>Answer</ins> yes or no');
    expect(page.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const { exitCode, stderr } = await cli(released, 'diff', 'greet@1', '@2', '--format', 'pdf');
    expect(stderr).toContain('--format: "pdf" does not fit; expected terminal, markdown or html');
    expect(exitCode).toBe(2);
  });

  it('says that nothing changed', async () => {
    const { stdout } = await succeed(released, 'diff', 'greet@2', 'greet@stable');
    expect(stdout).toBe('greet@2 and greet@stable are the same to a model.\n');
  });

  it('gives all of it as JSON', async () => {
    expect((await succeed(released, 'diff', 'greet@stable', '@draft', '--json')).json()).toMatchObject({
      from: { version: 2 },
      to: { version: null },
      same: false,
      messages: [{ before: 1, after: 1, role: 'user', moved: false }],
      settings: [],
      schema: [],
      variables: [],
      authority: [],
      about: [{ field: 'changelog', after: 'Is polite' }],
      interface: [],
    });
  });
});

describe('log', () => {
  it('shows every move whole in a pipe', async () => {
    const name = 'mia.with-a-rather-long-name@support-operations.example';
    const { stdout } = await succeed(released, 'log', 'greet');
    const [, newest, first] = stdout.split('\n');
    expect(newest).toMatch(
      new RegExp(
        `^ +2 +${time.source} +promote +v1 → v2 +mia\\.with-a-rather-long-name@support-operations\\.example +${runs[1]} +2$`,
      ),
    );
    expect(first).toMatch(new RegExp(`^ +1 +${time.source} +promote +nothing → v1 +${name} +${runs[0]} +1$`));
  });

  it('gives the records as JSON', async () => {
    expect((await succeed(released, 'log', 'greet', '--json')).json()).toMatchObject([
      {
        seq: 2,
        kind: 'promote',
        from: { version: 1 },
        to: { version: 2 },
        evidence: { run: runs[1], attempt: 2 },
      },
      { seq: 1, from: null, prevSha256: null },
    ]);
  });

  it('says that nothing moved', async () => {
    const { stdout } = await succeed(await greetingProject(), 'log', 'greet');
    expect(stdout).toBe('stable of greet has never moved\n');
  });
});

describe('runs', () => {
  it('lists them, the newest first, in 100 columns', async () => {
    const { stdout } = await succeed(released, 'runs');
    expect(stdout.split('\n')[1]).toMatch(new RegExp(`^${runs[1]} +greet +pass +v2 → stable +\\$0\\.\\d+ `));
    expect(stdout.split('\n')[2]).toMatch(new RegExp(`^${runs[0]} +greet +pass +v1 → stable `));
    expect(widest(stdout)).toBeLessThanOrEqual(100);
  });

  it('tells a smoke run and one that was cut off', async () => {
    const project = await copyOf(released);
    await succeed(project, 'run', 'greet', '--first', '1', '--quiet');
    await project.write('reports/greet/20990101-000000-abcdef/trials.jsonl', '');
    const { stdout } = await succeed(project, 'runs', 'greet');
    expect(stdout).toMatch(/^20990101-000000-abcdef +greet +cut off/m);
    expect(stdout).toMatch(/ greet +pass \(smoke\) /);
    expect((await succeed(project, 'runs', '--json')).json()).toMatchObject([
      { verdict: null, status: 'incomplete' },
      {
        verdict: 'pass',
        status: 'smoke',
        attempt: null,
        release: null,
        folder: expect.stringMatching(/^reports\/greet\//),
      },
      { verdict: 'pass', status: 'complete', attempt: 2, release: { to: 2 } },
      { release: { to: 1 } },
    ]);
  });

  it('says that there is none', async () => {
    const { stdout, stderr } = await succeed(await greetingProject(), 'runs');
    expect([stdout, stderr]).toEqual(['no run yet\n', 'Make one with: prompteval run\n']);
  });
});

describe('report', () => {
  it.each<[string[], RegExp]>([
    [[], /^ greet {2}v2 vs v1 \(stable\).*\n[\s\S]*PROMOTED[\s\S]*exit 0\n$/],
    [['--format', 'html'], /^<!doctype html>[\s\S]*<\/html>\n$/i],
    [['--format', 'markdown'], /^## ✔ Promoted: greet v2[\s\S]*<!-- prompteval:greet -->\n$/],
    [['--format', 'junit'], /^<\?xml[\s\S]*<\/testsuites>\n$/],
    [['--format', 'json'], /^\{\n {2}"formatVersion": 1,[\s\S]*\}\n$/],
  ])('of the newest run with %j', async (args, shape) => {
    const { stdout } = await succeed(released, 'report', ...args);
    expect(stdout).toMatch(shape);
  });

  it('finds a run by its id, its beginning and its end', async () => {
    const [first = ''] = runs;
    for (const named of [first, first.slice(-6)]) {
      expect((await succeed(released, 'report', named, '--json')).json()).toMatchObject({ id: first });
    }
    const both = await cli(released, 'report', first.slice(0, 8));
    expect(both.stderr).toContain(`"${first.slice(0, 8)}" is the beginning or end of 2 runs`);
    expect(both.exitCode).toBe(2);
  });

  it('says where the answers of a run are that was cut off', async () => {
    const project = await greetingProject({ 'reports/greet/20990101-000000-abcdef/trials.jsonl': '' });
    const { exitCode, stderr } = await cli(project, 'report', 'abcdef');
    expect(stderr).toContain('20990101-000000-abcdef was cut off');
    expect(stderr).toContain('reports/greet/20990101-000000-abcdef');
    expect(exitCode).toBe(2);
  });
});

describe('render', () => {
  it('prints the exact messages of a case', async () => {
    const { stdout } = await succeed(released, 'render', 'greet@draft', '--case', 'a');
    expect(stdout).toBe('── user\nAnswer yes or no, please. hello\n\n');
  });

  it('gives them as JSON, of any version', async () => {
    expect((await succeed(released, 'render', 'greet@1', '--case', 'b', '--json')).json()).toEqual({
      model: 'demo/in-context',
      parameters: {},
      messages: [{ role: 'user', content: 'Say yes or no. bye\n' }],
    });
  });
});

describe('validate', () => {
  it('counts the cases of each kind', async () => {
    const { stdout, stderr } = await succeed(released, 'validate');
    expect(stdout).toBe(
      [
        '✔ greet  2 cases, 0 critical, 2 gates',
        '    tag    cases  critical',
        '    short      2         0',
        '    last       1         0',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
  });

  it('has a singular', async () => {
    const project = await greetingProject({ 'datasets/greet.csv': 'id,message,expected\na,hello,yes\n' });
    expect((await succeed(project, 'validate')).stdout).toBe('✔ greet  1 case, 0 critical, 1 gate\n');
  });
});

describe('audit verify', () => {
  it('says that everything fits', async () => {
    const { stdout } = await succeed(released, 'audit', 'verify');
    expect(stdout).toBe('✔ everything fits; checked: 2 versions, 2 moves, 2 pieces of evidence, 2 plans\n');
  });

  it.each(['versions/greet/0000000001.json', 'aliases/greet/stable/0000000001.json', 'blobs/'])(
    'names %s where one byte was changed',
    async (key) => {
      const project = await copyOf(released);
      const [file = ''] = (await project.list('.prompteval/registry')).filter((path) => path.includes(key));
      await changeOneByte(project.path(file));
      const { exitCode, stdout } = await cli(project, 'audit', 'verify');
      expect(stdout).toContain(`✖ ${file.replace('.prompteval/registry/', '')} `);
      expect(stdout).toMatch(/^✖ \d+ things? (do|does) not fit; checked: /m);
      expect(exitCode).toBe(1);
      const json = await cli(project, 'audit', 'verify', '--json');
      expect(json.json()).toMatchObject({
        findings: expect.arrayContaining([expect.objectContaining({ key: expect.stringContaining(key) })]),
      });
      expect(json.exitCode).toBe(1);
    },
  );
});

/** A digit of a time stamp or a letter of a text; what it is read as stays JSON. */
async function changeOneByte(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = text.replace(
    /Say yes|promote|"finishedAt":"2/,
    (found) => `${found.slice(0, -1)}${found.endsWith('2') ? '3' : 'x'}`,
  );
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

describe('publish', () => {
  it('makes the next version, and stable stays', async () => {
    const project = await copyOf(released);
    const first = await succeed(project, 'publish', 'greet', '--note', 'Polite');
    expect(first.stdout).toMatch(/^Published greet v3 \([0-9a-f]{7}\); no alias moved\.\n$/);
    expect(first.stderr).toBe('Release it with: prompteval release greet --candidate @3\n');
    expect((await succeed(project, 'status', 'greet', '--json')).json()).toMatchObject({
      latest: 3,
      aliases: { stable: { version: 2 } },
    });
    expect((await succeed(project, 'versions', 'greet', '--json')).json()).toMatchObject([
      { version: 3, note: 'Polite' },
      {},
      {},
    ]);

    const again = await succeed(project, 'publish', 'greet');
    expect(again.stdout).toMatch(
      /^The draft is greet v3 \([0-9a-f]{7}\) already; nothing was published\.\n$/,
    );
    expect((await succeed(project, 'publish', 'greet', '--json')).json()).toEqual({
      prompt: 'greet',
      version: 3,
      digest: anyDigest,
      created: false,
    });
  });
});

describe('rollback', () => {
  it('moves the alias back, with a reason, and not further than there is', async () => {
    const project = await copyOf(released);
    const back = await succeed(project, 'rollback', 'greet', '--reason', 'Too curt');
    expect(back.stdout).toBe('Rolled back: stable of greet is v1 again (was v2).\n');
    expect((await succeed(project, 'status')).stdout).toContain('move 3: rolled back, because: Too curt');
    expect((await succeed(project, 'log', 'greet')).stdout).toMatch(
      /^ +3 .* rollback +v2 → v1 .* – +Too curt$/m,
    );

    const further = await cli(project, 'rollback', 'greet', '--reason', 'Still');
    expect(further.stderr).toContain('stable has no version before 1');
    expect(further.exitCode).toBe(2);
    expect((await succeed(project, 'audit', 'verify')).exitCode).toBe(0);
  });

  it.each(['@1', '1', 'greet@1'])('goes to the version that is named: %s', async (ref) => {
    const project = await copyOf(released);
    expect(
      (await succeed(project, 'rollback', 'greet', '--to', ref, '--reason', 'x', '--json')).json(),
    ).toMatchObject({
      seq: 3,
      kind: 'rollback',
      to: { version: 1 },
      evidence: null,
      reason: 'x',
      actor,
    });
  });

  it.each([
    ['@2', 'stable already names version 2'],
    ['@draft', 'greet@draft is a draft'],
  ])('does not go to %s', async (ref, says) => {
    const { exitCode, stderr } = await cli(released, 'rollback', 'greet', '--to', ref, '--reason', 'x');
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });

  it('has nothing to go back to after the first release, or before it', async () => {
    const project = await greetingProject();
    expect(await cli(project, 'rollback', 'greet', '--reason', 'x')).toMatchObject({ exitCode: 2 });
    await succeed(project, 'release', 'greet', '--quiet');
    const { exitCode, stderr } = await cli(project, 'rollback', 'greet', '--reason', 'x');
    expect(stderr).toContain('stable has no version before 1');
    expect(exitCode).toBe(2);
  });
});

describe('a dry run', () => {
  it.each(['run', 'release'])('of %s makes no call and writes nothing', async (command) => {
    const project = await copyOf(released);
    const before = await everything(project);
    const { stdout, stderr } = await succeed(project, command, 'greet', '--dry-run');
    expect(stdout).toMatch(/^greet: the draft against v2, 2 cases\. No call was made\.\n/);
    expect(stdout).toMatch(/^candidate +demo\/in-context +2 /m);
    expect(stdout).toMatch(/^4 calls, about \$0\.\d+ at most, by estimated tokens\n$/m);
    expect(stderr).toBe('');
    expect((await succeed(project, command, 'greet', '--dry-run', '--json')).json()).toMatchObject({
      prompt: 'greet',
      calls: 4,
      baseline: { version: 2 },
      candidate: { version: null },
    });
    expect(await everything(project)).toEqual(before);
  });

  it('needs no key', async () => {
    const project = await greetingProject();
    const prompt = await project.read('prompts/greet.prompt.yml');
    await project.write('prompts/greet.prompt.yml', prompt.replace('demo/in-context', 'openai/gpt-4.1-mini'));
    const { stdout } = await succeed(project, 'run', '--dry-run');
    expect(stdout).toMatch(/^candidate +openai\/gpt-4\.1-mini +2 /m);
  });
});

/** Files and folders, also the empty ones. */
async function everything(project: TemporaryProject): Promise<string[]> {
  const entries = await readdir(project.folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
}

describe('release', () => {
  it('has nothing to do where the candidate is live', async () => {
    const project = await copyOf(released);
    expect((await succeed(project, 'release', 'greet', '--candidate', '@2')).stdout).toBe(
      'Nothing to release: stable of greet is version 2, and the candidate is the same.\n',
    );
    expect((await succeed(project, 'release', 'greet', '--candidate', '@2', '--json')).json()).toEqual({
      prompt: 'greet',
      released: null,
      stable: 2,
    });
  });

  it('says how to release what a run found good, and how to take it back', async () => {
    const project = await copyOf(released);
    const run = await succeed(project, 'run', 'greet', '--quiet', '--json');
    const { id } = run.json<{ id: string }>();
    expect(run.stderr).toBe('');
    const hinted = await succeed(project, 'run', 'greet');
    expect(hinted.stderr).toMatch(/\nRelease it without another call: prompteval release greet --run \S+\n$/);
    const otherwise = await succeed(project, 'run', 'greet', '--baseline', '@1');
    expect(otherwise.stderr).not.toContain('Release it');
    const release = await succeed(project, 'release', 'greet', '--run', id);
    expect(release.stderr).toBe('Take it back with: prompteval rollback greet --reason "…"\n');
    expect((await succeed(project, 'status', '--json')).json()).toMatchObject([
      { aliases: { stable: { version: 3, run: id } } },
    ]);
  });
});

it('has ids that sort by time', () => {
  expect(runs).toEqual([anyRun, anyRun]);
  expect(greetingCases).toContain('hello');
});

describe('a prompt with tools', () => {
  const prompt = (tool: string) => `model: demo/in-context
messages:
  - role: user
    content: 'Say yes or no: {{message}}'
    images: ['https://example.com/a.png']
    cache: true
  - role: assistant
    toolCalls: [{id: call_1, name: look, arguments: {at: sky}}]
  - {role: tool, toolCallId: call_1, content: It is blue.}
x-prompteval:
  tools: [{name: look, parameters: {type: object}}, {name: ${tool}, parameters: {type: object}}]
  toolChoice: required
  dropUnsupported: [seed]
`;
  const shown = [
    '[user]',
    'Say yes or no: {{message}}',
    '(image: https://example.com/a.png)',
    '(cache: everything up to here)',
    '[assistant]',
    '(call call_1: look {"at":"sky"})',
    '[tool, answers call_1]',
    'It is blue.',
    'tools:',
  ];

  it('is shown, rendered and compared with them', async () => {
    const project = await greetingProject({ 'prompts/greet.prompt.yml': prompt('listen') });
    const { stdout } = await succeed(project, 'show', 'greet@draft');
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(lines.slice(lines.indexOf('[user]')).slice(0, shown.length)).toEqual(shown);
    expect(lines).toEqual(
      expect.arrayContaining(['"name": "listen",', 'toolChoice: required', 'dropUnsupported: seed']),
    );

    const rendered = await succeed(project, 'render', 'greet@draft', '--case', 'a');
    expect(rendered.stdout).toContain(
      '── assistant\n(call call_1: look {"at":"sky"})\n── tool, answers call_1\n',
    );
    expect(rendered.stdout).toContain('── tools\n[');
    expect((await succeed(project, 'render', 'greet@draft', '--case', 'a', '--json')).json()).toMatchObject({
      messages: [
        { cache: true, images: ['https://example.com/a.png'] },
        { content: '' },
        { toolCallId: 'call_1' },
      ],
      tools: [{ name: 'look' }, { name: 'listen' }],
      toolChoice: 'required',
    });

    await succeed(project, 'publish', 'greet');
    await project.write('prompts/greet.prompt.yml', prompt('hear'));
    const compared = (await succeed(project, 'diff', 'greet@1', '@draft')).stdout;
    expect(compared).toMatch(/^- {2}listen .*\n\+ {2}hear /m);
    expect(compared).toContain('interface: tools.listen: the tool is gone\n');
  });
});
