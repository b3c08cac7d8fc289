import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A folder of its own in the system's temporary one, removed when the test ends. */
export interface TemporaryProject {
  folder: string;
  path(file: string): string;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Every file below a folder, relative to the project, sorted; [] where there is no such folder. */
  list(folder?: string): Promise<string[]>;
  /** For projects that are made outside of a test, in beforeAll. */
  remove(): Promise<void>;
}

/** Writes the files (path to text) into a new temporary folder. */
export async function makeProject(files: Record<string, string> = {}): Promise<TemporaryProject> {
  // The real path: on some systems the temporary folder is a link, and paths in messages would differ.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'prompteval-test-')));
  const project = projectAt(folder);
  removeWhenTestEnds(project);
  for (const [file, text] of Object.entries(files)) await project.write(file, text);
  return project;
}

/**
 * A copy of the repository's own example as it was before the user's first release: of the registry it takes the
 * first version and the first move only, so that tests pass before and after that release.
 */
export async function exampleProject(source = repository): Promise<TemporaryProject> {
  const project = await makeProject();
  for (const name of ['prompts', 'datasets', 'evaluators', 'prompteval.config.ts']) {
    await cp(join(source, name), project.path(name), { recursive: true });
  }
  const registry = join(source, '.prompteval', 'registry');
  await cp(registry, project.path('.prompteval/registry'), {
    recursive: true,
    filter: (path) => isFromTheStart(relative(registry, path)),
  });
  return project;
}

/** Folders, blobs, and of all numbered records the first ones. */
function isFromTheStart(path: string): boolean {
  return (
    path.split(sep)[0] === 'blobs' ||
    !/^\d+\.json$/.test(basename(path)) ||
    /^0*1\.json$/.test(basename(path))
  );
}

function projectAt(folder: string): TemporaryProject {
  const path = (file: string): string => join(folder, file);
  return {
    folder,
    path,
    read: (file) => readFile(path(file), 'utf8'),
    async write(file, text) {
      await mkdir(dirname(path(file)), { recursive: true });
      await writeFile(path(file), text);
    },
    list: (below = '.') => listFiles(folder, below),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function listFiles(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function removeWhenTestEnds(project: TemporaryProject): void {
  try {
    onTestFinished(() => project.remove());
  } catch {
    // Outside of a test (in beforeAll) the caller removes it itself.
  }
}
