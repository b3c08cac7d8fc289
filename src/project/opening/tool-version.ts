import { readFile } from 'node:fs/promises';
import { ownFile } from '../../core/package-root.ts';

/** This package's version. */
export async function toolVersion(): Promise<string> {
  const text = await readFile(ownFile('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
