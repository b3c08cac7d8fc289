import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Files,
  findCrowdedFolders,
  findCycles,
  findImportsBeyond,
  findReachesIntoSource,
  findWrongDirections,
  importsOf,
  type Rules,
  readFiles,
  resolveImport,
} from './support/import-graph.ts';

/** Imports run one way; a new room needs a line here. */
const rules: Rules = {
  core: [],
  statistics: [],
  schema: ['core'],

  datasets: ['core', 'schema'],
  prompts: ['core', 'schema'],
  evaluators: ['core', 'schema'],
  providers: ['core'],
  registry: ['core'],
  progress: ['core'],

  runner: ['core'],
  comparison: ['core', 'statistics'],
  gates: ['core', 'statistics'],
  owners: ['core', 'schema'],
  release: ['core'],
  browser: ['core'],
  report: ['core', 'browser'],
  labelling: ['core', 'browser', 'report'],

  config: ['core', 'schema'],
  starter: ['core', 'prompts', 'schema', 'statistics'],
  exchange: ['core', 'prompts', 'schema', 'starter'],

  ci: ['core', 'report', 'schema'],
  webhooks: ['core'],

  evaluation: ['core', 'comparison', 'gates', 'runner', 'release', 'statistics'],

  delivery: ['core', 'prompts', 'registry'],
  client: ['core', 'prompts', 'delivery'],

  testing: ['core', 'evaluators', 'runner'],

  project: 'everything',
  'pipeline.ts': 'everything',
  'index.ts': 'everything',
  cli: 'everything',
};

/** The rooms of src/project, which may each import all of the other rooms of src/; of one another, the ones above them. */
const projectRules: Rules = {
  /** The project that was opened, and the place it runs in: CI job, revision, where its registry is. */
  opening: [],
  /** Who may do what: identities, keys, signatures, incidents, the audit of a registry. */
  owners: ['opening'],
  /** A project's own prompts as arms, with their images. */
  prompts: ['opening', 'owners'],
  /** The models that are called: providers, prices, secrets, and the answers kept for the next time. */
  models: ['opening', 'prompts'],
  /** Runs on disk: what they were asked for, their folder, their trials. */
  runs: ['opening'],
  /** Cases, their images and problems, and the ledger of the attempts made on them. */
  cases: ['opening', 'prompts', 'models', 'runs'],
  /** Stored answers scored and decided again, and what the release before was measured at. */
  scoring: ['opening', 'prompts', 'runs'],
  /** The terms of a release and its plan, until it is approved. */
  plans: ['opening', 'owners', 'prompts', 'models', 'cases'],
  /** An evaluation from its start to a run: for real, dry, of drift, of what was answered before. */
  evaluation: ['opening', 'prompts', 'models', 'runs', 'cases', 'scoring', 'plans'],
  /** People's labels and reviews: sheets, pages, calibration. */
  labelling: ['opening', 'owners', 'prompts', 'runs', 'cases', 'scoring', 'evaluation'],
  /** What an author tries before a release is asked for: sweeps and watching. */
  tuning: ['opening', 'prompts', 'models', 'runs', 'cases', 'scoring', 'evaluation'],
  /** Every move of an alias: release, promotion, rollback, freeze. */
  release: ['opening', 'owners', 'prompts', 'runs', 'cases', 'scoring', 'plans', 'evaluation', 'labelling'],
  /** What is checked in CI: the policy of a pull request, and runs that were made in shards. */
  ci: ['opening', 'owners', 'prompts', 'models', 'runs', 'cases', 'plans', 'evaluation'],
  /** What is shown over all prompts and runs: status, portfolio, histories, the site. */
  overview: ['opening', 'owners', 'prompts', 'runs', 'cases', 'plans', 'release'],
  /** What is written into a new project, and what is found in an old one. */
  starter: ['opening'],
};

/** The rooms of src/evaluators; what is made of several evaluators stands beside them. */
const evaluatorRules: Rules = {
  /** An answer or an expected value as what can be compared: JSON, numbers, words. */
  reading: [],
  /** What an evaluator may be asked for, how it is made, and how it says pass or fail. */
  options: ['reading'],
  /** What an answer says, how it says it and how long. */
  texts: ['options', 'reading'],
  /** Values: JSON, numbers, tool calls. */
  json: ['options', 'reading', 'texts'],
  /** How near an answer comes to what is expected. */
  similarity: ['options', 'reading'],
  /** What an answer must not give away, promise or be led to. */
  safety: ['options', 'reading', 'texts'],
  /** What a model or a person judges. */
  judges: ['options', 'reading', 'texts'],

  'answer-checks.ts': 'everything',
  'built-ins.ts': 'everything',
  'case-checks.ts': 'everything',
  'composite.ts': 'everything',
};

