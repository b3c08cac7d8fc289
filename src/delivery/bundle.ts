import { InputError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { versionsFolder } from '../registry/keys.ts';
import { listNumbers } from '../registry/sequence.ts';
import { encodeDocument } from './encode.ts';
import { twinProblems } from './name-twins.ts';
import { documentPath } from './paths.ts';
import { indexDocument, readHeads, readMovedTo, readVersionDocument } from './read-documents.ts';

export interface BundleFile {
  /** From the bundle's folder. */
  path: string;
  bytes: Uint8Array;
}

/**
 * The documents that a server would hand out, as files: versions before the aliases that name them, and the index
 * last. Only versions that an alias names, unless `all`.
 *
 * @throws InputError where two names differ only by case.
 * @throws IntegrityError where one of them is damaged; nothing is left out in silence.
 */
export async function* bundleFiles(store: Store, { all = false } = {}): AsyncGenerator<BundleFile> {
  const prompts = await readHeads(store);
  const problems = twinProblems(prompts.filter(({ heads }) => all || heads.length > 0));
  if (problems.length > 0) throw new InputError(problems);
  for (const { prompt, heads } of prompts) {
    const live = heads.map((head) => head.to.version);
    const numbers = all ? await listNumbers(store, versionsFolder(prompt)) : live;
    for (const version of [...new Set(numbers)].sort((a, b) => a - b)) {
      const document = await readVersionDocument(store, prompt, version);
      if (document) yield file(documentPath({ kind: 'version', prompt, version }), document);
    }
    for (const head of heads) {
      const path = documentPath({ kind: 'alias', prompt, alias: head.alias });
      yield file(path, await readMovedTo(store, head));
    }
  }
  yield file(documentPath({ kind: 'index' }), indexDocument(prompts));
}

function file(path: string, document: object): BundleFile {
  return { path, bytes: encodeDocument(document).bytes };
}

/** Every file of a bundle in one, for programs that are shipped as one: `import snapshot from './snapshot.json'`. */
export function snapshotFile(files: readonly BundleFile[]): BundleFile {
  const decoder = new TextDecoder();
  const documents = files.map(({ path, bytes }) => `${JSON.stringify(path)}:${decoder.decode(bytes)}`);
  const text = `{"v":1,"documents":{${documents.join(',')}}}`;
  return { path: 'snapshot.json', bytes: new TextEncoder().encode(text) };
}
