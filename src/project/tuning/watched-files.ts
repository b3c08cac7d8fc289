import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { digestBytes } from '../../core/digest.ts';
import type { Project } from '../opening/open-project.ts';

/** A file as it was seen; `digest` is null where it was not there. */
interface Seen {
  digest: string | null;
  /** Size and time: a file where both are the same is not read again. */
  mark: string;
}

/**
 * Says which files are not what they were, by their content: whether an editor writes a file in place or renames a new one
 * over it makes no difference, and saving without a change is none.
 */
export class WatchedFiles {
  readonly #seen = new Map<string, Seen>();

  /** Of these files, those that changed since they were last asked about; one that is new here has not changed. */
  async changes(files: Iterable<string>): Promise<string[]> {
    const changed: string[] = [];
    for (const file of files) {
      const before = this.#seen.get(file);
      const now = await look(file, before);
      this.#seen.set(file, now);
      if (before !== undefined && before.digest !== now.digest) changed.push(file);
    }
    return changed;
  }
}

async function look(file: string, before: Seen | undefined): Promise<Seen> {
  try {
    const { size, mtimeMs, ino } = await stat(file);
    const mark = `${size} ${mtimeMs} ${ino}`;
    if (before?.mark === mark) return before;
    return { mark, digest: digestBytes(await readFile(file)) };
  } catch {
    return { mark: '', digest: null };
  }
}

/** Which prompts each file is about; null: the config and what it imports, which all of them depend on. */
export type Sources = Map<string, Set<string> | null>;

/** What the prompts are made of: their files and datasets, and the config with the evaluators and other files that it names. */
export async function sourcesOf(
  { config }: Pick<Project, 'config'>,
  prompts: readonly string[],
): Promise<Sources> {
  const sources: Sources = new Map();
  for (const name of prompts) {
    const prompt = config.prompts.get(name);
    for (const file of prompt ? [prompt.file, ...prompt.datasets] : []) {
      sources.set(file, new Set([...(sources.get(file) ?? []), name]));
    }
  }
  for (const file of await codeFiles(config.file)) if (!sources.has(file)) sources.set(file, null);
  return sources;
}

const code = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json']);
/** An import, or a file that is named otherwise, such as an evaluator's: `'./evaluators/own.ts'`. */
const named = /['"`](\.{1,2}\/[^'"`\n]{1,300})['"`]/g;
/** Somebody may import all of a big code base. */
const mostFiles = 500;

/** A config with every file of the user's that it names, and those that these name. */
export async function codeFiles(config: string): Promise<string[]> {
  const found = new Set([config]);
  for (const file of found) {
    if (found.size >= mostFiles) break;
    if (!code.has(extname(file))) continue;
    const text = await smallText(file);
    for (const [, name = ''] of text.matchAll(named)) {
      const target = await firstFile(resolve(dirname(file), name));
      if (target !== undefined) found.add(target);
    }
  }
  return [...found];
}

/** What is longer is data. */
async function smallText(file: string): Promise<string> {
  const { size } = (await stat(file).catch(() => null)) ?? { size: 0 };
  return size > 1_000_000 ? '' : readFile(file, 'utf8').catch(() => '');
}

async function firstFile(path: string): Promise<string | undefined> {
  for (const candidate of [path, ...[...code].map((extension) => path + extension)]) {
    if ((await stat(candidate).catch(() => null))?.isFile()) return candidate;
  }
  return undefined;
}
