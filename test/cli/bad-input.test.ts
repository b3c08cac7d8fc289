import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingCases, greetingConfig, greetingProject, greetingPrompt } from './greeting-project.ts';

interface BadInput {
  title: string;
  /** What differs from a project that runs. */
  files?: Record<string, string | null>;
  args?: string[];
  /** What the message says, in this order: the place, what is wrong, what to do. */
  says: string[];
  /** How many problems it lists; default 1. */
  problems?: number;
  /** It takes a call to see it, so the run has its folder. */
  begins?: boolean;
}

const config = (more: string, prompt?: string) => ({ 'prompteval.config.ts': greetingConfig(more, prompt) });
const prompt = (text: string) => ({ 'prompts/greet.prompt.yml': text });
const cases = (text: string) => ({ 'datasets/greet.csv': text });
const outputSchema = (schema: string) =>
  prompt(`${greetingPrompt()}responseFormat: json_schema\njsonSchema: '${schema}'\n`);

const configs: BadInput[] = [
  {
    title: 'no config',
    files: { 'prompteval.config.ts': null },
    says: ['no config found in', 'prompteval.config.ts', '--config'],
  },
  {
    title: 'a config with three mistakes',
    files: config(
      'maxcost: 5,',
      "repeats: 0, gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 'a lot' }],",
    ),
    problems: 3,
    says: [
      'prompteval.config.ts:11 maxcost: unknown key "maxcost". Did you mean "maxCost"?',
      'prompteval.config.ts:8 prompts.greet.repeats: is 0; expected at least 1',
      'prompteval.config.ts:8 prompts.greet.gates[0].margin: ',
      'a lot',
    ],
  },
  {
    title: 'an unknown gate key',
    files: config('', "gates: [{ metric: 'quality', noWorseThn: 'baseline', margin: 0.05 }],"),
    says: [
      'prompteval.config.ts:8 prompts.greet.gates[0].noWorseThn: unknown key "noWorseThn". Did you mean "noWorseThan"?',
    ],
  },
  {
    title: 'a gate on a metric that nothing measures',
    files: config('', "gates: [{ metric: 'qualty', min: 0.5 }],"),
    says: ['prompteval.config.ts:8 prompts.greet.gates[0].metric: ', '"qualty". Did you mean "quality"?'],
  },
  {
    title: 'a field of the wrong type',
    files: config('', 'models: [null], file: 5,'),
    problems: 2,
    says: ['prompts.greet.file: is the number 5; expected a string', 'prompts.greet.models[0]: is null'],
  },
  {
    title: 'a config that throws',
    files: { 'prompteval.config.ts': "throw new Error('no such stage');\n" },
    says: ['prompteval.config.ts', 'could not be loaded', 'no such stage'],
  },
  {
    title: 'a config that cannot be parsed',
    files: { 'prompteval.config.ts': 'export default {\n' },
    says: ['prompteval.config.ts', 'could not be loaded', ':2:0'],
  },
  {
    title: 'a config that imports what is not there',
    files: { 'prompteval.config.ts': `import x from './stages.ts';\n${greetingConfig()}x;` },
    says: ['prompteval.config.ts', 'could not be loaded', './stages.ts'],
  },
  {
    title: 'a config that exports nothing',
    files: { 'prompteval.config.ts': 'const prompts = {};\n' },
    says: ['prompteval.config.ts', 'expected'],
  },
  {
    title: 'a JSON config that is no JSON',
    files: { 'prompteval.config.ts': null, 'prompteval.config.json': '{"prompts": {' },
    says: ['prompteval.config.json', 'this is not JSON'],
  },
  {
    title: 'an evaluator file that is gone',
    files: {
      'prompteval.config.ts': null,
      'prompteval.config.json':
        '{"prompts": {"greet": {"dataset": "datasets/greet.csv", "evaluators": [\n"./gone.ts"\n]}}}',
    },
    says: [
      'prompteval.config.json:2 prompts.greet.evaluators[0]: the evaluator file ./gone.ts does not exist',
    ],
  },
  {
    title: 'a registry that this version does not know',
    files: config("registry: 'redis://host/db',"),
    says: ['registry: ', 'redis', 'expected a folder such as .prompteval/registry'],
  },
];

