import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingProject } from './greeting-project.ts';

const promptFile = 'prompts/greet.prompt.yml';
const dataset = 'datasets/greet.csv';

it.skipIf(process.platform === 'win32').each<[string, string[], string[]]>([
  ['validate', [promptFile, dataset], [`${promptFile}: is a pipe`, `${dataset}: is a pipe`]],
  ['run greet', [promptFile], [`${promptFile}: is a pipe or a device, and no file`]],
  ['validate --config pipe.json', ['pipe.json'], ['pipe.json: this is no file']],
  ['import pipe.yaml', ['pipe.yaml'], ['pipe.yaml: is a pipe or a device, and no file']],
  ['init new --prompt pipe.txt', ['pipe.txt'], ['pipe.txt: is a pipe or a device, and no file']],
])('%s does not wait for a pipe', async (line, pipes, says) => {
  const project = await greetingProject();
  for (const pipe of pipes) {
    await rm(project.path(pipe), { force: true });
    execFileSync('mkfifo', [project.path(pipe)]);
  }
  const { exitCode, stderr } = await runCli(line.split(' '), { cwd: project.folder });
  for (const words of says) expect(stderr).toContain(words);
  expect(exitCode).toBe(2);
});
