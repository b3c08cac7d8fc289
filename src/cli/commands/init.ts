import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { excerpt, printable } from '../../core/text.ts';
import { findHardcodedPrompts } from '../../project/inventory.ts';
import { exampleStarter, promptStarter, writeStarter } from '../../project/write-starter.ts';
import type { Starter } from '../../starter/starter-files.ts';
import { createOutput, type GlobalOptions, type Output } from '../output.ts';

export interface InitOptions extends GlobalOptions {
  yes?: boolean;
  prompt?: string;
  model?: string;
  inventory?: string;
}

const usualModel = 'openai/gpt-4.1-mini';

export async function run([folder = '.']: string[], flags: InitOptions): Promise<void> {
  const output = createOutput(flags);
  if (flags.inventory !== undefined) return listPrompts(flags.inventory, output);
  const starter = await chooseStarter(resolve(folder), flags);
  const written = await writeStarter(resolve(folder), starter);
  output.print(`A project for ${output.bold(starter.prompt)}:`);
  for (const path of written) output.print(`  ${printable(path)}`);
  for (const each of starter.lost) output.note(`Not taken over: ${each}`);
  output.printJson({ folder, prompt: starter.prompt, files: written, lost: starter.lost });
  output.note(nextStep(folder, starter));
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
  if (prompt !== undefined) return promptStarter(folder, resolve(prompt), model ?? usualModel);
  if (yes || json || !process.stdin.isTTY || !process.stderr.isTTY) return exampleStarter();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const path = await terminal.question(
      'A file with a prompt of yours (leave empty for a small example that needs no key): ',
    );
    if (path.trim() === '') return await exampleStarter();
    const isYaml = /\.ya?ml$/i.test(path.trim());
    const answer = isYaml || model ? '' : await terminal.question(`The model to ask (${usualModel}): `);
    return await promptStarter(folder, resolve(path.trim()), model ?? (answer.trim() || usualModel));
  } finally {
    terminal.close();
  }
}

function nextStep(folder: string, { prompt, isDatasetEmpty }: Starter): string {
  const there = folder === '.' ? '' : `cd ${folder} && `;
  if (!isDatasetEmpty) return `Next: ${there}prompteval run ${prompt}`;
  return `Next: put real inputs and what you expect into the dataset, then ${there}prompteval validate`;
}
