import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usesColor } from '../../src/cli/output.ts';
import { createProgram } from '../../src/cli/program.ts';
import { cleanEnvironment, runCli, startCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { greetingConfig, greetingProject, greetingPrompt } from './greeting-project.ts';
import { cli, copyOf, makeReleasedProject, succeed } from './released-project.ts';
import { makeServedProject } from './served-project.ts';

let released: TemporaryProject;
beforeAll(async () => {
  released = await makeReleasedProject();
});
afterAll(() => released.remove());

describe('--json', () => {
  it.each([
    ['list'],
    ['status'],
    ['status greet'],
    ['versions greet'],
    ['show greet@stable'],
    ['show greet@draft'],
    ['diff greet@1 @2'],
    ['log greet'],
    ['runs'],
    ['report'],
    ['report --format markdown'],
    ['history'],
    ['history greet'],
    ['site public'],
    ['recompute'],
    ['validate'],
    ['render greet@draft --case a'],
    ['audit verify'],
    ['run greet'],
    ['run --dry-run'],
    ['release greet --dry-run'],
    ['release greet'],
    ['publish greet'],
    ['rollback greet --reason x'],
  ])('puts one document on standard output and nothing else: %s', async (line) => {
    const project = await copyOf(released);
    const result = await succeed(project, ...line.split(' '), '--json', '--quiet');
    expect(result.json()).toEqual(expect.any(Object));
    expect(result.json()).not.toHaveProperty('error');
    expect(result.stderr).toBe('');
  });

  it.each([
    ['run gret', 2, 'InputError', 'there is no prompt "gret"'],
    ['run --nope', 2, 'InputError', "unknown option '--nope'"],
    ['relase', 2, 'InputError', "unknown command 'relase'"],
    ['run --first 0', 2, 'InputError', '--first'],
    ['rollback greet', 2, 'InputError', '--reason'],
    ['show greet@9', 2, 'InputError', 'greet@9'],
    ['report nope', 2, 'InputError', 'no run "nope"'],
    ['status --cwd nowhere', 2, 'InputError', '--cwd'],
    ['release greet --baseline @1', 4, 'ConflictError', '@1'],
    ['', 2, 'InputError', 'no command'],
  ])('gives the error as the document: %s', async (line, exitCode, name, says) => {
    const result = await cli(released, ...line.split(' ').filter(Boolean), '--json');
    expect(result.json()).toMatchObject({ error: { name, message: expect.stringContaining(says) } });
    expect(result.stderr).toContain(says);
    expect(result.exitCode).toBe(exitCode);
  });

  it('gives every problem with its place', async () => {
    const project = await greetingProject({
      'prompteval.config.ts': greetingConfig('maxcost: 5,', 'repeats: 0,'),
    });
    const result = await runCli(['validate', '--json'], { cwd: project.folder });
    expect(result.json()).toMatchObject({
      error: {
        problems: [
          { file: 'prompteval.config.ts', line: 11, field: 'maxcost' },
          { file: 'prompteval.config.ts', line: 8, field: 'prompts.greet.repeats', expected: 'at least 1' },
        ],
      },
    });
  });

  it('holds no character that a terminal would obey', async () => {
    const project = await greetingProject({
      'datasets/greet.csv': 'id,message\na,left\u202eright\u009b31m\u001b[31m\n',
    });
    const result = await runCli(['render', 'greet@draft', '--case', 'a', '--json'], { cwd: project.folder });
    expect(result.stdout).not.toMatch(dangerous);
    expect(result.json()).toMatchObject({
      messages: [{ content: 'Say yes or no. left\u202eright\u009b31m\u001b[31m\n' }],
    });
  });
});

/** Escape, the bell, one-byte control sequences, and what turns the direction of text. */
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('--quiet', () => {
  it('silences progress and hints', async () => {
    const project = await greetingProject();
    const loud = await runCli(['run', 'greet'], { cwd: project.folder });
    expect(loud.stderr).toMatch(/^prompteval greet 100 % 2\/2 trials/);
    const quiet = await runCli(['run', 'greet', '--quiet'], { cwd: project.folder });
    expect(quiet.stderr).toBe('');
    expect(quiet.stdout).toContain('PASSED');
  });

  it('does not silence errors', async () => {
    const { stderr } = await cli(released, 'run', 'gret', '--quiet');
    expect(stderr).toContain('there is no prompt "gret"');
  });
});

describe('colour', () => {
  it('is not in what is no terminal, whatever is said', async () => {
    for (const env of [{}, { NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }]) {
      const { stdout, stderr } = await runCli(['report'], { cwd: released.folder, env });
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  it.each([
    [{}, {}, true],
    [{ color: false }, {}, false],
    [{}, { NO_COLOR: '1' }, false],
    [{}, { NO_COLOR: '' }, true],
    [{}, { TERM: 'dumb' }, false],
  ])('on a terminal with %j and %j: %s', (options, environment, expected) => {
    expect(usesColor(options, { isTTY: true }, environment)).toBe(expected);
    expect(usesColor(options, {}, environment)).toBe(false);
  });
});

describe('help', () => {
  const commands = everyCommand(createProgram('1.2.3'));

  it('is short of no command', () => {
    expect(commands.map((command) => command.path)).toEqual(
      `init, validate, render, run, release, approve, publish, rollback, freeze, unfreeze, sweep, incidents, incident, dataset add, list, status, versions, show, diff, log, blame, audit verify, audit sign, audit review, registry copy, keygen, runs, merge, report, history, site, recompute, score, power, calibrate, review, drift, cache prune, serve, bundle, types, import, export, completion, ci, ci-check`.split(
        ', ',
      ),
    );
  });

  it('lists every command, examples and the exit codes', async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help'], { cwd: released.folder });
    for (const { path } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${path.split(' ')[0]} `, 'm'));
    for (const code of [0, 1, 2, 3, 4, 130]) expect(stdout).toMatch(new RegExp(`^ {2}${code} +\\S`, 'm'));
    expect(stdout).toContain('$ prompteval release support-triage');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it.each(commands)(
    'of $path has an example and the options that every command takes',
    ({ command, path }) => {
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
      expect(text).toContain(`Usage: prompteval ${path}`);
      expect(text).toContain(`Example:\n  $ prompteval ${path}`);
      for (const option of ['--config', '--cwd', '--json', '--quiet', '--no-color'])
        expect(text).toContain(option);
    },
  );

  it.each([
    [['help', 'release'], 0],
    [['release', '--help'], 0],
    [['audit', 'verify', '--help'], 0],
    [['audit'], 2],
    [[], 2],
  ])('of %j is on standard output, exit %d', async (args, expected) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: released.folder });
    expect(stdout).toMatch(/^Usage: prompteval/);
    expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: '' });
  });
});

it.each([
  [['help', 'nope'], "unknown command 'nope'. See prompteval --help"],
  [['help', 'relase'], `unknown command 'relase'. Did you mean "release"?`],
  [['nope'], "unknown command 'nope'. See prompteval --help"],
])('%j names the command that there is none of', async (args, says) => {
  const { exitCode, stdout, stderr } = await runCli(args, { cwd: released.folder });
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `prompteval: ${says}\n` });
});

type ProgramCommand = ReturnType<typeof createProgram>;

function everyCommand(parent: ProgramCommand, before = ''): { path: string; command: ProgramCommand }[] {
  return parent.commands.flatMap((command) => {
    const path = `${before}${command.name()}`;
    return command.commands.length > 0 ? everyCommand(command, `${path} `) : [{ path, command }];
  });
}

describe('--version', () => {
  it.each([['--version'], ['-V'], ['--version', '--json'], ['-V', '--cwd', '.']])('%j', async (...args) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: released.folder });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('--cwd', () => {
  it('does everything as if started there', async () => {
    const project = await makeProject();
    await project.write('deep/project/prompteval.config.ts', greetingConfig());
    await project.write('deep/project/prompts/greet.prompt.yml', greetingPrompt());
    await project.write('deep/project/datasets/greet.csv', 'id,message\na,hello\na,bye\n');
    const there = ['--cwd', 'deep/project'];

    const broken = await cli(project, 'validate', ...there, '--config', 'prompteval.config.ts');
    expect(broken.stderr).toMatch(/^prompteval: datasets\/greet\.csv:3 id: /);
    await project.write('deep/project/datasets/greet.csv', 'id,message,expected\na,hello,yes\n');
    expect((await succeed(project, ...there, 'run', 'greet')).stdout).toMatch(
      /report {2}reports\/greet\/\S+\/index\.html/,
    );
    expect((await succeed(project, 'runs', ...there, '--json')).json()).toMatchObject([
      { folder: expect.stringMatching(/^reports\/greet\//) },
    ]);
    expect(existsSync(project.path('reports'))).toBe(false);
  });

  it('is found from a folder inside of the project, and paths are as one would type them there', async () => {
    const project = await greetingProject({ 'datasets/greet.csv': 'id,message\na,hello\na,bye\n' });
    const { stderr } = await runCli(['validate'], { cwd: project.path('prompts') });
    expect(stderr).toMatch(/^prompteval: \.\.\/datasets\/greet\.csv:3 id: /);
  });
});

describe('a run of several prompts', () => {
  const config = `import { defineConfig, exactMatch } from 'prompteval';
const greeting = (gates) => ({ dataset: 'datasets/greet.csv', evaluators: [exactMatch({ metric: 'quality' })], gates });
export default defineConfig({
  prompts: {
    broken: greeting([{ metric: 'outputTokens', max: 1000 }]),
    greet: greeting([{ metric: 'outputTokens', max: 1000 }]),
    strict: greeting([{ metric: 'inputTokens', max: 1 }, { metric: 'quality', min: 1 }]),
  },
});
`;
  const named = (name: string) => greetingPrompt().replace('name: greet', `name: ${name}`);
  const files = {
    'prompteval.config.ts': config,
    'prompts/broken.prompt.yml': 'name: [',
    'prompts/strict.prompt.yml': named('strict'),
  };

  it('is an array, and one that is broken takes nothing from the others', async () => {
    const project = await greetingProject(files);
    const result = await runCli(['run', '--json'], { cwd: project.folder });
    expect(result.json()).toMatchObject([
      {
        prompt: 'broken',
        error: { name: 'InputError', problems: [{ file: 'prompts/broken.prompt.yml', line: 1 }] },
      },
      { prompt: 'greet', formatVersion: 1, verdict: { status: 'pass' } },
      { prompt: 'strict', formatVersion: 1, verdict: { status: 'fail' } },
    ]);
    expect(result.stderr).toMatch(/^prompteval: broken: prompts\/broken\.prompt\.yml:1: is no valid YAML/);
    expect(result.exitCode).toBe(2);
    expect(existsSync(project.path('reports/broken'))).toBe(false);
  });

  it.each([
    [['greet', 'strict'], 1],
    [['greet', 'greet'], 0],
  ])('%j exits %d', async (prompts, expected) => {
    const project = await greetingProject(files);
    const { exitCode } = await runCli(['run', ...prompts, '--quiet'], { cwd: project.folder });
    expect(exitCode).toBe(expected);
    for (const prompt of new Set(prompts)) {
      expect(
        (await project.list(`reports/${prompt}`)).filter((file) => file.endsWith('run.json')),
      ).toHaveLength(1);
    }
  });

  it('asks which one where a ref is given', async () => {
    const project = await greetingProject(files);
    const { exitCode, stderr } = await runCli(['run', '--candidate', '@1'], { cwd: project.folder });
    expect(stderr).toBe(
      'prompteval: --candidate: is about one prompt, and this run is about 3. Name the one: prompteval run <prompt>\n',
    );
    expect(exitCode).toBe(2);
  });
});

describe('what others wrote', () => {
  const evil = '\u001b[31mred\u001b]0;title\u0007\u009b1m\u202eevil';
  const inYaml = JSON.stringify(evil);
  const dataset = `datasets/${'\u001b[31m'}.csv`;

  /** Everything that comes from outside holds escapes: the model's answers, ids, tags, file names, notes, people. */
  async function hostileProject(): Promise<TemporaryProject> {
    const project = await makeServedProject(({ messages }) =>
      messages.at(-1)?.content.includes('Answer') ? 'yes' : `no ${evil}`,
    );
    const config = await project.read('prompteval.config.ts');
    await project.write(
      'prompteval.config.ts',
      config.replace("'datasets/greet.csv'", JSON.stringify(dataset)),
    );
    await project.write(dataset, `id,message,expected,tags\n${evil},${evil},yes,${evil}|b\n`);
    await writePrompt(project, 'Answer');
    return project;
  }

  async function writePrompt(project: TemporaryProject, verb: string): Promise<void> {
    await project.write(
      'prompts/greet.prompt.yml',
      `${greetingPrompt('openai/test', `${verb} {{message}}`)}description: ${inYaml}\nx-prompteval: {owner: ${inYaml}, changelog: ${inYaml}}\n`,
    );
  }

  it('never reaches a terminal as it is', async () => {
    const project = await hostileProject();
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.email', GIT_CONFIG_VALUE_0: evil };
    const said: string[] = [];
    const say = async (...args: string[]): Promise<void> => {
      const { stdout, stderr } = await runCli(args, { cwd: project.folder, env });
      said.push(args.join(' '));
      expect(`${stdout}${stderr}`, args.join(' ')).not.toMatch(dangerous);
      expect(`${stdout}${stderr}`, args.join(' ')).not.toBe('');
    };
    await say('validate');
    await say('release', 'greet');
    await writePrompt(project, 'Say');
    await say('run', 'greet');
    for (const format of ['terminal', 'html', 'markdown', 'junit', 'json'])
      await say('report', '--format', format);
    await say('publish', 'greet', '--note', evil);
    await say('release', 'greet');
    await say('rollback', 'greet', '--reason', evil);
    for (const command of ['list', 'status', 'runs']) {
      await say(command);
      await say(command, '--json');
    }
    for (const command of ['versions', 'log']) await say(command, 'greet');
    await say('show', 'greet@1');
    await say('show', 'greet@draft', '--json');
    await say('diff', 'greet@1', '@2');
    await say('render', 'greet@draft', '--case', evil);
    await say('render', 'greet@draft', '--case', `${evil}!`);
    await say('run', evil);
    await say('run', 'greet', '--filter', `${evil}!`);
    await say('run', 'greet', `--${evil}`);
    await say(evil);
    await say('report', evil);
    await say('status', '--cwd', evil);
    await say('status', '--config', evil);
    await say('log', 'greet', '--alias', evil);
    await project.write(dataset, `id,message,expected\n${evil},x,yes\n${evil},y,yes\n`);
    await say('validate');
    await project.write('prompts/greet.prompt.yml', `name: ${inYaml}\nmodel: 5\n${inYaml}: 3\n`);
    await say('validate');
    expect(said.length).toBeGreaterThan(30);
  });

  it('is hidden in reports where the prompt says that it is sensitive', async () => {
    const sensitive = (verb: string) =>
      `${greetingPrompt('openai/test', `${verb} {{message}}`)}x-prompteval: {variables: {message: {type: string, sensitive: true}}}\n`;
    const project = await makeServedProject(
      ({ messages }) => (messages.at(-1)?.content.startsWith('Answer') ? 'yes' : 'no'),
      {
        'datasets/greet.csv': 'id,message,expected\na,good morning,yes\n',
        'prompts/greet.prompt.yml': sensitive('Answer'),
      },
    );
    await succeed(project, 'release', 'greet', '--quiet');
    await project.write('prompts/greet.prompt.yml', sensitive('Say'));
    await succeed(project, 'run', 'greet', '--quiet');
    const report = (...args: string[]) => succeed(project, 'report', '--format', 'html', ...args);

    expect((await report()).stdout).not.toContain('good morning');
    const shown = await report('--show-sensitive');
    expect(shown.stdout).toContain('good morning');
    expect(shown.stderr).toMatch(/show sensitive values now; hide them with: prompteval report \S+\n$/);
    expect((await report()).stdout).not.toContain('good morning');
  });
});

describe('a pipe', () => {
  it.each([
    ['report', '--format', 'html'],
    ['status'],
    ['status', '--json'],
    ['--help'],
    ['run', 'gret', '--json'],
  ])('whose reader goes away is no error: %s', async (...args) => {
    const project = await copyOf(released);
    const { child, finished } = startCli(args, { cwd: project.folder });
    child.stdout?.destroy();
    const { exitCode, stderr } = await finished;
    expect(stderr).not.toMatch(/EPIPE|^ {4}at /m);
    expect(exitCode).toBe(args.includes('gret') ? 2 : 0);
  });

  it.skipIf(!existsSync('/dev/full'))('into a disk that is full is one', () => {
    const bin = fileURLToPath(new URL('../../bin/prompteval.js', import.meta.url));
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'status'], {
      cwd: released.folder,
      env: cleanEnvironment(),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toContain('prompteval: no space is left on the disk');
    expect(status).toBe(2);
  });
});

describe('an error that nothing caught', () => {
  it('exits 2, because 1 would say that a gate failed', async () => {
    const config = greetingConfig()
      .replace('exactMatch }', 'defineEvaluator }')
      .replace(
        "exactMatch({ metric: 'quality' })",
        `defineEvaluator({
        name: 'late', version: '1',
        metrics: [{ id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] }],
        evaluate() {
          const error = new Error('too late');
          // From nowhere in the project, as one of a package's.
          error.stack = 'Error: too late';
          setTimeout(() => { throw error; }, 0);
          return new Promise(() => setTimeout(() => {}, 20_000));
        },
      })`,
      );
    const project = await greetingProject({ 'prompteval.config.ts': config });
    const result = await runCli(['run', 'greet', '--json', '--quiet'], { cwd: project.folder });
    expect(result.stderr).toMatch(/^prompteval: an error that nothing caught, in an evaluator/);
    expect(result.stderr).toContain('too late');
    expect(result.json()).toEqual({ error: { name: 'Error', message: 'too late' } });
    expect(result.exitCode).toBe(2);
  });
});

it('names the config that was given in the commands to type next', async () => {
  const project = await greetingProject({ 'other.config.ts': greetingConfig() });
  const { stderr } = await runCli(['--config', 'other.config.ts', 'versions', 'greet'], {
    cwd: project.folder,
  });
  expect(stderr).toContain('prompteval --config other.config.ts release greet');
});

it('prints no line that a runner obeys', async () => {
  const project = await greetingProject({
    'prompts/greet.prompt.yml': greetingPrompt(
      'demo/in-context',
      '::set-output name=a::b\n      {{message}}',
    ),
  });
  const args = ['render', 'greet@draft', '--case', 'a'];
  const there = await runCli(args, { cwd: project.folder, env: { GITHUB_ACTIONS: 'true' } });
  expect(there.stdout).toMatch(/^\s*\u200b::set-output/m);
  const here = await runCli(args, { cwd: project.folder });
  expect(here.stdout).toMatch(/^\s*::set-output/m);
});