const datasets: BadInput[] = [
  {
    title: 'a duplicate id',
    files: cases('id,message\na,hello\nb,bye\na,good night\n'),
    says: ['datasets/greet.csv:4 id: duplicate id "a"', 'line 2'],
  },
  {
    title: 'a row with too many cells and one with too few',
    files: cases('id,message,expected\na,hello,yes,really\nb,bye\nc,ok,yes\n'),
    problems: 2,
    says: ['datasets/greet.csv:2: has 4 cells', 'datasets/greet.csv:3: has 2 cells; expected 3'],
  },
  {
    title: 'a quote that is never closed',
    files: cases('id,message\na,hello\nb,"bye\n'),
    says: ['datasets/greet.csv:3: has a quote that is never closed'],
  },
  {
    title: 'a line of JSON that is none',
    files: {
      'prompteval.config.ts': greetingConfig().replace('greet.csv', 'greet.jsonl'),
      'datasets/greet.jsonl': '{"id": "a", "message": "x"}\n{"id": \n',
    },
    says: ['datasets/greet.jsonl:2: '],
  },
  {
    title: 'no row',
    files: cases('id,message\n'),
    says: ['datasets/greet.csv', 'no case', 'Add at least one row'],
  },
  { title: 'an empty file', files: cases(''), says: ['datasets/greet.csv', 'no case'] },
  {
    title: 'a missing file',
    files: { 'datasets/greet.csv': null },
    says: ['prompteval.config.ts:6 prompts.greet.dataset: the dataset datasets/greet.csv does not exist'],
  },
  {
    title: 'a variable that no case has',
    files: prompt(greetingPrompt('demo/in-context', 'Say yes or no. {{mesage}}')),
    says: ['{{mesage}}', 'no case', 'Did you mean "message"?'],
  },
  {
    title: 'a value that one case lacks',
    files: {
      'prompteval.config.ts': greetingConfig().replace('greet.csv', 'greet.jsonl'),
      'datasets/greet.jsonl': '{"id": "a", "message": "x", "expected": "y"}\n{"id": "b", "expected": "y"}\n',
    },
    says: ['datasets/greet.jsonl:2 message: ', 'b'],
  },
];

const prompts: BadInput[] = [
  {
    title: 'an unquoted {{message}}',
    files: prompt(
      'name: greet\nmodel: demo/in-context\nmessages:\n  - role: user\n    content: {{message}}\n',
    ),
    says: ['prompts/greet.prompt.yml:5: YAML reads unquoted braces', 'Quote the text, "{{name}}"'],
  },
  {
    title: 'broken YAML',
    files: prompt('name: greet\nmodel: x/y\nmessages: [\n'),
    says: ['prompts/greet.prompt.yml:', 'is no valid YAML'],
  },
  {
    title: 'a missing prompt file',
    files: { 'prompts/greet.prompt.yml': null },
    says: [
      'prompteval.config.ts',
      'prompts.greet.file: the prompt file prompts/greet.prompt.yml does not exist',
    ],
  },
  {
    title: 'an unknown role',
    files: prompt('name: greet\nmodel: demo/in-context\nmessages:\n  - role: usr\n    content: hi\n'),
    says: ['prompts/greet.prompt.yml:4 messages[0].role', 'usr'],
  },
  {
    title: 'an output schema that is no JSON',
    files: outputSchema('{"name": "x", "schema": {'),
    says: ['prompts/greet.prompt.yml:8 jsonSchema: is no valid JSON'],
  },
  {
    title: 'an output schema of a type that does not exist',
    files: outputSchema('{"name": "x", "schema": {"type": "text"}}'),
    says: ['prompts/greet.prompt.yml:8 jsonSchema.schema: ', '"text"', 'expected', '"string"'],
  },
];

