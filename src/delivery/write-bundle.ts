import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { BundleFile } from './bundle.ts';
import { bundleMarker, filesOfBundle, isBundleFolder } from './bundle-folder.ts';
import { unfinished, writeFileAtomically } from './write-file.ts';

export interface WrittenBundle {
  /** How many files it has. */
  files: number;
  written: string[];
  removed: string[];
}

/** Only files of these shapes are ever removed: whatever else lies in the folder is somebody else's. */
const ours = /^v1\/prompts\/[^/]+\/(?:versions\/\d+|aliases\/.+)\.json$/;

/**
 * Writes a bundle into a folder that may hold an older one. Each file changes at once, and an alias's file holds all
 * that it names, so a reader sees the old state of a prompt or the new one. What is no longer part of it goes last.
 *
 * @param shown the folder's name in messages
 * @throws InputError before anything is written, where the folder holds something else than a bundle, and where that one has
 * aliases and the new one has none.
 */
export async function writeBundle(
  folder: string,
  files: readonly BundleFile[],
  shown = folder,
): Promise<WrittenBundle> {
  const isThere = await isBundleFolder(folder, shown);
  if (isThere) await requireAliases(folder, files);
  const written: string[] = [];
  for (const { path, bytes } of isThere ? files : markerFirst(files)) {
    if (await writeFileAtomically(join(folder, path), bytes)) written.push(path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  const removed: string[] = [];
  for (const path of await filesOfBundle(folder)) {
    if (wanted.has(path)) continue;
    if (!ours.test(path) && !unfinished.test(path)) continue;
    await unlink(join(folder, path));
    if (!unfinished.test(path)) removed.push(path);
  }
  return { files: files.length, written, removed };
}

/** So that a bundle whose first writing was cut short is known as one, and can be written again. */
function markerFirst(files: readonly BundleFile[]): BundleFile[] {
  const isMarker = ({ path }: BundleFile) => path === bundleMarker;
  return [...files.filter(isMarker), ...files.filter((file) => !isMarker(file))];
}

const ofAlias = /^v1\/prompts\/[^/]+\/aliases\/.+\.json$/;

/** Aliases are never taken away, so a registry without one is none: a volume that is not mounted, another folder. */
async function requireAliases(folder: string, files: readonly BundleFile[]): Promise<void> {
  if (files.some(({ path }) => ofAlias.test(path))) return;
  const before = await filesOfBundle(folder);
  const aliases = before.filter((path) => ofAlias.test(path)).length;
  if (aliases === 0) return;
  throw new InputError({
    file: folder,
    message: `this bundle has ${aliases === 1 ? 'an alias' : `${aliases} aliases`}, and in the registry nothing was ever released; the bundle stays as it is`,
    hint: 'See whether it is that registry, and whether its volume is mounted. Where it is meant, delete the bundle',
  });
}
