import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingProject } from './greeting-project.ts';

const promptFile = 'prompts/greet.prompt.yml';
const variant = 'prompts/greet.short.prompt.yml';

it.each<[string, string, string]>([
  ['validate', promptFile, `${promptFile}: is not encoded as UTF-8 (line 2)`],
  [
    'sweep greet --candidate short',
    variant,
    `${variant} cannot be read: it is not encoded as UTF-8 (line 2)`,
  ],
  ['validate', 'OWNERS.yml', 'OWNERS.yml: is not encoded as UTF-8'],
])('%s takes no bytes of %s for replacement characters', async (line, file, says) => {
  const project = await greetingProject();
  await writeFile(project.path(file), Buffer.from('name: greet\ndescription: Grüße\n', 'latin1'));
  const { exitCode, stderr } = await runCli(line.split(' '), { cwd: project.folder });
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});
