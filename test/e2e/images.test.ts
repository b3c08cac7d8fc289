import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { png } from '../support/pictures.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

const config = `import { defineConfig, defineEvaluator } from 'prompteval';
/** 1 where every picture came as data or as a URL. */
const seen = defineEvaluator({
  name: 'seen',
  version: '1',
  metrics: [{ id: 'seen', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate({ messages }) {
    const images = messages.flatMap((message) => message.images ?? []);
    return { metric: 'seen', value: images.length === 2 && images.every((image) => /^(data:image\\/png;|https:)/.test(image)) ? 1 : 0 };
  },
});
export default defineConfig({
  prompts: { look: { dataset: 'datasets/look.csv', evaluators: [seen], gates: [{ metric: 'seen', min: 1 }] } },
});
`;
const prompt = `name: look
model: demo/in-context
messages:
  - role: user
    content: 'Answer yes or no: {{question}}'
    images: [images/logo.png, '{{photo}}']
x-prompteval:
  variables:
    photo: {type: image}
`;
const cases =
  'id,question,photo\none,Is it red?,images/red.png\ntwo,Is it blue?,https://example.com/blue.png\n';

async function makeLook(files: Record<string, string> = {}): Promise<TemporaryProject> {
  const project = await makeProject({
    'prompteval.config.ts': config,
    'prompts/look.prompt.yml': prompt,
    'datasets/look.csv': cases,
    ...files,
  });
  await mkdir(project.path('images'));
  await writeFile(project.path('images/logo.png'), png('logo'));
  await writeFile(project.path('images/red.png'), png('red'));
  return project;
}

const cli = (project: TemporaryProject, ...args: string[]) => runCli(args, { cwd: project.folder });
const run = async (project: TemporaryProject) =>
  (await cli(project, 'run', 'look', '--json')).json<RunFile>();

describe('images', () => {
  it('reach the model as data, stand in a version whole, and never in a report', async () => {
    const project = await makeLook();
    const released = await cli(project, 'release', 'look', '--json');
    expect(released.exitCode, released.stderr).toBe(0);
    const { id } = released.json<RunFile>();
    const version = await project.read('.prompteval/registry/versions/look/0000000001.json');
    expect(version).toContain(`data:image/png;base64,${png('logo').toString('base64')}`);
    for (const file of ['index.html', 'summary.md', 'junit.xml', 'cases.jsonl', 'trials.jsonl']) {
      const text = await readFile(project.path(`reports/look/${id}/${file}`), 'utf8');
      expect(text, file).not.toContain('base64');
    }
    expect(await cli(project, 'audit', 'verify')).toMatchObject({ exitCode: 0 });

    const shown = await cli(project, 'show', 'look@stable');
    expect(shown.stdout).toMatch(/\(image: png, 0\.0 KB, [0-9a-f]{7}\)\n {2}\(image: \{\{photo\}\}\)/);
    const rendered = await cli(project, 'render', 'look@draft', '--case', 'one');
    expect(rendered.stdout).toMatch(/\(image: png, 0\.0 KB, [0-9a-f]{7}\)\n\(image: images\/red\.png\)/);
  });

  it('change the digest of what they belong to, and nothing else', async () => {
    const project = await makeLook();
    const first = await run(project);
    expect(first.verdict.status).toBe('pass');
    await writeFile(project.path('images/red.png'), png('redder'));
    const second = await run(project);
    expect(second.dataset.digest).not.toBe(first.dataset.digest);
    expect(second.arms.candidate.digest).toBe(first.arms.candidate.digest);
    // Nothing was tried against these cases before: another picture makes them others.
    expect([first.attempt, second.attempt]).toEqual([1, 1]);
    expect(second.attempts?.cases).not.toBe(first.attempts?.cases);
    await writeFile(project.path('images/logo.png'), png('another logo'));
    const third = await run(project);
    expect(third.dataset.digest).toBe(second.dataset.digest);
    expect(third.arms.candidate.digest).not.toBe(second.arms.candidate.digest);

    // A prompt without image variables has the dataset's own digest.
    await project.write(
      'prompts/look.prompt.yml',
      'model: demo/in-context\nmessages: [{role: user, content: "{{question}}"}]\n',
    );
    const plain = await run(project);
    await writeFile(project.path('images/red.png'), png('red'));
    expect((await run(project)).dataset.digest).toBe(plain.dataset.digest);
    expect(plain.dataset.digest).not.toBe(third.dataset.digest);
  });

  it('make a run stale when they change', async () => {
    const project = await makeLook();
    const { id } = await run(project);
    await writeFile(project.path('images/red.png'), png('redder'));
    const stale = await cli(project, 'release', 'look', '--run', id);
    expect(stale.exitCode).toBe(4);
    expect(stale.stderr).toContain('The dataset changed');
    await writeFile(project.path('images/red.png'), png('red'));
    expect(await cli(project, 'release', 'look', '--run', id)).toMatchObject({ exitCode: 0 });
  });

  it.each(['validate', 'run'])(
    'that are not there are problems of %s, with file and line',
    async (command) => {
      const project = await makeLook({
        'datasets/look.csv': `${cases}three,?,images/none.png\nfour,?,../../etc/passwd\nfive,?,prompteval.config.ts\nsix,?,/etc/passwd\n`,
      });
      const result = await cli(project, command);
      expect(result.exitCode).toBe(2);
      const lines = result.stderr.split('\n');
      const said = [
        /look\.csv:4 photo: case three: the image images\/none\.png does not exist\. Paths of images begin at the config's folder/,
        /look\.csv:5 photo: case four: the image \.\.\/\.\.\/etc\/passwd (lies outside the project|does not exist)/,
        /look\.csv:6 photo: case five: the image prompteval\.config\.ts is no png, jpeg, gif or webp/,
        /look\.csv:7 photo: case six: the variable \{\{photo\}\} of the prompt "look" is an absolute path/,
      ];
      for (const words of said)
        expect(
          lines.filter((line) => words.test(line)),
          String(words),
        ).toHaveLength(1);
      expect(await project.list('reports')).toEqual([]);
    },
  );

  it('of a prompt are checked at their line', async () => {
    const project = await makeLook({
      'prompts/look.prompt.yml': `${prompt.replace('images/logo.png', 'images/lgo.png, images/out.png').replace('photo: {type: image}', 'photo: {type: image, default: images/no.png}')}`,
    });
    await symlink('/etc/hostname', project.path('images/out.png'));
    const { exitCode, stderr } = await cli(project, 'validate');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /look\.prompt\.yml:6 messages\[0\]\.images\[0\]: the image images\/lgo\.png does not exist/,
    );
    expect(stderr).toMatch(
      /look\.prompt\.yml:6 messages\[0\]\.images\[1\]: the image images\/out\.png lies outside/,
    );
    expect(stderr).toMatch(
      /look\.prompt\.yml:9 x-prompteval\.variables\.photo\.default: the image images\/no\.png does not/,
    );
  });
});
