import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { InputError, PromptevalError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';

export const configNames = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `prompteval.config.${extension}`,
);

/** A config as it was read: still of unknown shape. */
export interface LoadedConfig {
  file: string;
  root: string;
  source: string;
  value: unknown;
}

/** The config named, or the first one found in the folder or one above it. */
export function findConfig(cwd: string, named: string | undefined): string {
  if (named !== undefined) {
    const file = resolve(cwd, named);
    if (existsSync(file)) return file;
    throw new InputError({ file: named, message: 'this config file does not exist' });
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = configNames.map((name) => join(folder, name)).find(existsSync);
    if (found !== undefined) return found;
    if (folder === dirname(folder)) break;
  }
  throw new InputError({
    message: `no config found in ${cwd} or above it`,
    expected: `one of ${configNames.join(', ')}`,
    hint: 'Name one with --config, or go to the folder of your project.',
  });
}

/** What `import … from 'prompteval'` gives in the user's files: this very package, loaded or linked or not. */
export type PackageExports = Record<string, unknown>;

export async function loadConfig(file: string, packageExports: PackageExports): Promise<LoadedConfig> {
  const source = await readFile(file, 'utf8');
  const root = dirname(file);
  const value = file.endsWith('.json') ? parseJson(source, file) : await importConfig(file, packageExports);
  return { file, root, source, value };
}

function parseJson(source: string, file: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new InputError({
      file: relative(process.cwd(), file),
      message: `this is not JSON: ${messageOf(error)}`,
    });
  }
}

/** Runs a TypeScript or JavaScript file of the user's and gives its default export; undefined where it has none. */
export async function importModule(file: string, packageExports: PackageExports): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const modules = join(dirname(file), 'node_modules');
  const jiti = createJiti(file, {
    virtualModules: { prompteval: packageExports },
    fsCache: existsSync(modules) ? join(modules, '.cache', 'prompteval') : false,
    // A file that was edited while the process lives (a watch) must be read again.
    moduleCache: false,
  });
  const loaded = await jiti.import<object>(file);
  return 'default' in loaded ? loaded.default : undefined;
}

async function importConfig(file: string, packageExports: PackageExports): Promise<unknown> {
  try {
    return await importModule(file, packageExports);
  } catch (error) {
    if (error instanceof PromptevalError) throw error;
    throw Object.assign(new InputError(loadProblem(error, file, packageExports)), { cause: error });
  }
}

/** What went wrong while the user's code ran, at the line that its stack or its message names. */
function loadProblem(error: unknown, file: string, packageExports: PackageExports): Problem {
  const trace = error instanceof Error ? `${error.stack}\n${error.message}` : '';
  const line = Number(trace.split(`${file}:`)[1]?.match(/^\d+/)?.[0] ?? Number.NaN);
  const place = { file: relative(process.cwd(), file), ...(Number.isNaN(line) ? {} : { line }) };
  // What a call of something that the package does not export compiles to.
  const missing = /\(0 ?, ?_prompteval\.(\w+)\) is not a function/.exec(messageOf(error))?.[1];
  if (missing === undefined)
    return { ...place, message: `this config could not be loaded: ${messageOf(error)}` };
  const hint = suggestion(missing, Object.keys(packageExports));
  return { ...place, message: `'prompteval' exports no "${missing}"`, ...(hint && { hint }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