const models: BadInput[] = [
  {
    title: 'an unknown provider',
    files: prompt(greetingPrompt('opnai/gpt-4.1-mini')),
    says: [
      'there is no provider "opnai", which the model opnai/gpt-4.1-mini names',
      'Did you mean "openai"?',
    ],
  },
  {
    title: 'an unknown provider on the command line',
    args: ['run', 'greet', '--model', 'opnai/gpt-4.1-mini'],
    says: [
      'there is no provider "opnai", which the model opnai/gpt-4.1-mini names',
      'Did you mean "openai"?',
    ],
  },
  {
    title: 'an unknown model of the demo',
    files: prompt(greetingPrompt('demo/large')),
    args: ['run', 'greet', '--quiet'],
    says: ['no model "large"'],
    begins: true,
  },
  {
    title: 'a missing key',
    files: prompt(greetingPrompt('openai/gpt-4.1-mini')),
    says: ['providers.openai.apiKey: no API key', 'Set OPENAI_API_KEY', '.env'],
  },
  {
    title: 'a .env with a line that sets nothing',
    files: { ...prompt(greetingPrompt('openai/gpt-4.1-mini')), '.env': 'OPENAI_API_KEY\n' },
    says: ['providers.openai.apiKey: no API key'],
  },
  {
    title: 'a cap on cost and a model without a price',
    args: ['run', 'greet', '--max-cost', '1'],
    says: ['maxCost: no price is known for demo/in-context', "prices: { 'demo/in-context':"],
  },
];

const refs: BadInput[] = [
  {
    title: 'a version that is not there',
    args: ['show', 'greet@7'],
    says: ['greet@7', 'prompteval publish greet'],
  },
  {
    title: 'an alias that is not there',
    args: ['run', 'greet', '--candidate', '@nosuch'],
    says: ['"nosuch"'],
  },
  {
    title: 'a digest that is not there',
    args: ['show', 'greet@sha256:1234567'],
    says: ['greet@sha256:1234567'],
  },
  {
    title: 'a digest that is none',
    args: ['show', 'greet@sha256:xyz'],
    says: ['"greet@sha256:xyz"', 'hexadecimal'],
  },
  {
    title: 'a ref of another prompt',
    args: ['run', 'greet', '--candidate', 'other@1'],
    says: ['other@1 is a version of another prompt', 'greet@latest'],
  },
  {
    title: 'a bare name',
    args: ['run', 'greet', '--candidate', 'stable'],
    says: ['--candidate: "stable" is no ref', 'Did you mean @stable?'],
  },
  {
    title: 'a file in place of a ref',
    args: ['run', 'greet', '--candidate', 'prompts/greet.prompt.yml'],
    says: ['"prompts/greet.prompt.yml" is no ref', "A prompt's own file is its draft, @draft"],
  },
  {
    title: 'a ref that says no version',
    args: ['show', 'greet'],
    says: ['"greet"', 'greet@stable or greet@draft'],
  },
  {
    title: 'a draft as the baseline',
    args: ['run', 'greet', '--baseline', '@draft'],
    says: ['--baseline', 'greet@draft is a draft'],
  },
  {
    title: 'an unknown prompt',
    args: ['run', 'gret'],
    says: ['prompteval.config.ts: there is no prompt "gret". Did you mean "greet"?'],
  },
  {
    title: 'an unknown case',
    args: ['render', 'greet@draft', '--case', 'nosuch'],
    says: ['--case: greet has no case "nosuch"', 'a, b'],
  },
  {
    title: 'an unknown tag',
    args: ['run', 'greet', '--filter', 'shrt'],
    says: ['--filter: greet has no tag "shrt". Did you mean "short"?'],
  },
  { title: 'an unknown run', args: ['report', '20261121'], says: ['there is no run "20261121" in reports'] },
  {
    title: 'an unknown alias',
    args: ['log', 'greet', '--alias', 'canary'],
    says: ['greet has no alias "canary"'],
  },
];

