import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever in it the code lies: in `src/`, in `dist/`, or bundled. */
export const packageRoot: string = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}

/** The path of something that comes with this package. */
export function ownFile(...parts: string[]): string {
  return join(packageRoot, ...parts);
}
