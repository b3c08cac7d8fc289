import { cp } from 'node:fs/promises';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { greetingCases, greetingConfig, greetingProject, greetingPrompt } from './greeting-project.ts';

export const actor = 'mia.with-a-rather-long-name@support-operations.example';

const asActor = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.email', GIT_CONFIG_VALUE_0: actor };

/** Runs the command line in a project, as always the same person. */
export function cli(project: TemporaryProject, ...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd: project.folder, env: asActor });
}

/** The same, of which no failure is expected. */
export async function succeed(project: TemporaryProject, ...args: string[]): Promise<CliResult> {
  const result = await cli(project, ...args);
  if (result.exitCode !== 0)
    throw new Error(`${args.join(' ')}: ${result.exitCode}\n${result.stderr}${result.stdout}`);
  return result;
}

const written = (text: string, changelog: string) =>
  `${greetingPrompt('demo/in-context', text)}x-prompteval: {owner: support-ai, risk: low, changelog: ${changelog}, variables: {message: {type: string, sensitive: true}}}\n`;

/** Versions 1 and 2 were released, 2 is stable, and the draft differs. Remove it when the tests are done. */
export async function makeReleasedProject(): Promise<TemporaryProject> {
  const project = await greetingProject({
    'prompteval.config.ts': greetingConfig(
      "prices: { 'demo/in-context': { input: 0.1, output: 0.4 } },",
      "gates: [{ metric: 'outputTokens', max: 1000 }, { metric: 'latency', max: '60s' }],",
    ),
    'prompts/greet.prompt.yml': written('Say yes or no. {{message}}', 'The first words'),
    'datasets/greet.csv': greetingCases,
  });
  await succeed(project, 'release', 'greet', '--quiet');
  await project.write(
    'prompts/greet.prompt.yml',
    written('Answer yes or no. {{message}}', 'Answers and does not just say'),
  );
  await succeed(project, 'release', 'greet', '--quiet');
  await project.write(
    'prompts/greet.prompt.yml',
    written('Answer yes or no, please. {{message}}', 'Is polite'),
  );
  return project;
}

/** A copy for tests that change it. */
export async function copyOf(project: TemporaryProject): Promise<TemporaryProject> {
  const copy = await makeProject();
  await cp(project.folder, copy.folder, { recursive: true });
  return copy;
}
