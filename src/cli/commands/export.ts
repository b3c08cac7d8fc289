import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { InputError } from '../../core/errors.ts';
import type { ExportFormat } from '../../core/exchange-formats.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { printable } from '../../core/text.ts';
import { bedrockLosses, toBedrock } from '../../exchange/to-bedrock.ts';
import { dotpromptLosses, toDotprompt } from '../../exchange/to-dotprompt.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { resolveRef } from '../../project/prompts/arms.ts';
import { parseRef } from '../../prompts/ref.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

const write: Record<ExportFormat, (prompt: PromptFile) => string> = {
  'prompt.yml': promptYaml,
  dotprompt: toDotprompt,
  bedrock: (prompt) => `${JSON.stringify(toBedrock(prompt), null, 2)}\n`,
};

const losses: Record<ExportFormat, (prompt: PromptFile) => string[]> = {
  'prompt.yml': () => [],
  dotprompt: dotpromptLosses,
  bedrock: bedrockLosses,
};

export async function run(
  [text = '']: string[],
  { format, out, ...flags }: GlobalOptions & { format: ExportFormat; out?: string },
): Promise<void> {
  const { output, project } = await open(flags);
  const ref = parseRef(text);
  const { prompt } = await resolveRef(project, findPrompt(project, ref.prompt), ref);
  const written = write[format](prompt);
  // To a file or a pipe as it is; a terminal might obey what a prompt holds.
  const shown = process.stdout.isTTY ? written.split('\n').map(printable).join('\n') : written;
  if (out === undefined) output.printDocument(shown.trimEnd());
  else {
    await writeNew(out, written);
    output.print(`${printable(text)} is written to ${printable(out)}`);
  }
  const lost = losses[format](prompt);
  for (const each of lost) output.note(`⚠ ${printable(each)}.`);
  output.printJson({
    ref: text,
    format,
    ...(out === undefined ? { text: written } : { file: out }),
    ...(lost.length > 0 && { lost }),
  });
}

/** The schema stands as GitHub has it, as JSON in a text. */
function promptYaml({ jsonSchema, ...prompt }: PromptFile): string {
  const schema = jsonSchema && { jsonSchema: JSON.stringify(jsonSchema, null, 2) };
  return stringify({ ...prompt, ...schema }, { lineWidth: 0 });
}

async function writeNew(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const isThere = error.code === 'EEXIST';
    throw new InputError({
      field: '--out',
      file: path,
      message: isThere
        ? 'is there already, and nothing is overwritten'
        : `can not be written (${error.code})`,
    });
  });
}
