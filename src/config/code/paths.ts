import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/** Below the folder, or the folder itself. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** undefined where there is nothing. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

export function isInstalled(path: string): boolean {
  return path.split(sep).includes('node_modules');
}
