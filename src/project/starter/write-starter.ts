import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { configNames } from '../../config/load-config.ts';
import { InputError } from '../../core/errors.ts';
import { ownFile } from '../../core/package-root.ts';
import { readTextFile, unreadReason } from '../../core/read-file.ts';
import { type Starter, type StarterFile, startFromPrompt } from '../../starter/starter-files.ts';

const template = ownFile('templates', 'starter');

/** The project that needs no key and no edit. */
export async function exampleStarter(): Promise<Starter> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<StarterFile> => {
        const path = join(entry.parentPath, entry.name);
        return { path: withSlashes(relative(template, path)), text: await readFile(path, 'utf8') };
      }),
  );
  return {
    prompt: 'mail-topic',
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    lost: [],
    isDatasetEmpty: false,
  };
}

/** @param path as it was named. @throws InputError where the file can't be read or has mistakes. */
export async function promptStarter(folder: string, path: string, model: string): Promise<Starter> {
  const text = await readTextFile(path).catch((error: unknown) => {
    throw new InputError({
      file: path,
      message: unreadReason(error),
      expected: 'a .prompt.yml file, or a text with {{placeholders}}',
    });
  });
  const inside = relative(folder, resolve(path));
  const isInside = !inside.startsWith('..') && !isAbsolute(inside);
  return startFromPrompt({ path, text, model, inside: isInside ? withSlashes(inside) : undefined });
}

/**
 * Writes a project into a folder, which is made where it is not there. Nothing is overwritten: where one of its files,
 * or another config, is there already, nothing is written at all.
 *
 * @returns every path that was written or added to.
 * @throws InputError that names each file in the way.
 */
export async function writeStarter(
  folder: string,
  { files }: Pick<Starter, 'files'>,
  hint = 'Name another folder: prompteval init <dir>',
): Promise<string[]> {
  const paths = files.map(({ path }) => path);
  const makesConfig = paths.some((path) => configNames.includes(path));
  const wanted = [...new Set([...(makesConfig ? configNames : []), ...paths])];
  const present = await Promise.all(wanted.map((path) => isThere(join(folder, path))));
  const inTheWay = wanted.filter((_, index) => present[index]);
  if (inTheWay.length > 0) {
    throw new InputError(
      inTheWay.map((path) => ({
        file: path,
        message: 'is there already, and nothing is overwritten',
        hint,
      })),
    );
  }
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: 'wx' });
  }
  const ignored = await ignoreWhatRunsWrite(folder);
  return [...files.map(({ path }) => path), ...(ignored ? ['.gitignore'] : [])];
}

async function isThere(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

/** Versions and moves are committed; packages, reports, caches and keys are not. */
const ignoredPaths = [
  'node_modules/',
  'reports/',
  '.prompteval/*',
  '!.prompteval/registry/',
  '!.prompteval/calibration/',
  '.env',
];

async function ignoreWhatRunsWrite(folder: string): Promise<boolean> {
  const file = join(folder, '.gitignore');
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split(/\r?\n/).map((line) => withoutEnds(line.trim()));
  const missing = ignoredPaths.filter((path) => !lines.includes(withoutEnds(path)));
  if (missing.length === 0) return false;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  await writeFile(file, `${text}${gap}${missing.join('\n')}\n`);
  return true;
}

/** `/reports` and `reports/` leave out the same folder. */
function withoutEnds(pattern: string): string {
  return pattern.replace(/^\/|\/$/g, '');
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
