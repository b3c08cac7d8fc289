import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { configNames } from '../../config/load-config.ts';
import { InputError } from '../../core/errors.ts';
import { escapePattern } from '../../core/escape-pattern.ts';
import { readTextFile, unreadReason } from '../../core/read-file.ts';
import type { Imported, ReferencedFiles } from '../../exchange/imported.ts';
import { type ImportedFiles, importedFiles, promptFiles } from '../../exchange/imported-files.ts';
import { type ForeignFile, readForeign } from '../../exchange/read-foreign.ts';
import { writeStarter } from './write-starter.ts';

export interface ImportedPrompt
  extends Pick<Imported, 'name' | 'lost'>,
    Pick<ImportedFiles, 'isDatasetEmpty'> {
  /** What was written. */
  files: string[];
  /** What a config that was there already still needs. */
  entry: ImportedFiles['entry'] | null;
}

/**
 * Writes a prompt of another format into a project, or into an empty folder, which becomes one. Nothing is overwritten.
 *
 * @throws InputError where the file can't be read, is of no known format, or a file is in the way.
 */
export async function importPrompt(
  folder: string,
  path: string,
  options: Omit<ForeignFile, 'path' | 'folder' | 'text'>,
): Promise<ImportedPrompt> {
  const text = await readTextFile(path).catch((error: unknown) => {
    throw new InputError({ file: path, message: unreadReason(error) });
  });
  const near = referencedFiles(dirname(resolve(path)), folder);
  const imported = await readForeign(
    { ...options, path, folder: basename(dirname(resolve(path))), text },
    near,
  );
  if (imported.prompts.length === 0) {
    throw new InputError([
      { file: path, message: 'has no prompt that can be taken over' },
      ...imported.lost.map((message) => ({ message })),
    ]);
  }
  const { name, lost } = imported;
  const hint = 'Give the prompt another name: --name <name>';
  const hasDraft = existsSync(join(folder, `prompts/${name}.prompt.yml`));
  if (hasDraft && imported.prompts.every(({ variant }) => variant !== null)) {
    const files = await writeStarter(folder, { files: promptFiles(imported) }, hint);
    return { name, lost, files, entry: null, isDatasetEmpty: false };
  }
  const made = placedAt(path, () => importedFiles(withDraft(imported)));
  const hasConfig = configNames.some((config) => existsSync(join(folder, config)));
  const wanted = hasConfig ? made.files : [made.config, ...made.files];
  const files = await writeStarter(folder, { files: wanted }, hint);
  return { name, lost, files, entry: hasConfig ? made.entry : null, isDatasetEmpty: made.isDatasetEmpty };
}

/** What is wrong stands in the file that is taken over; the one that would be written is nowhere yet. */
function placedAt<Value>(path: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map(({ line: _, ...problem }) => ({ ...problem, file: path })));
  }
}

/** A variant of a prompt that is not there is the prompt. */
function withDraft(imported: Imported): Imported {
  const { prompts } = imported;
  if (prompts.some(({ variant }) => variant === null)) return imported;
  return {
    ...imported,
    prompts: prompts.map((each, index) => (index === 0 ? { ...each, variant: null } : each)),
  };
}

/** Files beside the one that names them or below, or in the project; what stands elsewhere is nobody's prompt. */
function referencedFiles(beside: string, project: string): ReferencedFiles {
  async function read(path: string): Promise<{ text: string } | { problem: string }> {
    const file = resolve(beside, path);
    try {
      const [real, ...homes] = await Promise.all([realpath(file), realpath(beside), realpath(project)]);
      if (!homes.some((home) => real?.startsWith(home + sep)))
        return { problem: 'it stands outside of the project' };
      return { text: await readTextFile(file) };
    } catch {
      return { problem: 'it can not be read' };
    }
  }

  async function list(pattern: string): Promise<string[]> {
    const last = basename(pattern);
    const accepted = new RegExp(`^${last.split('*').map(escapePattern).join('.*')}$`);
    const entries = await readdir(resolve(beside, dirname(pattern))).catch(() => []);
    return entries
      .filter((entry) => accepted.test(entry))
      .sort()
      .map((entry) => join(dirname(pattern), entry));
  }

  return { read, list };
}
