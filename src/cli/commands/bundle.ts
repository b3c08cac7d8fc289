import { resolve } from 'node:path';
import { counted } from '../../core/format.ts';
import { type BundleFile, bundleFiles, snapshotFile } from '../../delivery/bundle.ts';
import { writeBundle } from '../../delivery/write-bundle.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([folder = '']: string[], flags: GlobalOptions & { all?: boolean }): Promise<void> {
  const { output, project } = await openRegistryOf(flags);
  // All of it is read before any of it is written: a damaged registry leaves the old bundle as it was.
  const files: BundleFile[] = [];
  for await (const file of bundleFiles(project.store, { all: flags.all ?? false })) files.push(file);
  const shown = project.display(resolve(folder));
  const { written, removed } = await writeBundle(resolve(folder), [...files, snapshotFile(files)], shown);
  const paths = files.map(({ path }) => path);
  output.printJson({ folder, files: paths, written, removed });
  const changes = `${counted(written.length, 'file')} written, ${removed.length} removed`;
  output.print(`${shown}: ${counted(paths.length, 'document')}; ${changes}`);
  if (files.length === 1) output.note('Nothing is published yet, so nothing is in it');
}
