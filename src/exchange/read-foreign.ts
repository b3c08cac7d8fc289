import { InputError } from '../core/errors.ts';
import type { ImportFormat } from '../core/exchange-formats.ts';
import { isJsonObject } from '../core/json.ts';
import { readDotprompt, split } from './dotprompt.ts';
import { readGithub } from './github.ts';
import { type Imported, promptNameOf, type ReferencedFiles } from './imported.ts';
import { isLangfuse, readLangfuse } from './langfuse.ts';
import { readPromptfoo } from './promptfoo.ts';
import { readData } from './read-data.ts';

export interface ForeignFile {
  /** As it was named; problems are. */
  path: string;
  /** What its folder is called, which is a prompt's name where the file's says nothing. */
  folder?: string;
  text: string;
  /** Default: what the file's name and content say. */
  format?: ImportFormat | undefined;
  /** What the prompt is to be called; default: what the file says, or is called. */
  name?: string | undefined;
  /** `provider/model` where the file names none that is known here. */
  model: string;
}

/**
 * Reads a file of another format, whatever it is.
 *
 * @throws InputError where it is of no format that is known, or can't be read as what it is.
 */
export async function readForeign(file: ForeignFile, files: ReferencedFiles): Promise<Imported> {
  const { path, text, model } = file;
  if ((file.format ?? formatOfName(path)) === 'dotprompt') {
    const [base = '', variant] = lastPart(path).replace(dotpromptName, '').split('.');
    const partials = await readPartials(text, files);
    const imported = readDotprompt(text, { name: promptNameOf(file.name ?? base), model, partials });
    return variant === undefined
      ? imported
      : { ...imported, prompts: imported.prompts.map((each) => ({ ...each, variant })) };
  }
  const { value, problems } = readData(text, path);
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ file: path, ...problem })));
  const format = file.format ?? formatOfContent(path, value);
  const [first]: unknown[] = Array.isArray(value) ? value : [value];
  const named = isJsonObject(first) && typeof first.name === 'string' ? first.name : undefined;
  const name = promptNameOf(file.name ?? named ?? baseOf(file));
  if (format === 'langfuse' && isLangfuse(Array.isArray(value) ? { data: value } : value))
    return readLangfuse(value, { wanted: file.name, model });
  if (format === 'promptfoo' && isJsonObject(value)) return readPromptfoo(value, { name, model, files });
  if (format === 'prompt.yml' && isJsonObject(value)) return readGithub(value, name, model);
  throw new InputError({
    file: path,
    message: format === undefined ? 'is of no format that is known here' : `is no file of ${format}`,
    expected:
      "promptfoo's config, a .prompt of dotprompt, a .prompt.yml of GitHub, or a prompt of Langfuse as JSON; --format says which",
  });
}

async function readPartials(text: string, files: ReferencedFiles): Promise<Map<string, string>> {
  const names = new Set([...text.matchAll(/\{\{~?>\s*([\w-]+)/g)].flatMap((match) => match[1] ?? []));
  const partials = new Map<string, string>();
  for (const name of names) {
    const read = await files.read(`_${name}.prompt`);
    if ('text' in read) partials.set(name, split(read.text, []).body);
  }
  return partials;
}

/** As dotprompt has it, and as people write what `export --format dotprompt` gives them. */
const dotpromptName = /\.(?:dot)?prompt$/i;

function formatOfName(path: string): ImportFormat | undefined {
  return dotpromptName.test(path) ? 'dotprompt' : undefined;
}

function formatOfContent(path: string, value: unknown): ImportFormat | undefined {
  if (/\.prompt\.ya?ml$/i.test(path)) return 'prompt.yml';
  if (isLangfuse(value)) return 'langfuse';
  if (!isJsonObject(value)) return undefined;
  if (value.prompts !== undefined && (value.providers ?? value.targets ?? value.tests) !== undefined)
    return 'promptfoo';
  return Array.isArray(value.messages) ? 'prompt.yml' : undefined;
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** `promptfooconfig` says nothing: there the folder has the name. */
function baseOf({ path, folder = '' }: ForeignFile): string {
  const base = lastPart(path).replace(/(?:\.prompt)?\.(?:ya?ml|json)$/i, '');
  return /^promptfooconfig/i.test(base) ? folder : base;
}
