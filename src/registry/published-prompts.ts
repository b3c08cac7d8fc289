import type { Store } from '../core/registry.ts';
import { nameOfSegment } from './keys.ts';

/** The prompts that have a version, ascending by key. */
export async function listPublishedPrompts(store: Store): Promise<string[]> {
  const prompts = new Set<string>();
  for await (const key of store.list('versions/')) {
    const name = nameOfSegment(key.split('/')[1] ?? '');
    if (name !== undefined) prompts.add(name);
  }
  return [...prompts];
}
