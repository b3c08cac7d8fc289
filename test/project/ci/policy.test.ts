import { afterAll, beforeAll, expect, it } from 'vitest';
import { changedPrompts } from '../../../src/project/ci/changed-prompts.ts';
import { withPolicy } from '../../../src/project/ci/policy.ts';
import { openProject } from '../../../src/project/opening/open-project.ts';
import { commitAll, git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const file = 'prompteval.config.ts';
const config = `import { contains, defineConfig, exactMatch } from 'prompteval';
import own from './own.ts';

export default defineConfig({
  prompts: {
    say: { dataset: './say.csv', evaluators: [exactMatch(), own], gates: [{ metric: 'exactMatch', min: 0.5 }] },
    other: { dataset: './say.csv', evaluators: [exactMatch()], gates: [] },
  },
});
`;
const own = `import { defineEvaluator } from 'prompteval';
export default defineEvaluator({
  name: 'own', version: '1', metrics: [{ id: 'own', kind: 'binary', better: 'higher', range: [0, 1] }],
  evaluate: () => ({ metric: 'own', value: 1 }),
});
`;
const prompt = (name: string) =>
  `name: ${name}\nmodel: demo/in-context\nx-prompteval: {risk: high, owner: ana}\nmessages:\n  - {role: user, content: "Say {{word}}"}\n`;

let project: TemporaryProject;
beforeAll(async () => {
  project = await makeProject({
    [file]: config,
    'own.ts': own,
    'say.csv': 'id,word,expected\na,one,one\nb,two,two\n',
    'prompts/say.prompt.yml': prompt('say'),
    'prompts/other.prompt.yml': prompt('other'),
  });
  await git(project.folder, 'init', '--quiet');
  await commitAll(project.folder);
  await git(project.folder, 'tag', 'main');
});
afterAll(() => project.remove());

async function judged() {
  const opened = await openProject({ cwd: project.folder });
  const say = opened.config.prompts.get('say');
  if (say === undefined) throw new Error('there is no prompt');
  return withPolicy(opened, say, { name: 'main' }, async (prompt) => prompt);
}

async function looser(): Promise<string[]> {
  const { policy } = await judged();
  return (policy?.changes ?? []).filter(({ isLooser }) => isLooser).map(({ names }) => names.join());
}

it.each<[string, Record<string, (text: string) => string>, string[]]>([
  ['nothing', {}, []],
  ['a comment', { [file]: (text) => `// words\n${text}` }, []],
  [
    'a new gate and evaluator of the package, and more cases',
    {
      [file]: (text) =>
        text.replace('own],', "own, contains({ text: 'o' })],").replace('min: 0.5', 'min: 0.6'),
      'say.csv': (text) => `${text}c,three,three\n`,
    },
    [],
  ],
  [
    'another folder of reports',
    { [file]: (text) => text.replace('prompts: {', "reports: '.', prompts: {") },
    ['reports'],
  ],
  [
    'a statement beside defineConfig',
    {
      [file]: (text) => `${text}const parse = JSON.parse;\nJSON.parse = (source) => parse(source);\n`,
    },
    ['config'],
  ],
  [
    'an expression in the entry of another prompt',
    {
      [file]: (text) => text.replace('other: {', 'other: { ...(Math.max(1, 2), {}),'),
    },
    ['config'],
  ],
  [
    'code of an evaluator beside its function',
    { 'own.ts': (text) => `${text}Math.max(1, 2);\n` },
    ['config'],
  ],
  [
    'a file that it newly imports',
    {
      [file]: (text) => `import './more.ts';\n${text}`,
      'more.ts': () => 'export const more = 1;\n',
    },
    ['config'],
  ],
])('holds against the protected branch: %s', async (_, changes, expected) => {
  const kept = [file, 'own.ts', 'say.csv'];
  const before = await Promise.all(kept.map((name) => project.read(name)));
  for (const [name, change] of Object.entries(changes)) {
    await project.write(name, change(kept.includes(name) ? await project.read(name) : ''));
  }
  try {
    expect(await looser()).toEqual(expected);
  } finally {
    await Promise.all(kept.map((name, index) => project.write(name, before[index] ?? '')));
  }
});

it('knows the risk that the protected branch has, whose lowering alone is a change', async () => {
  const path = 'prompts/say.prompt.yml';
  const told = async (from: string, to: string) => {
    await project.write(path, prompt('say').replace(from, to));
    const opened = await openProject({ cwd: project.folder });
    const { changed } = await changedPrompts(opened, [...opened.config.prompts.values()], 'main');
    return [changed.map(({ prompt, changes }) => [prompt.name, ...changes]), await looser()];
  };
  const change = [['say', 'its risk, owner, use case, authority or interface']];
  try {
    expect(await told('risk: high', 'risk: low')).toEqual([change, ['risk']]);
    expect(await told('owner: ana', 'owner: ben')).toEqual([change, []]);
    expect(await told('owner: ana', 'owner: ana, changelog: words')).toEqual([[], []]);
  } finally {
    await project.write(path, prompt('say'));
  }
});

it('counts attempts that a change takes out of a ledger that is committed', async () => {
  const ledger = '.prompteval/attempts/say.jsonl';
  const line = '{"run":"a"}';
  await project.write(ledger, `${line}\n`);
  await commitAll(project.folder);
  await git(project.folder, 'tag', '--force', 'main');
  expect((await judged()).policy?.lostAttempts).toEqual([]);
  await project.write(ledger, '{"run":"b"}\n');
  expect((await judged()).policy?.lostAttempts).toEqual([line]);
});
