import { dirname, relative, sep } from 'node:path';

/** The address of one page as another one links to it: relative, so that a folder can be moved as a whole. */
export function pageHref(from: string, to: string): string {
  return relative(dirname(from), to).split(sep).map(encodeURIComponent).join('/');
}
