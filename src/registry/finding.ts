import { IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { numberedKey } from './keys.ts';
import type { StoredRecord } from './sequence.ts';

/** One thing in a registry that does not fit. */
export interface Finding {
  key: string;
  /** Without the key. */
  message: string;
}

/** What an attempt returns, or the finding that its IntegrityError makes. */
export async function orFinding<T>(
  key: string,
  findings: Finding[],
  attempt: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const { message } = error;
    findings.push({ key, message: message.startsWith(`${key} `) ? message.slice(key.length + 1) : message });
    return undefined;
  }
}

/** The content of a key that a listing showed, or the finding that it has none. */
export function getListed(store: Store, key: string, findings: Finding[]): Promise<Uint8Array | undefined> {
  return orFinding(key, findings, async () => {
    const bytes = await store.get(key);
    if (!bytes) throw new IntegrityError(`${key} is listed and can not be read`);
    return bytes;
  });
}

/** The listed records of a folder in order, going on behind a gap and reporting it. */
export async function* readDespiteGaps(
  store: Store,
  folder: string,
  listed: readonly number[],
  findings: Finding[],
): AsyncGenerator<StoredRecord> {
  let next = 1;
  for (const number of listed) {
    // What a listing left out while others wrote is there by now; only what is not is lost.
    while (next < number) {
      const key = numberedKey(folder, next);
      const bytes = await store.get(key);
      if (!bytes) break;
      yield { number: next++, key, bytes };
    }
    if (next < number) {
      const last = next < number - 1 ? ` and all up to ${number - 1}` : '';
      const message = `is missing${last}, although ${numberedKey(folder, number)} exists`;
      findings.push({ key: numberedKey(folder, next), message });
    }
    const key = numberedKey(folder, number);
    const bytes = await getListed(store, key, findings);
    if (bytes) yield { number, key, bytes };
    next = number + 1;
  }
}
