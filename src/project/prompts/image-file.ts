import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { digestBytes } from '../../core/digest.ts';
import { errorCode } from '../../core/error-code.ts';
import { imageTypeOf } from './image-type.ts';

/** A picture as a model gets it, and the digest of its bytes. */
export interface LoadedImage {
  url: string;
  digest: string;
}

/** What is wrong with a file that should be a picture, after its name. */
export interface ImageMistake {
  mistake: string;
  hint?: string;
}

/** Bytes; some vendors refuse more. */
const largest = 5 * 1024 * 1024;

/**
 * Reads a picture of the project. A prompt or a dataset can't make it read anything else: not beside the project, by
 * `..` or by a link, and nothing that is no picture.
 *
 * @param name relative to `root`, the project's folder.
 */
export async function readImageFile(root: string, name: string): Promise<LoadedImage | ImageMistake> {
  try {
    const file = await realpath(resolve(root, name));
    if (!isInside(await realpath(root), file)) {
      return { mistake: 'lies outside the project', hint: 'Copy it into the project' };
    }
    const about = await stat(file);
    if (!about.isFile()) return { mistake: 'is no file' };
    if (about.size > largest) {
      const size = (about.size / 1024 / 1024).toFixed(1);
      return { mistake: `has ${size} MB, and vendors take 5 MB at most`, hint: 'Make it smaller' };
    }
    return asLoaded(await readFile(file));
  } catch (error) {
    return { ...systemMistake(error) };
  }
}

function asLoaded(bytes: Uint8Array): LoadedImage | ImageMistake {
  const type = imageTypeOf(bytes);
  if (type === undefined) return { mistake: 'is no png, jpeg, gif or webp by its first bytes' };
  const url = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  return { url, digest: digestBytes(bytes) };
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function systemMistake(error: unknown): ImageMistake {
  const code = errorCode(error);
  const hint = "Paths of images begin at the config's folder";
  if (code === 'ENOENT' || code === 'ENOTDIR') return { mistake: 'does not exist', hint };
  return { mistake: `cannot be read (${code ?? String(error)})` };
}