/** Beyond this, nobody finds a file by looking at its folder. */
const mostFiles = 40;

/** These are lists: a file for each noun, for each command. */
const lists = ['src/core/', 'src/cli/commands/'];

const root = fileURLToPath(new URL('..', import.meta.url));
const source = readFiles(root, 'src');

function userFiles(): Files {
  const config = 'prompteval.config.ts';
  return {
    ...(existsSync(`${root}/${config}`) ? { [config]: readFileSync(`${root}/${config}`, 'utf8') } : {}),
    ...(existsSync(`${root}/evaluators`) ? readFiles(root, 'evaluators') : {}),
  };
}

describe('the house', () => {
  it('has files', () => {
    expect(Object.keys(source).length).toBeGreaterThan(20);
    expect(importsOf(source['src/core/digest.ts'] ?? '')).toEqual(['node:crypto', './canonical-json.ts']);
  });

  it('imports in one direction', () => {
    expect(findWrongDirections(source, rules)).toEqual([]);
  });

  it('imports in one direction within the composition root too', () => {
    expect(findWrongDirections(source, projectRules, 'src/project/')).toEqual([]);
  });

  it('imports in one direction within the evaluators too', () => {
    expect(findWrongDirections(source, evaluatorRules, 'src/evaluators/')).toEqual([]);
  });

  it('has no folder that is too crowded to look through', () => {
    const isOfList = (file: string) => lists.some((list) => file.startsWith(list));
    const others = Object.entries(source).filter(([file]) => !isOfList(file));
    expect(findCrowdedFolders(Object.fromEntries(others), mostFiles)).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(findCycles(source)).toEqual([]);
  });

  it('keeps what runs in a browser apart: it knows the nouns, the words and the differences, and nothing of Node', () => {
    expect(findImportsBeyond(source, 'src/browser/', ['src/core/', 'preact', 'preact/hooks'])).toEqual([]);
    const client = [
      'src/core/',
      'src/browser/',
      'src/report/shared/',
      'src/report/diff/text-diff.ts',
      'preact',
      'preact/hooks',
    ];
    expect(findImportsBeyond(source, 'src/report/client/', client)).toEqual([]);
    expect(findImportsBeyond(source, 'src/report/shared/', ['src/core/'])).toEqual([]);
    const labelling = ['src/core/', 'src/browser/', 'src/labelling/shared/', 'preact', 'preact/hooks'];
    expect(findImportsBeyond(source, 'src/labelling/client/', labelling)).toEqual([]);
    expect(findImportsBeyond(source, 'src/labelling/shared/', ['src/core/'])).toEqual([]);
    const isClient = (file = '') => /^src\/(browser|(report|labelling)\/client)\//.test(file);
    const others = Object.entries(source).filter(([file]) => !isClient(file));
    const users = others.flatMap(([file, text]) =>
      importsOf(text).filter((specifier) => isClient(resolveImport(file, specifier))),
    );
    expect(users).toEqual([]);
  });

  it("keeps the user's files outside: they import 'prompteval', never the source", () => {
    expect(findReachesIntoSource(userFiles())).toEqual([]);
  });
});

