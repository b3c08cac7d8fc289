import { mkdir, symlink } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { changedPrompts } from '../../../src/project/ci/changed-prompts.ts';
import { openProject } from '../../../src/project/opening/open-project.ts';
import { commitAll, git } from '../../support/git.ts';
import { makeProject } from '../../support/temporary-project.ts';

const config = (near: string) => `import near from '${near}';
import far from 'far';
import { defineConfig, exactMatch } from 'prompteval';
export default defineConfig({
  prompts: { greet: { dataset: 'greet.csv', evaluators: [exactMatch({ normalize: near })], gates: [{ metric: far, min: 0.5 }] } },
});
`;
const file = 'outer/inner/repository/prompteval.config.mjs';
const packageOf = (name: string, value: string) => ({
  [`${name}/package.json`]: '{"type":"module","exports":"./index.js"}',
  [`${name}/index.js`]: `export default ${JSON.stringify(value)};\n`,
});

async function repository() {
  const far = packageOf('outer/node_modules/far', 'exactMatch');
  // Its own is the one that is nearest.
  const hidden = packageOf('outer/node_modules/near', 'not this one');
  const near = packageOf('outer/inner/node_modules/near', 'trim');
  // As an application has it: what a config imports then is this, and not what the command has with it.
  const own = {
    'outer/node_modules/prompteval/package.json': '{"type":"module","exports":"./index.js"}',
    'outer/node_modules/prompteval/index.js': `export const defineConfig = (config) => config;
export function exactMatch(options) {
  return { name: 'exactMatch', version: '1', options, metrics: [{ id: 'exactMatch', kind: 'binary', better: 'higher', range: [0, 1] }], evaluate: () => ({ metric: 'exactMatch', value: 1 }) };
}
`,
  };
  const project = await makeProject({
    ...{ ...far, ...hidden, ...near, ...own },
    [file]: config('near'),
    'outer/inner/repository/greet.csv': 'id,word,expected\na,hello,hello\n',
    'outer/inner/repository/prompts/greet.prompt.yml':
      'name: greet\nmodel: demo/in-context\nmessages:\n  - {role: user, content: "Say {{word}}"}\n',
  });
  const cwd = project.path('outer/inner/repository');
  await git(cwd, 'init', '--quiet');
  await commitAll(cwd);
  const changesSince = async (since: string) => {
    const opened = await openProject({ cwd, warn: () => undefined });
    const { changed } = await changedPrompts(opened, [...opened.config.prompts.values()], since);
    return changed.flatMap(({ changes }) => changes);
  };
  return { project, cwd, changesSince };
}

it('finds the packages that are installed above the repository for another revision too', async () => {
  const { project, cwd, changesSince } = await repository();
  expect(await changesSince('HEAD')).toEqual([]);
  // A package of the repository itself is that of the revision.
  await mkdir(project.path('outer/node_modules'), { recursive: true });
  await project.write(
    'outer/inner/repository/mine/package.json',
    '{"type":"module","name":"mine","exports":"./index.js"}',
  );
  await project.write('outer/inner/repository/mine/index.js', 'export default "trim";\n');
  await symlink(
    project.path('outer/inner/repository/mine'),
    project.path('outer/node_modules/mine'),
    'junction',
  );
  await project.write(file, config('mine'));
  await commitAll(cwd);
  expect(await changesSince('HEAD')).toEqual([]);
  await project.write('outer/inner/repository/mine/index.js', 'export default "text";\n');
  expect(await changesSince('HEAD')).not.toEqual([]);
  await project.write(file, config('near'));
  await commitAll(cwd);
  await project.write(file, config('gone'));
  await commitAll(cwd);
  await project.write(file, config('near'));
  expect(await changesSince('HEAD~1')).toEqual([]);
  // What is not installed for it is named, and no evaluator.
  const [change, ...others] = await changesSince('HEAD');
  expect(others).toEqual([]);
  expect(change).toMatch(/its config can't be read there.*gone/);
});

it('checks another revision out by its own attributes', async () => {
  const { project, cwd, changesSince } = await repository();
  await project.write(
    'outer/inner/repository/.gitattributes',
    '*.csv eol=crlf\n*.yml working-tree-encoding=UTF-16LE\n',
  );
  expect(await changesSince('HEAD')).toEqual([]);
  expect(await git(cwd, 'status', '--porcelain', '--untracked-files=no')).toBe('');
  await project.remove();
});
