import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { configNames } from '../../config/load-config.ts';
import { InputError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell-word.ts';
import { suggestion } from '../../core/suggest.ts';
import { excerpt, printable } from '../../core/text.ts';
import { secretsNeeded } from '../../project/models/secrets-needed.ts';
import { inspectProject } from '../../project/opening/open-project.ts';
import { losesMovesOfJobs, registryPlace } from '../../project/opening/registry-place.ts';
import { findHardcodedPrompts } from '../../project/starter/inventory.ts';
import { hasRemote, requireNoCi, type WrittenCi, writeCi } from '../../project/starter/write-ci.ts';
import { exampleStarter, promptStarter, writeStarter } from '../../project/starter/write-starter.ts';
import { type CiSystem, ciSystems, registryBranch, withBranchRegistry } from '../../starter/ci-files.ts';
import type { Starter } from '../../starter/starter-files.ts';
import { createOutput, type GlobalOptions, type Output } from '../output.ts';

export interface InitOptions extends GlobalOptions {
  yes?: boolean;
  prompt?: string;
  model?: string;
  inventory?: string;
  ci?: string;
}

const usualModel = 'openai/gpt-4.1-mini';

export async function run([folder = '.']: string[], flags: InitOptions): Promise<void> {
  const output = createOutput(flags);
  if (flags.inventory !== undefined) return listPrompts(flags.inventory, output);
  const ci = flags.ci === undefined ? null : readSystem(flags.ci);
  if (ci !== null) await requireNoCi(resolve(folder), ci);
  if (ci !== null && flags.prompt === undefined && hasConfig(resolve(folder))) {
    const written = await addCi(folder, ci, flags);
    printCi(output, written);
    return output.printJson({ folder, ...written });
  }
  const plain = await chooseStarter(resolve(folder), flags);
  const isShared = ci !== null && (await hasRemote(resolve(folder)));
  const starter = isShared ? { ...plain, files: withBranchRegistry(plain.files) } : plain;
  const written = await writeStarter(resolve(folder), starter);
  output.print(`A project for ${output.bold(starter.prompt)}:`);
  for (const path of written) output.print(`  ${printable(path)}`);
  for (const each of starter.lost) output.note(`Not taken over: ${each}`);
  const added = ci === null ? null : await addCi(folder, ci, flags);
  if (added !== null) printCi(output, added);
  const files = [...written, ...(added?.files ?? [])];
  output.printJson({ folder, prompt: starter.prompt, files, lost: starter.lost });
  output.note(nextStep(folder, starter));
}

function readSystem(text: string): CiSystem {
  const system = ciSystems.find((known) => known === text);
  if (system !== undefined) return system;
  const hint = suggestion(text, ciSystems) ?? 'docs/ci.md shows the commands for any other';
  throw new InputError({ field: '--ci', message: `"${text}" is none that a workflow is written for`, hint });
}

function hasConfig(folder: string): boolean {
  return configNames.some((name) => existsSync(join(folder, name)));
}

/** The workflow, with the secrets that the project's models need. A config with problems names none. */
async function addCi(folder: string, ci: CiSystem, flags: InitOptions): Promise<WrittenCi> {
  const { project } = await inspectProject({ cwd: resolve(folder), config: flags.config });
  const prompts = [...(project?.config.prompts.values() ?? [])];
  const needed = await Promise.all(
    prompts.map((prompt) => (project ? secretsNeeded(project, prompt).catch(() => null) : null)),
  );
  const secrets = needed.flatMap((each) => each?.variables.flatMap(([first]) => first ?? []) ?? []);
  const written = await writeCi(resolve(folder), ci, [...new Set(secrets)].sort());
  const isLost = project !== null && losesMovesOfJobs(registryPlace(project.config));
  return isLost ? { ...written, todo: [...written.todo, keepMoves] } : written;
}

const keepMoves = `Let moves leave the job that makes them: registry: { git: { branch: '${registryBranch}' } } in the config, or PostgreSQL.`;

function printCi(output: Output, { files, todo }: WrittenCi): void {
  output.print('For the pipeline:');
  for (const path of files) output.print(`  ${printable(path)}`);
  for (const each of todo) output.note(printable(each));
  output.note('See what a job would do with it: prompteval ci-check');
}

async function listPrompts(folder: string, output: Output): Promise<void> {
  const { prompts, files } = await findHardcodedPrompts(folder);
  for (const { file, line, text } of prompts) {
    output.print(
      `${output.bold(printable(`${file}:${line}`))}  ${excerpt(text, Math.max(40, output.width - file.length - 12))}`,
    );
  }
  const counted = prompts.length === 1 ? '1 text looks' : `${prompts.length} texts look`;
  output.note(
    `${counted} like a prompt, in ${files} source ${files === 1 ? 'file' : 'files'}. Move one to a file with: prompteval init --prompt <file>`,
  );
  output.printJson({ folder, files, prompts });
}

/** Asks only a person at a terminal, and only what no option says. */
async function chooseStarter(folder: string, { prompt, model, yes, json }: InitOptions): Promise<Starter> {
  if (prompt !== undefined) return promptStarter(folder, prompt, model ?? usualModel);
  if (yes || json || !process.stdin.isTTY || !process.stderr.isTTY) return exampleStarter();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const path = await terminal.question(
      'A file with a prompt of yours (leave empty for a small example that needs no key): ',
    );
    if (path.trim() === '') return await exampleStarter();
    const isYaml = /\.ya?ml$/i.test(path.trim());
    const answer = isYaml || model ? '' : await terminal.question(`The model to ask (${usualModel}): `);
    return await promptStarter(folder, path.trim(), model ?? (answer.trim() || usualModel));
  } finally {
    terminal.close();
  }
}

function nextStep(folder: string, { prompt, isDatasetEmpty }: Starter): string {
  const there = folder === '.' ? '' : `cd ${folder.startsWith('-') ? '-- ' : ''}${shellWord(folder)} && `;
  if (!isDatasetEmpty) return `Next: ${there}prompteval run ${prompt}`;
  return `Next: put real inputs and what you expect into the dataset, then ${there}prompteval validate`;
}
