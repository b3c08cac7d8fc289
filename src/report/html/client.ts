import { existsSync, readFileSync } from 'node:fs';
import { ownFile } from '../../core/package-root.ts';
import { clientStyle } from './client-style.ts';

/** Where the build puts it. */
const bundle = ownFile('dist', 'report', 'client', 'client.js');

/** The program that shows the cases, as one text, and its style. */
export function readClient(): { script: string; style: string } {
  if (!existsSync(bundle)) {
    throw new Error('dist/report/client/client.js is not there; npm run build makes it');
  }
  return { script: readFileSync(bundle, 'utf8'), style: clientStyle };
}