const usage: BadInput[] = [
  {
    title: 'an unknown command',
    args: ['relase', 'greet'],
    says: ["unknown command 'relase'. Did you mean release?"],
  },
  {
    title: 'a command like no other',
    args: ['xyzzy'],
    says: ["unknown command 'xyzzy'. See prompteval --help"],
  },
  {
    title: 'an unknown subcommand',
    args: ['audit', 'xyzzy'],
    says: ["unknown command 'xyzzy'. See prompteval audit --help"],
  },
  {
    title: 'an unknown option',
    args: ['run', '--xyzzy'],
    says: ["unknown option '--xyzzy'. See prompteval run --help"],
  },
  {
    title: 'a mistyped option',
    args: ['run', '--dryrun'],
    says: ["unknown option '--dryrun'. Did you mean --dry-run?"],
  },
  {
    title: 'a missing argument',
    args: ['release'],
    says: ["missing required argument 'prompt'. See prompteval release --help"],
  },
  {
    title: 'an argument too many',
    args: ['list', 'greet'],
    says: ["too many arguments for 'list'", 'See prompteval list --help'],
  },
  {
    title: 'an option without its value',
    args: ['publish', 'greet', '--note'],
    says: ["option '--note <text>' argument missing"],
  },
  {
    title: 'a rollback without a reason',
    args: ['rollback', 'greet'],
    says: ['--reason: ', 'a rollback says why', '--incident <text>'],
  },
  {
    title: 'a rollback for no reason',
    args: ['rollback', 'greet', '--reason', ' '],
    says: ['--reason: ', 'expected a text'],
  },
  ...['draft', 'a b', '../x', '@stable', ''].map((name) => ({
    title: `--alias "${name}"`,
    args: ['release', 'greet', '--alias', name],
    says: ['--alias: ', name, 'expected a name such as stable'],
  })),
  {
    title: 'a model without its provider',
    args: ['run', '--model', 'own', '--model', 'gpt-4.1'],
    says: ['--model: "gpt-4.1"', 'expected provider/model'],
  },
  {
    title: '--first 0',
    args: ['run', '--first', '0'],
    says: ['--first: "0"', 'expected a whole number of at least 1'],
  },
  { title: '--repeats 1.5', args: ['run', '--repeats', '1.5'], says: ['--repeats: "1.5"', 'a whole number'] },
  { title: '--concurrency many', args: ['run', '--concurrency', 'many'], says: ['--concurrency: "many"'] },
  {
    title: '--max-cost x',
    args: ['run', '--max-cost', 'x'],
    says: ['--max-cost: "x"', 'expected a number above 0'],
  },
  { title: '--max-cost 0', args: ['run', '--max-cost', '0'], says: ['--max-cost: "0"'] },
  {
    title: '--format nope',
    args: ['report', '--format', 'nope'],
    says: ['--format: "nope" is no format; expected terminal, html, markdown, junit, json\n'],
  },
  {
    title: '--format htm',
    args: ['report', '--format', 'htm'],
    says: ['--format: "htm" is no format; expected terminal,', 'Did you mean "html"?'],
  },
  {
    title: 'a release of some cases',
    args: ['release', 'greet', '--first', '1'],
    says: ['--first: ', 'can never promote'],
  },
  {
    title: '--cwd to nowhere',
    args: ['status', '--cwd', 'nowhere'],
    says: ['--cwd: there is no folder nowhere'],
  },
  {
    title: '--cwd to a file',
    args: ['status', '--cwd', 'prompteval.config.ts'],
    says: ['--cwd: there is no folder'],
  },
  {
    title: '--config of a file that is not there',
    args: ['status', '--config', 'x.ts'],
    says: ['x.ts', 'does not exist'],
  },
  {
    title: '--config of a folder',
    args: ['status', '--config', 'prompts'],
    says: ['--config: prompts is a folder', '--cwd prompts'],
  },
];

describe.each<[string, BadInput[]]>([
  ['config', configs],
  ['dataset', datasets],
  ['prompt', prompts],
  ['model', models],
  ['name', refs],
  ['usage', usage],
])('a wrong %s', (_, table) => {
  it.each(table)(
    '$title',
    async ({ files = {}, args = ['run', 'greet'], says, problems = 1, begins = false }) => {
      const project = await greetingProject(files);
      const { exitCode, stdout, stderr } = await runCli(args, { cwd: project.folder });

      expect(stderr).toMatch(/^prompteval: /);
      expectInOrder(stderr, says);
      expect(stderr).not.toMatch(/this is a bug|^ {4}at |node:/m);
      expect(stderr.split('\n').filter((line) => line.startsWith('  ✖ '))).toHaveLength(
        problems === 1 ? 0 : problems,
      );
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(existsSync(project.path('.prompteval'))).toBe(false);
      expect(existsSync(project.path('reports'))).toBe(begins);
    },
  );
});

function expectInOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    expect(at, `${JSON.stringify(part)} in ${text}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
}

describe('the place where runs are kept', () => {
  it.each([
    ['is a file', { reports: '' }],
    ['has a file where the prompt’s folder should be', { 'reports/greet': '' }],
  ])('%s', async (_, files) => {
    const project = await greetingProject(files);
    const { exitCode, stdout, stderr } = await runCli(['run', 'greet'], { cwd: project.folder });
    expect(stderr).toMatch(/^prompteval: reports.*ENOTDIR.*\n$/);
    expect(stderr).not.toMatch(/this is a bug|^ {4}at /m);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
});

describe('a .env that is the folder of a Python environment', () => {
  it('is no matter of ours', async () => {
    const project = await greetingProject({ '.env/pyvenv.cfg': '' });
    expect(await runCli(['validate'], { cwd: project.folder })).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a damaged registry', () => {
  const record = '.prompteval/registry/versions/greet/0000000001.json';

  it.each([['status'], ['versions', 'greet'], ['show', 'greet@1'], ['publish', 'greet'], ['list']])(
    'is named by %s',
    async (...args) => {
      const project = await greetingProject({ [record]: '{' });
      const { exitCode, stdout, stderr } = await runCli(args, { cwd: project.folder });
      expect(stderr).toContain('versions/greet/0000000001.json');
      expect(stderr).toContain('prompteval audit verify');
      expect(stderr).not.toMatch(/this is a bug|^ {4}at /m);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(await project.list('.prompteval')).toEqual([record]);
    },
  );
});

describe('a model whose provider does not exist', () => {
  it.each([
    [{}, 'prompts/greet.prompt.yml:2 model: there is no provider "opnai"'],
    [
      { 'prompteval.config.ts': greetingConfig('', "models: ['opnai/gpt-4.1-mini'],") },
      'prompteval.config.ts:8 prompts[\'greet\'].models: there is no provider "opnai"',
    ],
  ])('is placed by validate where it stands', async (files, says) => {
    const project = await greetingProject({ ...prompt(greetingPrompt('opnai/gpt-4.1')), ...files });
    const { exitCode, stderr } = await runCli(['validate'], { cwd: project.folder });
    expect(stderr).toContain(`prompteval: ${says}`);
    expect(exitCode).toBe(2);
  });
});

describe('several files with mistakes', () => {
  const files = {
    'prompteval.config.ts': greetingConfig('maxcost: 5,', "gates: [{ metric: 'quality', mn: 0.5 }],"),
    'prompts/greet.prompt.yml': greetingPrompt('demo/in-context', '{{mesage}').replace(
      'role: user',
      'role: usr',
    ),
    'datasets/greet.csv': 'id,message\na,hello\na,bye\n',
  };

  it('are all shown by one validate', async () => {
    const project = await greetingProject(files);
    const { exitCode, stderr } = await runCli(['validate'], { cwd: project.folder });
    expectInOrder(stderr, [
      '✖ prompteval.config.ts:11 maxcost',
      '✖ prompteval.config.ts:8 prompts.greet.gates[0].mn',
      '✖ prompts/greet.prompt.yml:4 messages[0].role',
      '✖ datasets/greet.csv:3 id: duplicate id "a"',
    ]);
    expect(exitCode).toBe(2);
  });

  it('are not more than there are: a file that is missing is named once', async () => {
    const project = await greetingProject({ 'datasets/greet.csv': null });
    const { stderr } = await runCli(['validate'], { cwd: project.folder });
    expect(stderr.match(/greet\.csv/g)).toHaveLength(1);
  });
});

it('has a project that would run', async () => {
  const project = await greetingProject({ 'datasets/greet.csv': greetingCases });
  expect(await runCli(['run', 'greet'], { cwd: project.folder })).toMatchObject({ exitCode: 0 });
});
