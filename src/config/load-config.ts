import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { ownFile } from '../core/package-root.ts';
import type { Problem } from '../core/problem.ts';
import { loadProblems } from './load-problem.ts';
import { packageType } from './manifest.ts';
import { readJson } from './read-json.ts';

const require = createRequire(import.meta.url);

export const configNames = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `prompteval.config.${extension}`,
);

/** A config as it was read: still of unknown shape. */
export interface LoadedConfig {
  file: string;
  root: string;
  source: string;
  value: unknown;
  /** What of a JSON config its value does not say. */
  problems: Problem[];
}

/** The config named, or the first one found in the folder or one above it. */
export function findConfig(cwd: string, named: string | undefined): string {
  if (named !== undefined) {
    const file = resolve(cwd, named);
    if (isFile(file)) return file;
    const message = existsSync(file) ? 'this is no file' : 'this config file does not exist';
    throw new InputError({ file: named, message });
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = configNames.map((name) => join(folder, name)).find(isFile);
    if (found !== undefined) return found;
    if (folder === dirname(folder)) break;
  }
  throw new InputError({
    message: `no config found in ${cwd} or above it`,
    expected: `one of ${configNames.join(', ')}`,
    hint: 'Name one with --config, or go to the folder of your project.',
  });
}

/** A folder of that name is something else. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What `import … from 'prompteval'` gives in the user's files: this very package, loaded or linked or not. */
export type PackageExports = Record<string, unknown>;

export async function loadConfig(file: string, packageExports: PackageExports): Promise<LoadedConfig> {
  const source = await readFile(file, 'utf8');
  const root = dirname(file);
  const read = file.endsWith('.json')
    ? readJson(source, file)
    : { value: await importConfig(file, packageExports), problems: [] };
  return { file, root, source, ...read };
}

/** The other entries of this very package, in files, so that they are loaded where they are imported. */
const otherEntries = Object.fromEntries(
  ['client', 'testing'].map((name) => {
    const isSource = import.meta.url.endsWith('.ts');
    const file = isSource ? ownFile('src', name, 'index.ts') : ownFile('dist', 'bundle', `${name}.js`);
    return [`prompteval/${name}`, file];
  }),
);

/** Runs a TypeScript or JavaScript file of the user's and gives its default export; undefined where it has none. */
export async function importModule(file: string, packageExports: PackageExports): Promise<unknown> {
  // To import it would take twice the time: Node then reads all of it once more for the names that it exports.
  const { createJiti }: typeof import('jiti') = require('jiti');
  const jiti = createJiti(file, {
    virtualModules: { prompteval: packageExports },
    alias: otherEntries,
    fsCache: cacheFolder(dirname(file)),
    // A file that was edited while the process lives (a watch) must be read again.
    moduleCache: false,
  });
  const source = await textToTranspile(file);
  const loaded =
    source === undefined
      ? await jiti.import<object>(file)
      : ((await jiti.evalModule(source, { filename: file, async: true, forceTranspile: true })) as object);
  return 'default' in loaded ? loaded.default : undefined;
}

/**
 * The text of an ES module that Node, which loads one faster than anything else, does not load as it should; undefined for all else, such
 * as a path that leaves the extension out.
 */
async function textToTranspile(file: string): Promise<string | undefined> {
  const type = packageType(dirname(file));
  const isModule = file.endsWith('.mjs') || (file.endsWith('.js') && type === 'module');
  if (!isModule || !isFile(file)) return undefined;
  const source = await readFile(file, 'utf8');
  const imported = [...source.matchAll(/(['"])\.{1,2}\/[^'"\n]*\.(js|ts|mts)\1/g)].map(
    ([, , ending]) => ending,
  );
  // Without a "type" Node takes a .js for CommonJS. Node 20 refuses ES syntax there, and rejects the import twice, the second time
  // where nobody can catch it.
  const isRefused = type === 'commonjs' && imported.includes('js');
  // Node 20 loads none, and later ones take its types out themselves: the texts of functions, and digests of evaluators, would differ.
  const isTyped = imported.includes('ts') || imported.includes('mts');
  return isRefused || isTyped ? source : undefined;
}

/** Where what TypeScript was turned into is kept, so that the next command need not do it again. */
function cacheFolder(root: string): string {
  const modules = join(root, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', 'prompteval');
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'prompteval');
}

async function importConfig(file: string, packageExports: PackageExports): Promise<unknown> {
  try {
    return await importModule(file, packageExports);
  } catch (error) {
    const problems = loadProblems(error, file, 'this config', Object.keys(packageExports));
    throw Object.assign(new InputError(problems), { cause: error });
  }
}
