import { gitError, runGit } from './git-command.ts';

/** Keeps git from changing line ends. */
export const attributes = '.gitattributes';

/** The registry's files as of a commit. */
export interface RegistryFiles {
  /** By key: git's name of the content. */
  objects: ReadonlyMap<string, string>;
  /** Whether it has the file that keeps git from changing line ends. */
  hasAttributes: boolean;
}

/** @param prefix where they stand, relative to the top folder; ends in `/`. */
export async function listFiles(cwd: string, commit: string, prefix: string): Promise<RegistryFiles> {
  const { ok, stdout, stderr } = await runGit(cwd, ['ls-tree', '-r', '-z', '--full-tree', commit, prefix]);
  if (!ok) throw gitError('reading the registry', stderr);
  const objects = new Map<string, string>();
  for (const line of stdout.toString('utf8').split('\0')) {
    const [, object = '', path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (path.startsWith(prefix)) objects.set(path.slice(prefix.length), object);
  }
  const hasAttributes = objects.delete(attributes);
  return { objects, hasAttributes };
}

/** The contents of these objects. */
export async function readObjects(cwd: string, objects: readonly string[]): Promise<Buffer[]> {
  if (objects.length === 0) return [];
  const input = `${objects.join('\n')}\n`;
  const { ok, stdout, stderr } = await runGit(cwd, ['cat-file', '--batch'], { input });
  if (!ok) throw gitError('reading the registry', stderr);
  return contentsOf(stdout, objects);
}

/** Of `git cat-file --batch`: a line with the size, the content and a line feed for each. */
function contentsOf(output: Buffer, objects: readonly string[]): Buffer[] {
  let at = 0;
  return objects.map((object) => {
    const end = output.indexOf(0x0a, at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1] ?? Number.NaN);
    if (end === -1 || Number.isNaN(size)) throw gitError(`reading ${object}`, 'it is not in this clone');
    const content = output.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return content;
  });
}
