import { IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { numberedKey, parseKey } from './keys.ts';

export interface StoredRecord {
  number: number;
  key: string;
  bytes: Uint8Array;
}

/** The numbers that a listing of the folder shows, ascending. Keys of other shapes are the audit's to report. */
export async function listNumbers(store: Store, folder: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const key of store.list(folder)) {
    const parsed = parseKey(key);
    if (parsed && 'folder' in parsed && parsed.folder === folder) numbers.push(parsed.number);
  }
  return numbers;
}

/** 0 where there is none. */
export async function highestNumber(store: Store, folder: string): Promise<number> {
  return (await listNumbers(store, folder)).at(-1) ?? 0;
}

/**
 * The records of a folder by number, one by one until there is none. They are asked for by name: a listing
 * taken while others write may show number 9 and not yet 8, and then a publisher would miss its own digest.
 *
 * @throws IntegrityError where a number is missing and a higher one exists.
 */
export async function* readSequence(store: Store, folder: string, from = 1): AsyncGenerator<StoredRecord> {
  for (let number = from; ; number++) {
    const key = numberedKey(folder, number);
    const bytes = (await store.get(key)) ?? (await getIfPassed(store, folder, number));
    if (bytes === undefined) return;
    yield { number, key, bytes };
  }
}

/** Looks again where a higher number exists: records appear in order, so by now this one has, or it is lost. */
async function getIfPassed(store: Store, folder: string, number: number): Promise<Uint8Array | undefined> {
  const highest = await highestNumber(store, folder);
  if (highest < number) return undefined;
  const key = numberedKey(folder, number);
  const bytes = await store.get(key);
  if (bytes === undefined) {
    throw new IntegrityError(`${key} is missing, although ${numberedKey(folder, highest)} exists`);
  }
  return bytes;
}
