import { existsSync, readFileSync } from 'node:fs';
import { clientStyle } from './client-style.ts';

/** Where the build puts it; seen from `src` and from `dist` it is the same place. */
const bundle = new URL('../../../dist/report/client/client.js', import.meta.url);

/** The program that shows the cases, as one text, and its style. */
export function readClient(): { script: string; style: string } {
  if (!existsSync(bundle)) {
    throw new Error('dist/report/client/client.js is not there; npm run build makes it');
  }
  return { script: readFileSync(bundle, 'utf8'), style: clientStyle };
}