describe('the check itself', () => {
  it.each<[string, string[]]>([
    ["import { a } from './a.ts';", ['./a.ts']],
    ['import type { a } from \'./a.ts\';\nexport * from "./b.ts";', ['./a.ts', './b.ts']],
    ["import {\n  a,\n  type b,\n} from '../core/a.ts';", ['../core/a.ts']],
    ["export { a as b } from './a.ts';", ['./a.ts']],
    ["import './effect.ts';", ['./effect.ts']],
    ["const load = () => import('./lazy.ts');", ['./lazy.ts']],
    ["type Lazy = typeof import('./lazy.ts');", ['./lazy.ts']],
    ["export const a = 1;\nconst text = `taken from './b.ts'`;", []],
    ["// import { a } from './a.ts';\n * import b from './b.ts'", []],
  ])('reads %j', (text, expected) => {
    expect(importsOf(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['src/core/a.ts', '../statistics/b.ts'],
    ['src/core/a.ts', '../project.ts'],
    ['src/statistics/a.ts', '../core/b.ts'],
    ['src/schema/a.ts', '../prompts/b.ts'],
    ['src/datasets/a.ts', '../prompts/b.ts'],
    ['src/providers/openai/a.ts', '../../schema/b.ts'],
    ['src/evaluators/a.ts', '../providers/openai/b.ts'],
    ['src/runner/a.ts', '../statistics/b.ts'],
    ['src/gates/a.ts', '../comparison/b.ts'],
    ['src/report/a.ts', '../release/b.ts'],
    ['src/config/a.ts', '../cli/b.ts'],
  ])('does not let %s import %s', (file, specifier) => {
    expect(findWrongDirections({ [file]: `import type { b } from '${specifier}';` }, rules)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['src/gates/a.ts', '../statistics/b.ts'],
    ['src/prompts/a.ts', '../schema/b.ts'],
    ['src/providers/openai/a.ts', '../b.ts'],
    ['src/providers/openai/a.ts', '../../core/b.ts'],
    ['src/core/a.ts', 'node:fs'],
    ['src/cli/run.ts', '../pipeline.ts'],
  ])('lets %s import %s', (file, specifier) => {
    expect(findWrongDirections({ [file]: `import { b } from '${specifier}';` }, rules)).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['src/project/runs/a.ts', '../owners/b.ts', 1],
    ['src/project/runs/a.ts', '../cases/b.ts', 1],
    ['src/project/a.ts', './runs/b.ts', 1],
    ['src/project/new/a.ts', '../../core/b.ts', 1],
    ['src/project/runs/a.ts', '../opening/b.ts', 0],
    ['src/project/runs/a.ts', './b.ts', 0],
    ['src/project/runs/a.ts', '../../report/b.ts', 0],
    ['src/core/a.ts', './b.ts', 0],
  ])('counts what is wrong where %s of the composition root imports %s', (file, specifier, wrong) => {
    const files = { [file]: `import { b } from '${specifier}';` };
    expect(findWrongDirections(files, projectRules, 'src/project/')).toHaveLength(wrong);
  });

  it('counts the files of a folder, not of the folders in it', () => {
    const files = { 'src/a/b.ts': '', 'src/a/c.ts': '', 'src/a/d/e.ts': '', 'src/f.ts': '' };
    expect(findCrowdedFolders(files, 1)).toEqual(['src/a has 2 files']);
    expect(findCrowdedFolders(files, 2)).toEqual([]);
  });

  it('finds what a part of a room may not import', () => {
    const beyond = (specifier: string): string[] =>
      findImportsBeyond({ 'src/a/b/c.tsx': `import { d } from '${specifier}';` }, 'src/a/b/', [
        'src/core/',
        'src/a/d.ts',
        'preact',
      ]);
    for (const specifier of ['./d.ts', '../../core/d.ts', '../d.ts', 'preact']) {
      expect(beyond(specifier)).toEqual([]);
    }
    for (const specifier of ['../e.ts', 'node:fs', 'preact/compat', '../../corex/d.ts']) {
      expect(beyond(specifier)).toHaveLength(1);
    }
  });

  it('asks for a rule for every room', () => {
    expect(findWrongDirections({ 'src/new/a.ts': '', 'src/other.ts': '' }, rules)).toHaveLength(2);
  });

  it('finds cycles, each once', () => {
    const files = {
      'src/core/a.ts': "import { b } from './b.ts';",
      'src/core/b.ts': "import type { c } from './deep/c.ts';",
      'src/core/deep/c.ts': "export { a } from '../a.ts';",
      'src/core/d.ts': "import { a } from './a.ts';",
    };
    expect(findCycles(files)).toEqual(['src/core/a.ts → src/core/b.ts → src/core/deep/c.ts → src/core/a.ts']);
    expect(findCycles({ 'src/a.ts': "import './a.ts';" })).toEqual(['src/a.ts → src/a.ts']);
  });

  it('finds user files that reach into the source', () => {
    const reach = (file: string, specifier: string): string[] =>
      findReachesIntoSource({ [file]: `import { a } from '${specifier}';` });
    expect(reach('evaluators/a.ts', '../src/index.ts')).toHaveLength(1);
    expect(reach('prompteval.config.ts', './dist/index.js')).toHaveLength(1);
    expect(reach('prompteval.config.ts', 'prompteval')).toEqual([]);
    expect(reach('prompteval.config.ts', './evaluators/a.ts')).toEqual([]);
  });
});
